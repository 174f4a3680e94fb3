import type { Checkout, CheckoutId, IntegrationId, ProjectId, RepositoryId } from '@notelab/contract';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

/** Which checkouts there are, for whoever wants to know. */
export function createCheckoutLists({
  store,
  projects,
  repositories,
}: {
  store: CheckoutStore;
  projects: Pick<Projects, 'get'>;
  repositories: Pick<Repositories, 'get'>;
}) {
  async function present(row: CheckoutRow): Promise<Checkout> {
    const repository = await repositories.get(row.repositoryId);
    const { id, projectId, folderName, repositoryId, integrationId, state, pullWay } = row;
    return {
      id,
      projectId,
      folderName,
      repositoryId,
      integrationId,
      state,
      pullWay,
      instanceId: repository.instanceId,
      repositoryPath: repository.path,
      repositoryWebUrl: repository.webUrl,
      repositoryConnected: repository.connected,
    };
  }

  return {
    present,

    async list(project: AuthorizedProject): Promise<Checkout[]> {
      const rows = await store.list({ projectIds: [project.id] });
      return Promise.all(rows.map(present));
    },

    /** Folder names per project, for the list of projects. */
    async listNames(
      projectIds: ProjectId[],
    ): Promise<Map<ProjectId, { id: CheckoutId; folderName: string }[]>> {
      const rows = projectIds.length > 0 ? await store.list({ projectIds }) : [];
      return Map.groupBy(
        rows.map(({ id, folderName, projectId }) => ({ id, folderName, projectId })),
        (row) => row.projectId,
      );
    },

    /** Folders that are not to be renamed or deleted as mere folders. */
    async listFolders(projectId: ProjectId): Promise<string[]> {
      return (await store.list({ projectIds: [projectId] })).map((row) => row.folderName);
    },

    /** Where a repository or an integration is in use, for those who are about to remove it. */
    async listUse(of: { repositoryId: RepositoryId } | { integrationId: IntegrationId }) {
      const rows = await store.list(of);
      return Promise.all(
        rows.map(async ({ projectId, folderName }) => ({
          projectId,
          projectName: (await projects.get(projectId)).name,
          folderName,
        })),
      );
    },
  };
}
