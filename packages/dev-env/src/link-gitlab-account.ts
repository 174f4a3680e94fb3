import { connectAccount, type InstanceId } from '@notelab/contract';
import type { Sandbox } from '@notelab/gitlab-sandbox';
import type { Client } from './client.ts';

/** Links an account as the buttons do: Connect GitLab account, Authorize, and back. */
export async function linkGitLabAccount(
  client: Client,
  sandbox: Sandbox,
  { instanceId, username }: { instanceId: InstanceId; username: string },
): Promise<void> {
  const { url } = await client.call(connectAccount, { params: { instanceId }, body: {} });
  const callback = new URL(sandbox.approveAuthorization(url, username));
  const response = await client.fetch(`${callback.pathname}${callback.search}`);
  const target = response.headers.get('location') ?? '';
  if (!target.includes('gitlab=connected'))
    throw new Error(`Linking ${username} ended at ${response.status} ${target}`);
}
