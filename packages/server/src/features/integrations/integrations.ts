import {
  type Integration,
  type IntegrationId,
  newId,
  type ProjectId,
  type RepositoryId,
  type RepositoryUse,
  type User,
  type WorkspaceId,
} from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import { type Repositories, type RepositoryRow, requireConnected } from '../repositories/repositories.ts';
import type { Sightings, Troubles } from '../repositories/sightings.ts';
import type { AuthorizedWorkspace } from '../workspaces/policy.ts';
import { defaultIntegrationName } from './default-name.ts';
import { type IntegrationRow, integrationStore } from './store.ts';

export type { IntegrationRow } from './store.ts';

export interface CheckoutUse {
  projectId: ProjectId;
  projectName: string;
  folderName: string;
}

/** Tells which checkouts were made from something; checkouts are a higher tier and hand it in. */
export type ListCheckoutsOf = (
  of: { repositoryId: RepositoryId } | { integrationId: IntegrationId },
) => Promise<CheckoutUse[]>;

export interface IntegrationSettings {
  name?: string;
  defaultBranch: string | null;
  folderName: string;
}

export interface Integrations {
  find(id: IntegrationId): Promise<IntegrationRow | null>;
  get(id: IntegrationId): Promise<IntegrationRow>;
  list(workspace: AuthorizedWorkspace): Promise<Integration[]>;
  listRows(workspaceId: WorkspaceId): Promise<IntegrationRow[]>;
  create(
    user: User,
    workspace: AuthorizedWorkspace,
    settings: IntegrationSettings & { repositoryId: RepositoryId },
  ): Promise<Integration>;
  update(
    user: User,
    workspace: AuthorizedWorkspace,
    id: IntegrationId,
    changes: Partial<IntegrationSettings>,
  ): Promise<Integration>;
  /** Checkouts that were made from it stay. */
  delete(user: User, workspace: AuthorizedWorkspace, id: IntegrationId): Promise<void>;
  listUse(workspace: AuthorizedWorkspace, id: IntegrationId): Promise<CheckoutUse[]>;
  listRepositoryUse(repository: RepositoryRow): Promise<RepositoryUse>;
  useCheckouts(listCheckoutsOf: ListCheckoutsOf): void;
}

export function createIntegrations({
  database,
  repositories,
  sightings,
  instances,
  audit,
  events,
}: {
  database: Database;
  repositories: Repositories;
  sightings: Sightings;
  instances: Instances;
  audit: Audit;
  events: Events;
}): Integrations {
  const store = integrationStore(database);
  let listCheckoutsOf: ListCheckoutsOf = async () => [];

  async function get(id: IntegrationId): Promise<IntegrationRow> {
    return (await store.find(id)) ?? fail('not-found', 'There is no such integration.');
  }

  async function getIn(workspace: AuthorizedWorkspace, id: IntegrationId): Promise<IntegrationRow> {
    const row = await get(id);
    return row.workspaceId === workspace.id ? row : fail('not-found', 'There is no such integration.');
  }

  async function present(row: IntegrationRow, troubles: Troubles): Promise<Integration> {
    const repository = await repositories.get(row.repositoryId);
    const uses = await listCheckoutsOf({ integrationId: row.id });
    const { id, name, defaultBranch, folderName, createdBy, createdAt } = row;
    return {
      id,
      name,
      defaultBranch,
      folderName,
      createdBy,
      createdAt: createdAt.toISOString(),
      repository: repositories.present(repository),
      projectCount: new Set(uses.map(({ projectId }) => projectId)).size,
      health: toHealth(row, repository, troubles),
    };
  }

  const presentOne = async (row: IntegrationRow) =>
    present(row, await sightings.findTroubles(row.workspaceId));

  async function note(
    user: User,
    workspace: AuthorizedWorkspace,
    action: AuditAction,
    row: IntegrationRow,
  ): Promise<void> {
    const { name, defaultBranch, folderName, repositoryId } = row;
    const { path } = await repositories.get(repositoryId);
    await audit.record({
      workspaceId: workspace.id,
      actor: user,
      action,
      subject: name,
      details: { repository: path, folder: folderName, ...(defaultBranch && { branch: defaultBranch }) },
    });
    events.publish(workspace.id, { type: 'integrations-changed' });
  }

  async function listRepositoryUse({ id }: { id: RepositoryId }): Promise<RepositoryUse> {
    const rows = await store.listOfRepository(id);
    return {
      integrations: rows.map((row) => ({ id: row.id, name: row.name })),
      checkouts: await listCheckoutsOf({ repositoryId: id }),
    };
  }

  // Repositories that were removed keep their integrations and checkouts, which name the instance.
  instances.onRemoving({
    async check(instance) {
      for (const row of await repositories.listOfInstance(instance.id)) {
        const use = await listRepositoryUse(row);
        if (use.integrations.length > 0 || use.checkouts.length > 0)
          fail(
            'instance-in-use',
            `Integrations or projects still use ${row.path} of ${instance.name}. Delete them first.`,
            { files: [...use.integrations.map(({ name }) => name), ...use.checkouts.map(nameOf)] },
          );
      }
    },
  });

  return {
    find: store.find,
    get,
    listRows: store.listOfWorkspace,

    async list(workspace) {
      const troubles = await sightings.findTroubles(workspace.id);
      const rows = await store.listOfWorkspace(workspace.id);
      return Promise.all(rows.map((row) => present(row, troubles)));
    },

    async create(user, workspace, { repositoryId, name, defaultBranch, folderName }) {
      const repository = await repositories.getIn(workspace, repositoryId);
      requireConnected(repository);
      const row: IntegrationRow = {
        id: newId(),
        workspaceId: workspace.id,
        repositoryId,
        name: name ?? defaultIntegrationName(repository.path),
        defaultBranch,
        folderName,
        createdBy: user.name,
        createdAt: new Date(),
      };
      await store.insert(row);
      await note(user, workspace, 'integration-created', row);
      return presentOne(row);
    },

    async update(user, workspace, id, { name, defaultBranch, folderName }) {
      const before = await getIn(workspace, id);
      const changes = {
        ...(name !== undefined && { name }),
        ...(defaultBranch !== undefined && { defaultBranch }),
        ...(folderName !== undefined && { folderName }),
      };
      await store.update(id, changes);
      const row = { ...before, ...changes };
      await note(user, workspace, 'integration-changed', row);
      return presentOne(row);
    },

    async delete(user, workspace, id) {
      const row = await getIn(workspace, id);
      await store.delete(id);
      await note(user, workspace, 'integration-deleted', row);
    },

    async listUse(workspace, id) {
      await getIn(workspace, id);
      return listCheckoutsOf({ integrationId: id });
    },

    listRepositoryUse,

    useCheckouts(list) {
      listCheckoutsOf = list;
    },
  };
}

function toHealth(
  { defaultBranch }: IntegrationRow,
  { id, connected, archived }: RepositoryRow,
  { isMissing, isBranchGone }: Troubles,
): Integration['health'] {
  if (!connected) return 'repository-removed';
  if (isMissing(id)) return 'repository-missing';
  if (isBranchGone(id, defaultBranch)) return 'branch-gone';
  return archived ? 'repository-archived' : 'healthy';
}

function nameOf({ projectName, folderName }: { projectName: string; folderName: string }): string {
  return `${projectName}: ${folderName}`;
}
