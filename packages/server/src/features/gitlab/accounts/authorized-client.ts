import { createGitLabClient, type GitLabClient, GitLabError, type Secret } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import type { InstanceRow } from '../instances/instances.ts';
import { toGitLabProblem } from '../to-problem.ts';

/**
 * GitLab's API as one account. A token that GitLab turns away is replaced once and the request sent again;
 * what GitLab refuses is thrown as a problem.
 */
export function createAuthorizedClient({
  instance,
  dispatcher,
  accessToken,
  refreshAfterRejection,
}: {
  instance: InstanceRow;
  dispatcher: Dispatcher;
  accessToken(): Promise<Secret>;
  refreshAfterRejection(rejected: Secret): Promise<Secret>;
}): GitLabClient {
  let latest: Secret | null = null;
  const client = createGitLabClient({
    instance: instance.url,
    dispatcher,
    token: async () => {
      latest = await accessToken();
      return latest;
    },
  });

  async function call(method: () => Promise<unknown>): Promise<unknown> {
    try {
      return await method();
    } catch (error) {
      if (!isTokenRejected(error) || !latest) throw toGitLabProblem(error, instance);
    }
    await refreshAfterRejection(latest);
    try {
      return await method();
    } catch (error) {
      throw toGitLabProblem(error, instance);
    }
  }

  const entries = Object.entries(client).map(([name, method]) => [
    name,
    (...args: unknown[]) => call(() => (method as (...args: unknown[]) => Promise<unknown>)(...args)),
  ]);
  return Object.fromEntries(entries) as GitLabClient;
}

function isTokenRejected(error: unknown): boolean {
  return (
    error instanceof GitLabError && ['unauthorized', 'token-expired', 'token-revoked'].includes(error.kind)
  );
}
