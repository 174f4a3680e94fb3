import {
  type GitLabProject,
  type InstanceId,
  newId,
  type Repository,
  type RepositoryBranch,
  type RepositoryId,
  type User,
  type WorkspaceId,
} from '@notelab/contract';
import type { GitLabProject as ProjectOnGitLab } from '@notelab/gitlab';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import { tellSoon } from '../events/tell-soon.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import { findWebUrl } from '../gitlab/web-url.ts';
import type { AuthorizedWorkspace } from '../workspaces/policy.ts';
import type { Sightings } from './sightings.ts';
import { type GitLabFacts, type RepositoryRow, repositoryStore } from './store.ts';
import { verifyProjects } from './verify-projects.ts';

export type { RepositoryRow } from './store.ts';

export interface RemovedRepository {
  repositoryId: RepositoryId;
  workspaceId: WorkspaceId;
  /** The admin who removed it. */
  by: User;
}

/** A repository that has another path on GitLab than before. */
export interface MovedRepository {
  repositoryId: RepositoryId;
  instanceUrl: string;
  from: string;
  to: string;
}

export interface Repositories {
  find(id: RepositoryId): Promise<RepositoryRow | null>;
  /** Also one that is no longer connected: see `connected`. */
  get(id: RepositoryId): Promise<RepositoryRow>;
  getIn(workspace: AuthorizedWorkspace, id: RepositoryId): Promise<RepositoryRow>;
  list(workspace: AuthorizedWorkspace): Promise<Repository[]>;
  listConnected(workspaceId: WorkspaceId): Promise<RepositoryRow[]>;
  /** One that is connected to the workspace, by its path on the instance. */
  findConnected(
    workspaceId: WorkspaceId,
    wanted: { instanceId: InstanceId; path: string },
  ): Promise<RepositoryRow | null>;
  /** Every workspace's, connected or not. */
  listOfInstance(id: InstanceId): Promise<RepositoryRow[]>;
  listGitLabProjects(
    user: User,
    workspace: AuthorizedWorkspace,
    query: { instanceId: InstanceId; search?: string; page: number },
  ): Promise<{ projects: GitLabProject[]; nextPage: number | null; total: number | null }>;
  /** All or nothing: one project that the user may not share refuses the whole change. */
  change(
    user: User,
    workspace: AuthorizedWorkspace,
    changes: { instanceId: InstanceId; connect: number[]; remove: RepositoryId[] },
  ): Promise<Repository[]>;
  listBranches(user: User, repository: RepositoryRow, search?: string): Promise<RepositoryBranch[]>;
  /** Asks GitLab, as the user, what the repository is called now, and remembers it. */
  refresh(user: { id: User['id'] }, id: RepositoryId): Promise<RepositoryRow>;
  /** Remembers what GitLab said to the user about a repository; null when it showed them none. */
  noteAnswer(
    user: { id: User['id'] },
    row: RepositoryRow,
    project: ProjectOnGitLab | null,
  ): Promise<RepositoryRow>;
  /** Called after a repository was connected to its workspace, maybe once more. */
  onConnected(listener: (id: RepositoryId) => Promise<void>): void;
  /** Called after a repository was removed from its workspace: git actions on it have to end. */
  onRemoved(listener: (removed: RemovedRepository) => void | Promise<void>): void;
  /** Called when GitLab names another path: clones have to follow. */
  onMoved(listener: (moved: MovedRepository) => Promise<void>): void;
  present(row: RepositoryRow): Repository;
}

export function createRepositories({
  database,
  accounts,
  instances,
  sightings,
  audit,
  events,
  log,
}: {
  database: Database;
  accounts: Accounts;
  instances: Instances;
  sightings: Sightings;
  audit: Audit;
  events: Events;
  log: Log;
}): Repositories {
  const store = repositoryStore(database);
  const tellChanged = tellSoon(events, { type: 'repositories-changed' });
  const connectListeners: ((id: RepositoryId) => Promise<void>)[] = [];
  const listeners: ((removed: RemovedRepository) => void | Promise<void>)[] = [];
  const moveListeners: ((moved: MovedRepository) => Promise<void>)[] = [];

  async function get(id: RepositoryId): Promise<RepositoryRow> {
    return (await store.find(id)) ?? fail('not-found', 'There is no such repository.');
  }

  async function getIn(workspace: AuthorizedWorkspace, id: RepositoryId): Promise<RepositoryRow> {
    const row = await get(id);
    return row.workspaceId === workspace.id ? row : fail('not-found', 'There is no such repository.');
  }

  async function findConnected(
    workspaceId: WorkspaceId,
    { instanceId, path }: { instanceId: InstanceId; path: string },
  ): Promise<RepositoryRow | null> {
    // GitLab's paths ignore case.
    const isWanted = (row: RepositoryRow) =>
      row.instanceId === instanceId && row.path.toLowerCase() === path.toLowerCase();
    return (await store.listConnected(workspaceId)).find(isWanted) ?? null;
  }

  async function list(workspace: AuthorizedWorkspace): Promise<Repository[]> {
    return (await store.listConnected(workspace.id)).map(present);
  }

  /** It is removed already: a listener that fails keeps nobody else from hearing of it. */
  async function tellRemoved(removed: RemovedRepository): Promise<void> {
    for (const listener of listeners) {
      try {
        await listener(removed);
      } catch (err) {
        const { repositoryId: repository } = removed;
        log.error({ err, repository }, 'something that uses a repository did not hear of its removal');
      }
    }
  }

  /** Writes what GitLab says into the row, when it differs. */
  async function noteFacts(row: RepositoryRow, facts: GitLabFacts): Promise<RepositoryRow> {
    const differs = (Object.keys(facts) as (keyof GitLabFacts)[]).some((name) => facts[name] !== row[name]);
    if (!differs) return row;
    if (facts.path !== row.path) {
      const { id, instanceUrl, path: from } = row;
      // First, so that a server that is killed here begins again.
      for (const listener of moveListeners)
        await listener({ repositoryId: id, instanceUrl, from, to: facts.path });
    }
    await sightings.noteChanges(row, facts);
    await store.updateFacts(row.id, facts);
    tellChanged(row.workspaceId);
    return { ...row, ...facts };
  }

  async function noteAnswer(
    user: { id: User['id'] },
    row: RepositoryRow,
    project: ProjectOnGitLab | null,
  ): Promise<RepositoryRow> {
    if (!project) {
      await sightings.noteMissed(row, user.id);
      return row;
    }
    await sightings.noteSeen([row], user.id);
    return noteFacts(row, toFacts(project));
  }

  async function refresh(user: { id: User['id'] }, id: RepositoryId): Promise<RepositoryRow> {
    const row = await get(id);
    const client = await accounts.client(user, row.instanceId);
    try {
      return await noteAnswer(user, row, await client.getProject(row.gitlabId));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'gitlab-not-found') throw error;
      await noteAnswer(user, row, null);
      const { code, detail: _, ...more } = error.problem;
      return fail(
        code,
        `${row.path} is not on ${row.instanceName} any more, or your account may no longer see it.`,
        more,
      );
    }
  }

  instances.onRemoving({
    async check(instance) {
      const connected = (await store.listOfInstance(instance.id)).filter((row) => row.connected);
      if (connected.length > 0)
        fail('instance-in-use', `Repositories of ${instance.name} are connected. Remove them first.`, {
          files: connected.map(({ path }) => path).slice(0, 200),
        });
    },
    release: (instance) => store.deleteOfInstance(instance.id),
  });

  return {
    find: store.find,
    listConnected: store.listConnected,
    listOfInstance: store.listOfInstance,
    get,
    getIn,
    findConnected,
    list,
    refresh,
    noteAnswer,
    present,

    async listGitLabProjects(user, workspace, { instanceId, search, page }) {
      const client = await accounts.client(user, instanceId);
      const answer = await client.listProjects({ search, page, minAccessLevel: 30, perPage: 50 });
      const ids = answer.projects.map(({ id }) => id);
      const known = ids.length > 0 ? await store.listKnown(instanceId, ids) : [];
      const connected = new Set<number>();
      for (const row of known) {
        const project = answer.projects.find(({ id }) => id === row.gitlabId);
        if (project) await noteFacts(row, toFacts(project));
        if (row.connected && row.workspaceId === workspace.id) connected.add(row.gitlabId);
      }
      await sightings.noteSeen(
        known.filter(({ workspaceId }) => workspaceId === workspace.id),
        user.id,
      );
      return {
        projects: answer.projects.map((project) => toPickable(project, connected.has(project.id))),
        nextPage: answer.nextPage,
        total: null,
      };
    },

    async change(user, workspace, { instanceId, connect, remove }) {
      const found = await Promise.all([...new Set(remove)].map((id) => getIn(workspace, id)));
      const removed = found.filter((row) => row.connected);
      const there = (await store.listConnected(workspace.id)).filter((row) => row.instanceId === instanceId);
      const ids = [...new Set(connect)].filter((id) => !there.some((row) => row.gitlabId === id));
      const projects =
        ids.length > 0 ? await verifyProjects(await accounts.client(user, instanceId), ids) : [];
      await store.change(
        projects.map((project) => ({
          id: newId<RepositoryId>(),
          workspaceId: workspace.id,
          instanceId,
          gitlabId: project.id,
          ...toFacts(project),
          connected: true,
          connectedBy: user.name,
          connectedAt: new Date(),
        })),
        removed.map(({ id }) => id),
      );
      for (const { id } of removed)
        await tellRemoved({ repositoryId: id, workspaceId: workspace.id, by: user });
      const record = (action: AuditAction, subject: string) =>
        audit.record({ workspaceId: workspace.id, actor: user, action, subject });
      for (const { path } of projects) await record('repository-connected', path);
      for (const { path } of removed) await record('repository-removed', path);
      events.publish(workspace.id, { type: 'repositories-changed' });
      const listed = await store.listConnected(workspace.id);
      const isNew = (row: RepositoryRow) =>
        row.instanceId === instanceId && projects.some(({ id }) => id === row.gitlabId);
      const added = listed.filter(isNew);
      await sightings.noteSeen(added, user.id);
      for (const { id } of added) for (const listener of connectListeners) await listener(id);
      return listed.map(present);
    },

    async listBranches(user, repository, search) {
      requireConnected(repository);
      const client = await accounts.client(user, repository.instanceId);
      const [{ branches }] = await Promise.all([
        client.listBranches(repository.gitlabId, { search, perPage: 100 }),
        refresh(user, repository.id),
      ]);
      await sightings.noteBranchesThere(
        repository,
        branches.map(({ name }) => name),
      );
      return branches.map((branch) => ({
        name: branch.name,
        protected: branch.protected,
        default: branch.default,
      }));
    },

    onConnected: (listener) => void connectListeners.push(listener),
    onRemoved: (listener) => void listeners.push(listener),
    onMoved: (listener) => void moveListeners.push(listener),
  };
}

/** Throws `repository-not-connected`, with who can change that. */
export function requireConnected({ path, connected }: Pick<RepositoryRow, 'path' | 'connected'>): void {
  if (!connected)
    fail(
      'repository-not-connected',
      `${path} is no longer connected to this workspace. An admin of the workspace who is at least Developer in it on GitLab can connect it again.`,
    );
}

function toFacts(project: ProjectOnGitLab): GitLabFacts {
  const { path, visibility, archived, defaultBranch, webUrl } = project;
  return {
    path,
    visibility: toVisibility(visibility),
    archived,
    ...(defaultBranch !== undefined && { defaultBranch }),
    webUrl: findWebUrl(webUrl) ?? '',
  };
}

function toPickable(project: ProjectOnGitLab, connected: boolean): GitLabProject {
  const lastActivity = new Date(project.lastActivityAt);
  return {
    gitlabId: project.id,
    name: project.name,
    ...toFacts(project),
    defaultBranch: project.defaultBranch ?? null,
    lastActivityAt: Number.isNaN(lastActivity.getTime()) ? null : lastActivity.toISOString(),
    connected,
  };
}

/** What an unknown word means is safest read as private. */
function toVisibility(text: string): Repository['visibility'] {
  return text === 'public' || text === 'internal' ? text : 'private';
}

function present(row: RepositoryRow): Repository {
  const { id, instanceId, instanceName, gitlabId, path, visibility, archived, defaultBranch, webUrl } = row;
  return {
    id,
    instanceId,
    instanceName,
    gitlabId,
    path,
    visibility,
    archived,
    defaultBranch,
    webUrl,
    connectedBy: row.connectedBy,
    connectedAt: row.connectedAt.toISOString(),
  };
}
