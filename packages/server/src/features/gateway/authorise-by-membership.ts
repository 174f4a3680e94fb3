import { errorTable, type UserId } from '@notelab/contract';
import type { Secret } from '@notelab/gitlab';
import { ProblemError } from '../../problem.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import type { Projects } from '../projects/projects.ts';
import { type Repositories, requireConnected } from '../repositories/repositories.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Authorise } from './authorise.ts';
import { type Refusal, refuse } from './refusal.ts';

/**
 * What must be true at the moment of every git request: the user is still an editor of the project's workspace,
 * the repository is still connected to it, and the user's own account is still linked.
 */
export function authoriseByMembership({
  projects,
  workspaces,
  repositories,
  instances,
  accounts,
}: {
  projects: Projects;
  workspaces: Workspaces;
  repositories: Repositories;
  instances: Instances;
  accounts: Accounts;
}): Authorise {
  return async (pass, { repository: { repositoryId } }) => {
    try {
      const user = { id: pass.userId as UserId };
      const { workspaceId } = await projects.get(pass.projectId);
      await workspaces.authorizeWorkspace(user, workspaceId, 'editor');
      const repository = await repositories.get(repositoryId);
      const { path, connected } = repository;
      requireConnected({ path, connected: connected && repository.workspaceId === workspaceId });
      const account = await accounts.require(user, pass.instanceId);
      const instance = await instances.get(pass.instanceId);
      await accounts.noteUse(account.id);
      let used: Secret | null = null;
      return {
        ok: true,
        upstream: { baseUrl: instance.url, dispatcher: instances.dispatcherOf(instance) },
        repositoryPath: repository.path,
        accessToken: () => orRefusal(async () => (used = await accounts.accessToken(account.id))),
        refreshed: () =>
          orRefusal(async () => (used = await accounts.refreshAfterRejection(account.id, used!))),
        whyRejected: async () => toRefusal(await accounts.explainRejection(account.id, used!)),
      };
    } catch (error) {
      return toRefusal(error);
    }
  };
}

async function orRefusal(find: () => Promise<Secret>): Promise<Secret | Refusal> {
  try {
    return await find();
  } catch (error) {
    return toRefusal(error);
  }
}

function toRefusal(error: unknown): Refusal {
  if (!(error instanceof ProblemError)) throw error;
  const { code, detail } = error.problem;
  return refuse(errorTable[code].status, code, detail);
}
