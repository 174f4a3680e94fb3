import {
  changeRepositories,
  getRepositoryUse,
  listGitLabProjects,
  listRepositories,
  listRepositoryBranches,
} from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Repositories } from './repositories.ts';

export function repositoriesRoutes(
  router: Router,
  {
    repositories,
    integrations,
    workspaces: { authorizeWorkspace },
  }: { repositories: Repositories; integrations: Integrations; workspaces: Workspaces },
): void {
  router.route(listGitLabProjects, async ({ user, params, query }) =>
    repositories.listGitLabProjects(user, await authorizeWorkspace(user, params.workspaceId, 'admin'), query),
  );
  router.route(listRepositories, async ({ user, params }) =>
    repositories.list(await authorizeWorkspace(user, params.workspaceId, 'viewer')),
  );
  router.route(changeRepositories, async ({ user, params, body }) =>
    repositories.change(user, await authorizeWorkspace(user, params.workspaceId, 'admin'), body),
  );
  router.route(getRepositoryUse, async ({ user, params }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'admin');
    return integrations.listRepositoryUse(await repositories.getIn(workspace, params.repositoryId));
  });
  router.route(listRepositoryBranches, async ({ user, params, query }) => {
    const workspace = await authorizeWorkspace(user, params.workspaceId, 'viewer');
    const repository = await repositories.getIn(workspace, params.repositoryId);
    return repositories.listBranches(user, repository, query.search);
  });
}
