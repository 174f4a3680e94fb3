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
  noteAnswer,
}: {
  instance: InstanceRow;
  dispatcher: Dispatcher;
  accessToken(): Promise<Secret>;
  refreshAfterRejection(rejected: Secret): Promise<Secret>;
  /** @param failure null when GitLab did what it was asked for */
  noteAnswer(failure: unknown, token: Secret): Promise<void>;
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

  async function once(method: () => Promise<unknown>): Promise<unknown> {
    const answer = await method();
    if (latest) await noteAnswer(null, latest);
    return answer;
  }

  async function refused(error: unknown): Promise<never> {
    if (latest) await noteAnswer(error, latest);
    throw toGitLabProblem(error, instance);
  }

  async function call(method: () => Promise<unknown>): Promise<unknown> {
    try {
      return await once(method);
    } catch (error) {
      if (!isTokenRejected(error) || !latest) return refused(error);
    }
    await refreshAfterRejection(latest);
    try {
      return await once(method);
    } catch (error) {
      return refused(error);
    }
  }

  const entries = Object.entries(client).map(([name, method]) => [
    name,
    (...args: unknown[]) => call(() => (method as (...args: unknown[]) => Promise<unknown>)(...args)),
  ]);
  return Object.fromEntries(entries) as GitLabClient;
}

/** Whether GitLab takes the token no more. */
export function isTokenRejected(error: unknown): boolean {
  return (
    error instanceof GitLabError && ['unauthorized', 'token-expired', 'token-revoked'].includes(error.kind)
  );
}
