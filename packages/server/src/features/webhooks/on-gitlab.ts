import type { User } from '@notelab/contract';
import type { GitLabClient } from '@notelab/gitlab';
import { fail, ProblemError } from '../../problem.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';
import type { WebhookRow } from './store.ts';

const namedMaintainers = 5;

export type WebhookClient = Pick<GitLabClient, 'createHook' | 'listHooks' | 'removeHook' | 'testHook'>;

/**
 * GitLab's side of webhooks as the acting user. Who is no maintainer of the repository there is told who is.
 */
export async function clientForWebhooks(
  accounts: Accounts,
  user: User,
  repository: RepositoryRow,
): Promise<WebhookClient> {
  const client = await accounts.client(user, repository.instanceId);
  const orWhomToAsk = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'gitlab-forbidden') throw error;
      return fail('gitlab-forbidden', await whomToAsk(client, repository));
    }
  };
  return {
    createHook: (...args) => orWhomToAsk(client.createHook(...args)),
    listHooks: (...args) => orWhomToAsk(client.listHooks(...args)),
    removeHook: (...args) => orWhomToAsk(client.removeHook(...args)),
    testHook: (...args) => orWhomToAsk(client.testHook(...args)),
  };
}

async function whomToAsk(
  client: GitLabClient,
  { path, gitlabId, instanceName }: RepositoryRow,
): Promise<string> {
  const names = await client.listMaintainers(gitlabId).catch(() => []);
  const shown = names.slice(0, namedMaintainers).join(', ');
  const whom =
    names.length === 0 ? 'a maintainer' : names.length === 1 ? shown : `one of its maintainers (${shown})`;
  return `Webhooks of ${path} are for its maintainers on ${instanceName}, and your account is none. Ask ${whom}, or set it up by hand together.`;
}

/** The number of the webhook on GitLab: known, or found by its address; null when it is not there. */
export async function findOnGitLab(
  client: WebhookClient,
  repository: RepositoryRow,
  { gitlabHookId, url }: Pick<WebhookRow, 'gitlabHookId'> & { url: string },
) {
  const hooks = await client.listHooks(repository.gitlabId);
  return hooks.find((hook) => hook.id === gitlabHookId) ?? hooks.find((hook) => hook.url === url) ?? null;
}
