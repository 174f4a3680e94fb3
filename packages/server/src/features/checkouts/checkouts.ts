import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutId, IntegrationId, Operation, ProjectId, PullWay, Role, User } from '@notelab/contract';
import { GitError, replaceRemoteUrl } from '@notelab/git';
import { repositoryGitUrl } from '@notelab/gitlab';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Integrations } from '../integrations/integrations.ts';
import type { Operations } from '../operations/operations.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { type MovedRepository, type Repositories, requireConnected } from '../repositories/repositories.ts';
import type { Sightings } from '../repositories/sightings.ts';
import type { Attic } from './attic.ts';
import { type AuthorizedCheckout, toAuthorized } from './authorized-checkout.ts';
import { createBegin } from './begin-operation.ts';
import { createBranchActions } from './branch-actions.ts';
import { cloneCheckout, refuseTakenFolder } from './clone-checkout.ts';
import type { CoAuthors } from './co-authors.ts';
import { createCommitActions } from './commit-actions.ts';
import { discardChanges, refuseImpossiblePaths } from './discard-changes.ts';
import { disconnectCheckout } from './disconnect-checkout.ts';
import { fetchCheckout } from './fetch-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { createLinkedContentActions } from './linked-content-actions.ts';
import { createCheckoutLists } from './list-checkouts.ts';
import { pullCheckout } from './merging/pull-checkout.ts';
import { pushCheckout } from './push-checkout.ts';
import { reCloneCheckout } from './re-clone-checkout.ts';
import { deleteRecoveryPoint, restoreRecoveryPoint } from './recovery-points.ts';
import type { CheckoutRow, CheckoutStore } from './store.ts';

export type Checkouts = ReturnType<typeof createCheckouts>;

export interface CheckoutDependencies {
  store: CheckoutStore;
  projects: Projects;
  repositories: Repositories;
  sightings: Sightings;
  integrations: Integrations;
  operations: Operations;
  events: Events;
  audit: Audit;
  sessions: GitSessions;
  attic: Attic;
  coAuthors: CoAuthors;
}

/** Checkouts of projects: every git action is an operation in the checkout's queue. */
export function createCheckouts(dependencies: CheckoutDependencies) {
  const {
    store,
    projects,
    repositories,
    sightings,
    integrations,
    operations,
    events,
    audit,
    sessions,
    attic,
    coAuthors,
  } = dependencies;
  const context = { sessions, projects, sightings, store, attic, coAuthors };
  const begin = createBegin(dependencies);
  const { present, ...lists } = createCheckoutLists(dependencies);

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
    ...lists,
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

    /** A fetch that nobody asked for, as the user whose page has seen that GitLab's branch has moved. */
    async fetchUnasked(checkout: AuthorizedCheckout) {
      await requireGitLab(checkout);
      return begin(checkout, 'look', (job) => fetchCheckout(context, checkout, job));
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

    /** Ends what runs in a project that is being deleted. */
    async forgetProject(projectId: ProjectId): Promise<void> {
      await operations.endProject(projectId);
      await store.deleteOfProject(projectId);
      await attic.forgetProject(projectId);
    },
  };
}

async function hasRepository({ dir }: AuthorizedCheckout): Promise<boolean> {
  return (await lstat(join(dir, '.git')).catch(() => null)) !== null;
}
