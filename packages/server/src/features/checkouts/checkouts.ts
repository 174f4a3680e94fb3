import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Checkout,
  CheckoutId,
  IntegrationId,
  Operation,
  OperationKind,
  Outcome,
  ProjectId,
  PullWay,
  RepositoryId,
  Role,
  User,
} from '@notelab/contract';
import { GitError, refreshIndex, replaceRemoteUrl } from '@notelab/git';
import { repositoryGitUrl } from '@notelab/gitlab';
import { fail } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { Job, Operations } from '../operations/operations.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { type MovedRepository, type Repositories, requireConnected } from '../repositories/repositories.ts';
import type { Attic } from './attic.ts';
import { type AuthorizedCheckout, toAuthorized } from './authorized-checkout.ts';
import { createBranchActions } from './branch-actions.ts';
import { cloneCheckout, refuseTakenFolder } from './clone-checkout.ts';
import type { CoAuthors } from './co-authors.ts';
import { createCommitActions } from './commit-actions.ts';
import { discardChanges, refuseImpossiblePaths } from './discard-changes.ts';
import { disconnectCheckout } from './disconnect-checkout.ts';
import { fetchCheckout } from './fetch-checkout.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { createLinkedContentActions } from './linked-content-actions.ts';
import { pullCheckout } from './merging/pull-checkout.ts';
import { refuseWhileUnderWay } from './merging/refuse-while-under-way.ts';
import { pushCheckout } from './push-checkout.ts';
import { reCloneCheckout } from './re-clone-checkout.ts';
import { deleteRecoveryPoint, restoreRecoveryPoint } from './recovery-points.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

export type Checkouts = ReturnType<typeof createCheckouts>;

export interface CheckoutDependencies {
  store: CheckoutStore;
  projects: Projects;
  repositories: Repositories;
  integrations: Integrations;
  operations: Operations;
  events: Events;
  audit: Audit;
  sessions: GitSessions;
  attic: Attic;
  coAuthors: CoAuthors;
}

type Run = (job: Job) => Promise<Outcome>;

/** Checkouts of projects: every git action is an operation in the checkout's queue. */
export function createCheckouts(dependencies: CheckoutDependencies) {
  const {
    store,
    projects,
    repositories,
    integrations,
    operations,
    events,
    audit,
    sessions,
    attic,
    coAuthors,
  } = dependencies;
  const context = { sessions, projects, store, attic, coAuthors };

  async function authorize(user: User, id: CheckoutId, atLeast: Role): Promise<AuthorizedCheckout> {
    const row = (await store.find(id)) ?? fail('not-found', 'There is no such checkout any more.');
    const project = await projects.authorize(user, row.projectId, atLeast);
    return toAuthorized(row, project, await repositories.get(row.repositoryId), projects);
  }

  /** For what only reads the clone. */
  async function authorizeReady(user: User, id: CheckoutId, atLeast: Role): Promise<AuthorizedCheckout> {
    const checkout = await authorize(user, id, atLeast);
    if (checkout.state === 'cloning') fail('checkout-not-ready', 'The repository is still being cloned.');
    if (await hasRepository(checkout)) return checkout;
    // A re-clone or a disconnection may be about to put another folder in its place, or none.
    await operations.whenIdle(id);
    const afterwards = await authorize(user, id, atLeast);
    if (await hasRepository(afterwards)) return afterwards;
    return fail('checkout-broken', 'The folder of this checkout is gone or is no git repository any more.');
  }

  /** Refuses at once what the gateway would refuse later: an unconnected repository, no account. */
  async function requireGitLab({
    project,
    repository,
  }: Pick<AuthorizedCheckout, 'project' | 'repository'>): Promise<void> {
    requireConnected(repository);
    await sessions.identityOf(project.user, repository);
  }

  /** The integration's branch as it is now; that of the last clone when the integration was deleted. */
  async function branchToBeginWith({ integrationId, defaultBranch }: CheckoutRow): Promise<string | null> {
    const integration = await integrations.find(integrationId);
    return integration ? integration.defaultBranch : defaultBranch;
  }

  async function begin(checkout: AuthorizedCheckout, kind: OperationKind, run: Run): Promise<Operation> {
    const { project, repository, id, folderName } = checkout;
    const { workspaceId, user } = project;
    const { instanceId } = repository;
    return operations.start({
      kind,
      workspaceId,
      projectId: project.id,
      checkoutId: id,
      folderName,
      actor: user,
      instanceId,
      repositoryId: repository.id,
      async run(job) {
        try {
          // While it waited, somebody may have disconnected it.
          if (!(await store.find(id))) fail('not-found', 'This repository is not in the project any more.');
          await sessions.clearStaleLocks(checkout);
          await refuseWhileUnderWay(kind, sessions.local(checkout), checkout.dir);
          const outcome = await run(job);
          // The next looks at the checkout are cheaper for it. Where it is not possible they just are not.
          if (wroteManyFiles.has(outcome.kind))
            await refreshIndex(sessions.local(checkout), checkout.dir).catch(() => {});
          const action = auditActionsByKind[kind] ?? auditActions[outcome.kind];
          if (action)
            await audit.record({
              workspaceId,
              actor: user,
              action,
              subject: repository.path,
              details: { ...describe(outcome), project: project.name },
            });
          return outcome;
        } catch (error) {
          throw toGitProblem(error);
        } finally {
          events.publish(workspaceId, { type: 'checkout-changed', projectId: project.id, checkoutId: id });
          await projects.noteFilesChanged(project, null);
        }
      },
    });
  }

  async function cloneInto(checkout: AuthorizedCheckout): Promise<Operation> {
    const { workspaceId, projectId } = checkout;
    return begin(checkout, 'clone', async (job) => {
      try {
        const outcome = await cloneCheckout(context, checkout, job);
        await store.setState(checkout.id, 'ready');
        return outcome;
      } catch (error) {
        // Nothing was put into the project, so nothing of a failed clone stays: connect it again to retry.
        await store.delete(checkout.id);
        throw error;
      } finally {
        events.publish(workspaceId, { type: 'checkouts-changed', projectId });
      }
    });
  }

  return {
    authorize,
    authorizeReady,
    ...createBranchActions({ sessions, requireGitLab, begin }),
    requireGitLab,
    /** Queues an action of another file of this feature, or of a higher tier, on a checkout. */
    begin,

    /** Has terminals in the clones of a repository that moved reach it at its new address. */
    async followMove({ repositoryId, instanceUrl, from, to }: MovedRepository): Promise<void> {
      const move = { from: repositoryGitUrl(instanceUrl, from), to: repositoryGitUrl(instanceUrl, to) };
      for (const row of await store.list({ repositoryId })) {
        const dir = join(projects.filesOf(row.projectId).root, row.folderName);
        await replaceRemoteUrl(sessions.local(row), dir, move).catch((error) => {
          // Of a folder that is no repository (yet, or any more) a clone makes a new one, with the new address.
          if (!(error instanceof GitError)) throw error;
        });
      }
    },

    async list(project: AuthorizedProject): Promise<Checkout[]> {
      const rows = await store.list({ projectIds: [project.id] });
      return Promise.all(rows.map(present));
    },

    async connect(project: AuthorizedProject, integrationId: IntegrationId, folderName: string | undefined) {
      const integration = await integrations.get(integrationId);
      if (integration.workspaceId !== project.workspaceId) fail('not-found', 'There is no such integration.');
      const repository = await repositories.get(integration.repositoryId);
      const folder = folderName ?? integration.folderName;
      await requireGitLab({ project, repository });
      const { root } = projects.filesOf(project.id);
      if (await lstat(join(root, folder)).catch(() => null)) refuseTakenFolder(folder);
      const row =
        (await store.insert({
          workspaceId: project.workspaceId,
          projectId: project.id,
          folderName: folder,
          repositoryId: repository.id,
          integrationId,
          defaultBranch: integration.defaultBranch,
        })) ?? refuseTakenFolder(folder);
      events.publish(project.workspaceId, { type: 'checkouts-changed', projectId: project.id });
      const operation = await cloneInto(toAuthorized(row, project, repository, projects));
      return { checkout: await present(row), operation };
    },

    async fetch(checkout: AuthorizedCheckout) {
      await requireGitLab(checkout);
      return begin(checkout, 'fetch', (job) => fetchCheckout(context, checkout, job));
    },

    async setPullWay(checkout: AuthorizedCheckout, pullWay: PullWay) {
      await store.setPullWay(checkout.id, pullWay);
      const { workspaceId, projectId } = checkout;
      events.publish(workspaceId, { type: 'checkouts-changed', projectId });
      return { pullWay };
    },

    async pull(checkout: AuthorizedCheckout) {
      await requireGitLab(checkout);
      return begin(checkout, 'pull', (job) => pullCheckout(context, checkout, job));
    },

    ...createCommitActions({ context, begin, requireGitLab }),
    ...createLinkedContentActions({ sessions, repositories, begin, requireGitLab }),

    async push(checkout: AuthorizedCheckout) {
      await requireGitLab(checkout);
      return begin(checkout, 'push', (job) => pushCheckout(context, checkout, job));
    },

    async reClone(checkout: AuthorizedCheckout, choice: { discardWork: boolean }) {
      await requireGitLab(checkout);
      return begin(checkout, 're-clone', async (job) => {
        const upToDate = { ...checkout, defaultBranch: await branchToBeginWith(checkout) };
        const outcome = await reCloneCheckout(context, upToDate, choice, job);
        await store.setDefaultBranch(checkout.id, upToDate.defaultBranch);
        return outcome;
      });
    },

    async discard(checkout: AuthorizedCheckout, paths: string[] | null) {
      refuseImpossiblePaths(paths);
      return begin(checkout, 'discard', (job) => discardChanges(context, checkout, paths, job));
    },

    async restore(checkout: AuthorizedCheckout, pointId: string) {
      return begin(checkout, 'restore', (job) => restoreRecoveryPoint(context, checkout, pointId, job));
    },

    /** Lets go of a recovery point, for good. */
    async deletePoint(checkout: AuthorizedCheckout, pointId: string): Promise<void> {
      const { reason } = await deleteRecoveryPoint(sessions, checkout, pointId);
      const { workspaceId, projectId, project, repository } = checkout;
      await audit.record({
        workspaceId,
        actor: project.user,
        action: 'recovery-point-deleted',
        subject: repository.path,
        details: { reason, project: project.name },
      });
      events.publish(workspaceId, { type: 'checkout-changed', projectId, checkoutId: checkout.id });
    },

    async disconnect(checkout: AuthorizedCheckout, choice: { discardWork: boolean }) {
      return begin(checkout, 'disconnect', async (job) => {
        const outcome = await disconnectCheckout(context, checkout, choice, job);
        const { workspaceId, projectId } = checkout;
        events.publish(workspaceId, { type: 'checkouts-changed', projectId });
        return outcome;
      });
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

    /** Ends what runs in a project that is being deleted. */
    async forgetProject(projectId: ProjectId): Promise<void> {
      await operations.endProject(projectId);
      await store.deleteOfProject(projectId);
      await attic.forgetProject(projectId);
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
}

const wroteManyFiles = new Set<Outcome['kind']>([
  'cloned',
  're-cloned',
  'switched',
  'updated',
  'merged',
  'restored',
]);

async function hasRepository({ dir }: AuthorizedCheckout): Promise<boolean> {
  return (await lstat(join(dir, '.git')).catch(() => null)) !== null;
}

const auditActions: Partial<Record<Outcome['kind'], AuditAction>> = {
  cloned: 'cloned',
  fetched: 'fetched',
  updated: 'pulled',
  switched: 'switched',
  pushed: 'pushed',
  're-cloned': 're-cloned',
  disconnected: 'disconnected',
  discarded: 'discarded',
  restored: 'restored',
  undone: 'commit-undone',
  'branch-renamed': 'branch-renamed',
  'branch-deleted': 'branch-deleted',
  'given-back': 'changes-given-back',
  'merge-request-created': 'merge-request-created',
  merged: 'pulled',
  finished: 'merged',
  aborted: 'aborted',
};
/** Where what was asked for says more than what came of it. */
const auditActionsByKind: Partial<Record<OperationKind, AuditAction>> = {
  'create-branch': 'branch-created',
  'publish-branch': 'branch-published',
};

function describe(outcome: Outcome): Record<string, string> {
  switch (outcome.kind) {
    case 'pushed':
      return { ref: outcome.branch, old: outcome.old?.slice(0, 8) ?? 'new', new: outcome.new.slice(0, 8) };
    case 'updated':
    case 'merged':
      return { old: outcome.from.slice(0, 8), new: outcome.to.slice(0, 8) };
    case 'switched':
      return { ref: outcome.branch };
    case 'branch-renamed':
      return { old: outcome.from, ref: outcome.to };
    case 'branch-deleted':
      return { ref: outcome.branch, old: outcome.commit.slice(0, 8), from: outcome.from };
    case 'given-back':
      return { ...(outcome.branch && { ref: outcome.branch }), files: String(outcome.fileCount) };
    case 'merge-request-created':
      return { number: `!${outcome.iid}`, title: outcome.title };
    case 'discarded':
      return { files: String(outcome.fileCount) };
    case 'restored':
    case 'cloned':
      return outcome.branch ? { ref: outcome.branch } : {};
    default:
      return {};
  }
}
