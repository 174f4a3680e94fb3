import { connectAccount } from '@notelab/contract';
import type { Client, World } from '@notelab/dev-env';

/** The consent page's address, as the button opens it. */
export async function beginLinking(world: World, client: Client, returnTo?: string): Promise<string> {
  const { url } = await client.call(connectAccount, {
    params: { instanceId: world.instanceId },
    body: { returnTo },
  });
  return url;
}

/** The path and query that GitLab sends the browser back to after the click on "Authorize". */
export function consent(world: World, consentUrl: string, gitlabUsername: string): string {
  const callback = new URL(world.sandbox.approveAuthorization(consentUrl, gitlabUsername));
  return callback.pathname + callback.search;
}

/** Follows GitLab's redirect. @returns where Notelab sends the browser then. */
export async function returnFromGitLab(client: Client, path: string): Promise<string> {
  const response = await client.fetch(path);
  return response.headers.get('location') ?? `no redirect: ${response.status}`;
}

/** The whole way. @returns where the browser ends. */
export async function linkAs(world: World, client: Client, gitlabUsername: string): Promise<string> {
  const url = await beginLinking(world, client, '/here');
  return returnFromGitLab(client, consent(world, url, gitlabUsername));
}

/** How many token requests of a kind GitLab has seen; a refresh and a code exchange are both POSTs. */
export function countTokenRequests(world: World): number {
  return world.sandbox.requests().filter(({ path }) => path.startsWith('/oauth/token')).length;
}
