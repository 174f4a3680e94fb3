import type {
  ExportPreview,
  ExportSettings,
  FileDiff,
  MergeDecision,
  NotebookMerge,
  Operation,
  ProjectExport,
  ProjectId,
  RepositoryId,
  StoppedExport,
  User,
  WorkspaceId,
} from '@notelab/contract';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import { askPushAccess } from '../checkouts/preflight/ask-push-access.ts';
import type { Events } from '../events/events.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import type { Notebooks } from '../notebooks/notebooks.ts';
import type { Operations } from '../operations/operations.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { type Repositories, requireConnected } from '../repositories/repositories.ts';
import type { Sightings } from '../repositories/sightings.ts';
import type { Users } from '../users/users.ts';
import type { Versions } from '../versions/versions.ts';
import type { AuthorizedWorkspace } from '../workspaces/policy.ts';
import { diffExportFile } from './diff-export-file.ts';
import type { ExportCaches, ExportTarget } from './export-target.ts';
import { mergeExportedFile } from './merge-exported-file.ts';
import { countLeftAlone } from './plan-export.ts';
import { fileNameIn, prepareExport } from './prepare-export.ts';
import { presentExport, presentPerson, presentPreview } from './present-export.ts';
import { createRemoteBranch } from './push-export.ts';
import { rememberIds } from './remembered-ids.ts';
import { readRemoteFolder, requireBranch } from './remote-folder.ts';
import { type ExportWish, refuseImpossibleExport, runExport } from './run-export.ts';
import type { ExportStore } from './store.ts';

export type Exports = ReturnType<typeof createExports>;

export interface ExportDependencies {
  store: ExportStore;
  caches: ExportCaches;
  sessions: GitSessions;
  accounts: Accounts;
  repositories: Repositories;
  sightings: Sightings;
  operations: Operations;
  projects: Projects;
  notebooks: Pick<Notebooks, 'list'>;
  live: LiveNotebooks;
  users: Users;
  versions: Versions;
  audit: Audit;
  events: Events;
  log: Log;
}

export interface ExportPlace {
  projectId: ProjectId;
  projectName: string;
  repositoryId: RepositoryId;
  branch: string;
}

/** `path` in the repository, as previews name it. */
type RunRequest = Omit<ExportWish, 'overwrite'> & { overwrite: { path: string; there: string | null }[] };

const shownRuns = 20;

/** The link from a project to a folder on a branch, where its notebooks are written. */
export function createExports(dependencies: ExportDependencies) {
  const { store, caches, sessions, accounts, repositories, sightings, operations } = dependencies;
  const { projects, notebooks, live, users, audit, events } = dependencies;
  const running = {
    ...dependencies,
    remembered: rememberIds(),
    async listNotebooks(project: AuthorizedProject) {
      const rows = await notebooks.list(project);
      return rows.map((row) => ({
        ...row,
        isOpen: live.isOpen(row.id),
        read: () => live.read(row.id),
      }));
    },
  };

  const saveListeners: (() => void)[] = [];

  const tellChanged = ({ id, workspaceId }: Pick<AuthorizedProject, 'id' | 'workspaceId'>) =>
    events.publish(workspaceId, { type: 'export-changed', projectId: id });

  /** Refuses at once what the gateway would refuse later: an unconnected repository, no account. */
  async function getTarget(project: AuthorizedProject): Promise<ExportTarget> {
    const settings =
      (await store.find(project.id)) ??
      fail('export-not-set-up', 'Nobody has chosen yet where the notebooks are exported to.');
    const repository = await repositories.get(settings.repositoryId);
    requireConnected(repository);
    await accounts.require(project.user, repository.instanceId);
    return { project, settings, repository };
  }

  async function get(project: AuthorizedProject): Promise<ProjectExport> {
    const row = await store.find(project.id);
    const [repository, people, runs] = await Promise.all([
      row && repositories.find(row.repositoryId),
      row?.automaticBy ? users.list([row.automaticBy]) : [],
      store.listRuns(project.id, shownRuns),
    ]);
    return presentExport({ row, repository, people, runs });
  }

  async function save(
    project: AuthorizedProject,
    { createFrom, automatic, ...settings }: ExportSettings & { createFrom: string | null },
  ): Promise<ProjectExport> {
    const repository = await getRepository(project, settings.repositoryId);
    const before = await store.find(project.id);
    const isSamePlace = before?.repositoryId === settings.repositoryId && before.path === settings.path;
    // Who changes something else does not take it over; who starts one that has stopped does, and who says that it
    // goes elsewhere: nobody else's account may be led there.
    const isGoingOn =
      isSamePlace &&
      before.branch === settings.branch &&
      before.automaticBy &&
      !(before.problem && !before.dueAt);
    const automaticBy = !automatic ? null : isGoingOn ? before.automaticBy : project.user.id;
    const { workspaceId } = project;
    const row = { ...settings, formats: [...new Set(settings.formats)].sort(), workspaceId, automaticBy };
    const place = { ...row, pending: null };
    await requireBranchOnGitLab({ project, repository, settings: place }, createFrom);
    await sightings.noteBranchesThere(repository, [row.branch]);
    if (before && before.repositoryId !== row.repositoryId) await caches.remove(project.id);
    // What is on its way is on its way to where it was to go.
    const isOwed = automatic && before?.automaticBy && (before.dueAt || before.problem);
    const values = { ...row, pending: isSamePlace ? before.pending : null };
    await store.save(project.id, values, isOwed ? new Date() : null);
    for (const listener of saveListeners) listener();
    await record(project, 'export-set-up', repository.path, {
      ref: row.branch,
      folder: row.path,
      automatic: automatic ? 'on' : 'off',
    });
    tellChanged(project);
    return get(project);
  }

  async function getRepository(project: AuthorizedProject, id: RepositoryId) {
    const repository = await repositories.find(id);
    if (repository?.workspaceId !== project.workspaceId) fail('not-found', 'There is no such repository.');
    requireConnected(repository);
    await accounts.require(project.user, repository.instanceId);
    return repository;
  }

  async function requireBranchOnGitLab(target: ExportTarget, createFrom: string | null): Promise<void> {
    const { branch, path } = target.settings;
    await caches.atGitLab(target, async (at) => {
      const from = createFrom ?? branch;
      const remote = await readRemoteFolder(at.reader, at.cache, { branch: from, path }, null);
      requireBranch(remote, from);
      if (createFrom !== null && remote.tip !== null)
        await createRemoteBranch({ sessions }, target, at, { name: branch, tip: remote.tip });
    });
  }

  const record = (
    { workspaceId, user, name }: AuthorizedProject,
    action: 'export-set-up' | 'export-forgotten' | 'export-merged',
    subject: string,
    details: Record<string, string> = {},
  ) => audit.record({ workspaceId, actor: user, action, subject, details: { ...details, project: name } });

  return {
    get,
    save,
    /** Called when somebody has chosen where notebooks go to, and how. */
    onSaved: (listener: () => void) => void saveListeners.push(listener),

    /** Where the projects of a workspace are exported to. */
    async listTargets(id: WorkspaceId): Promise<ExportPlace[]> {
      const rows = await store.listOfWorkspace(id);
      return Promise.all(
        rows.map(async ({ projectId, repositoryId, branch }) => ({
          projectId,
          projectName: (await projects.get(projectId)).name,
          repositoryId,
          branch,
        })),
      );
    },

    /** Automatic exports that stopped: one's own, and of others for who looks after the workspace. */
    async listStopped(user: User, { id, role }: AuthorizedWorkspace): Promise<StoppedExport[]> {
      const rows = await store.listStopped(id);
      const shown = rows.filter(({ automaticBy }) => role === 'admin' || automaticBy === user.id);
      const people = await users.list(shown.map(({ automaticBy }) => automaticBy!));
      return Promise.all(
        shown.map(async ({ projectId, repositoryId, automaticBy, problem }) => ({
          projectId,
          projectName: (await projects.get(projectId)).name,
          repositoryPath: (await repositories.get(repositoryId)).path,
          by: presentPerson(automaticBy!, people),
          problem: problem!,
        })),
      );
    },

    async forget(project: AuthorizedProject): Promise<ProjectExport> {
      const row = await store.find(project.id);
      if (row) {
        await store.forget(project.id);
        await caches.remove(project.id);
        const repository = await repositories.find(row.repositoryId);
        await record(project, 'export-forgotten', repository?.path ?? '', { ref: row.branch });
        tellChanged(project);
      }
      return get(project);
    },

    async preview(project: AuthorizedProject): Promise<ExportPreview> {
      const target = await getTarget(project);
      const { branch } = target.settings;
      const before = await store.find(project.id);
      const [prepared, { push }] = await Promise.all([
        caches.atGitLab(target, (at) => prepareExport(running, target, at, { overwrite: [], job: null })),
        askPushAccess(accounts, target, branch),
      ]);
      // Only what is new is told: pages ask for a preview again when they hear of a change.
      if (countLeftAlone(prepared.plan) !== before?.leftAlone) tellChanged(project);
      return presentPreview(prepared, target.settings, push);
    },

    async diff(project: AuthorizedProject, wanted: Parameters<typeof diffExportFile>[2]): Promise<FileDiff> {
      return diffExportFile({ caches, notebooks, live }, await getTarget(project), wanted);
    },

    async run(project: AuthorizedProject, { overwrite, ...wished }: RunRequest): Promise<Operation> {
      refuseImpossibleExport(wished);
      const target = await getTarget(project);
      const { path: folder } = target.settings;
      const named = overwrite.map(({ path, there }) => ({ fileName: fileNameIn(folder, path), there }));
      const wish: ExportWish = { ...wished, overwrite: named };
      const { repository } = target;
      return operations.start({
        kind: 'export',
        workspaceId: project.workspaceId,
        projectId: project.id,
        checkoutId: null,
        folderName: repository.path,
        actor: project.user,
        instanceId: repository.instanceId,
        repositoryId: repository.id,
        async run(job) {
          try {
            return await runExport(running, target, wish, job);
          } finally {
            tellChanged(project);
          }
        },
      });
    },

    /** Exports as who switched it on; `project` says who that is. */
    async runAutomatically(project: AuthorizedProject, signal: AbortSignal): Promise<void> {
      const target = await getTarget(project);
      const wish = { message: `Update notebooks of ${project.name}`, newBranch: null, mergeRequest: null };
      const job = { signal, report: () => {} };
      await runExport(running, target, { ...wish, overwrite: [], automatic: true }, job);
    },

    async merge(
      project: AuthorizedProject,
      wanted: MergeDecision & { path: string },
    ): Promise<NotebookMerge> {
      const target = await getTarget(project);
      const result = await mergeExportedFile(running, target, wanted);
      if (result.kind === 'merged') {
        await record(project, 'export-merged', target.repository.path, { file: wanted.path });
        tellChanged(project);
      }
      return result;
    },

    async forgetProject(id: ProjectId): Promise<void> {
      await store.deleteOfProject(id);
      await caches.remove(id);
    },
  };
}
