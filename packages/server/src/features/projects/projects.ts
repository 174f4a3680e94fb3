import { chown, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectId, Role, User, WorkspaceId } from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import { type ProjectFiles, removeTree } from './files.ts';
import { type AuthorizedProject, type AuthorizeProject, createProjectGate } from './policy.ts';
import { type ProjectRow, projectStore } from './store.ts';
import { watchProjects } from './watch-projects.ts';

interface AuthorizedWorkspace {
  id: WorkspaceId;
  role: Role;
}

export interface Projects {
  authorize: AuthorizeProject;
  list(workspace: AuthorizedWorkspace): Promise<ProjectRow[]>;
  get(id: ProjectId): Promise<ProjectRow>;
  create(workspace: AuthorizedWorkspace, user: User, name: string): Promise<ProjectRow>;
  rename(project: AuthorizedProject, name: string): Promise<ProjectRow>;
  /** Ends what runs in the project, then removes it with all its files. */
  delete(project: AuthorizedProject): Promise<void>;
  filesOf(id: ProjectId): ProjectFiles;
  /** Says that files of a project changed, so that open pages and the list of projects follow. */
  noteFilesChanged(project: AuthorizedProject, folders: string[] | null): Promise<void>;
  /** Open pages follow what happens in the project's folder until the returned function is called. */
  watch(id: ProjectId): () => void;
  /** Somebody looks at the project's files: open pages follow what happens there for a while. */
  noteLook(id: ProjectId): void;
  /** Something in these folders changed, or somewhere when null; heard of while the project is looked at. */
  onFilesChanged(listener: (id: ProjectId, folders: string[] | null) => void): void;
  /** Says that a file or folder has another path now. */
  noteMoved(id: ProjectId, from: string, to: string): Promise<void>;
  onMoved(listener: (id: ProjectId, from: string, to: string) => Promise<void>): void;
  onDelete(listener: (id: ProjectId) => void | Promise<void>): void;
  /**
   * Top-level folders that belong to something (a checkout) and are not renamed or deleted as mere folders.
   * Registered by the tier above.
   */
  guardFolders(find: (id: ProjectId) => Promise<string[]>): void;
  refuseGuarded(id: ProjectId, paths: string[]): Promise<void>;
  close(): Promise<void>;
}

/** How exact the list of projects is about changes that processes in them make. */
const betweenTouchesMs = 30_000;

export interface ProjectDependencies {
  database: Database;
  events: Events;
  audit: Audit;
  folders: { projects: string; staging: string };
  owner: ProjectFiles['owner'];
  log: Log;
  authorizeWorkspace: (user: User, workspaceId: WorkspaceId, atLeast: Role) => Promise<AuthorizedWorkspace>;
}

export function createProjects(dependencies: ProjectDependencies): Projects {
  const { database, events, audit, folders, owner, log, authorizeWorkspace } = dependencies;
  const store = projectStore(database);
  const deleteListeners: ((id: ProjectId) => void | Promise<void>)[] = [];
  const changeListeners: ((id: ProjectId, folders: string[] | null) => void)[] = [];
  const moveListeners: ((id: ProjectId, from: string, to: string) => Promise<void>)[] = [];
  let findGuarded: (id: ProjectId) => Promise<string[]> = async () => [];
  const rootOf = (id: ProjectId) => join(folders.projects, id);
  const watch = watchProjects({
    rootOf,
    log,
    async onChange(id, changes) {
      const project = await store.find(id);
      if (!project) return;
      // Pages first: what is written to disk for every event would keep them waiting.
      publishChange(project, changes.folders);
      if (Date.now() > project.updatedAt.getTime() + betweenTouchesMs) await store.touch(id);
    },
    // Nobody need have changed anything, so this is no change of the project.
    async onWatching(id) {
      const project = await store.find(id);
      if (project) publishChange(project, null);
    },
  });

  async function tellChanged(
    { id, workspaceId }: Pick<ProjectRow, 'id' | 'workspaceId'>,
    changed: string[] | null,
  ): Promise<void> {
    await store.touch(id);
    publishChange({ id, workspaceId }, changed);
  }

  function publishChange(
    { id, workspaceId }: Pick<ProjectRow, 'id' | 'workspaceId'>,
    folders: string[] | null,
  ): void {
    events.publish(workspaceId, { type: 'files-changed', projectId: id, folders });
    for (const listener of changeListeners) listener(id, folders);
  }

  return {
    authorize: createProjectGate(store.find, authorizeWorkspace),
    list: (workspace) => store.list(workspace.id),
    get: async (id) => (await store.find(id)) ?? fail('not-found', 'There is no such project.'),

    async create(workspace, user, name) {
      const project = await store.insert(workspace.id, name, user.name);
      await mkdir(rootOf(project.id), { recursive: true, mode: 0o750 });
      if (owner) await chown(rootOf(project.id), owner.uid, owner.gid);
      await audit.record({
        workspaceId: workspace.id,
        actor: user,
        action: 'project-created',
        subject: name,
      });
      events.publish(workspace.id, { type: 'projects-changed' });
      return project;
    },

    async rename(project, name) {
      const renamed = await store.rename(project.id, name);
      const { workspaceId, user } = project;
      await audit.record({
        workspaceId,
        actor: user,
        action: 'project-renamed',
        subject: name,
        details: { before: project.name },
      });
      events.publish(workspaceId, { type: 'projects-changed' });
      return renamed;
    },

    async delete(project) {
      for (const listener of deleteListeners) await listener(project.id);
      await watch.forget(project.id);
      await store.delete(project.id);
      // In one step: a server that is killed in the middle of the removal empties the staging folder at its start.
      const removed = join(folders.staging, `project-${project.id}`);
      await rename(rootOf(project.id), removed).catch(ignoreMissing);
      await removeTree(removed);
      const { workspaceId, user, name } = project;
      await audit.record({ workspaceId, actor: user, action: 'project-deleted', subject: name });
      events.publish(workspaceId, { type: 'projects-changed' });
    },

    filesOf: (id) => ({ root: rootOf(id), staging: folders.staging, owner }),

    noteFilesChanged: tellChanged,
    watch: watch.hold,
    noteLook: watch.look,

    onFilesChanged: (listener) => void changeListeners.push(listener),
    async noteMoved(id, from, to) {
      for (const listener of moveListeners) await listener(id, from, to);
    },
    onMoved: (listener) => void moveListeners.push(listener),
    onDelete: (listener) => void deleteListeners.push(listener),
    guardFolders(find) {
      findGuarded = find;
    },

    async refuseGuarded(id, paths) {
      const guarded = await findGuarded(id);
      const found = paths.find((path) => guarded.includes(path));
      if (found !== undefined)
        fail('path-invalid', `“${found}” is a connected repository. Disconnect it in the Git panel instead.`);
    },

    close: watch.close,
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
