import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Operations } from '../operations/operations.ts';
import type { Projects } from '../projects/projects.ts';
import { branchRoutes } from './branch-routes.ts';
import type { Checkouts } from './checkouts.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { mergingRoutes } from './merging/routes.ts';
import { createStatusReader } from './read-checkout-status.ts';
import { readDiff } from './read-diff.ts';
import { listRecoveryPoints, readRecoveryPoint, readRecoverySpace } from './recovery-points.ts';
import { readUnpushedWork } from './unpushed-work.ts';

export interface CheckoutRouteDependencies {
  checkouts: Checkouts;
  projects: Projects;
  operations: Operations;
  sessions: GitSessions;
}

export function checkoutRoutes(router: Router, dependencies: CheckoutRouteDependencies): void {
  const { checkouts, projects } = dependencies;

  router.route(contract.listCheckouts, async ({ user, params }) =>
    checkouts.list(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.connectIntegration, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    return checkouts.connect(project, body.integrationId, body.folderName);
  });

  readingRoutes(router, dependencies);
  actionRoutes(router, checkouts);
  branchRoutes(router, dependencies);
  recoveryRoutes(router, dependencies);
  mergingRoutes(router, dependencies);
  operationRoutes(router, dependencies);
}

function readingRoutes(router: Router, dependencies: CheckoutRouteDependencies): void {
  const { checkouts, projects, sessions } = dependencies;
  const readStatus = createStatusReader(dependencies);

  router.route(contract.getCheckoutStatus, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    projects.noteLook(checkout.projectId);
    return readStatus(checkout).catch(rethrowGitProblem);
  });
  router.route(contract.getFileDiff, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readDiff(sessions, checkout, query.path, query.originalPath).catch(rethrowGitProblem);
  });
  router.route(contract.getUnpushedWork, async ({ user, params }) => {
    const checkout = await checkouts.authorize(user, params.checkoutId, 'viewer');
    return readUnpushedWork(sessions, checkout).catch(rethrowGitProblem);
  });
}

function recoveryRoutes(router: Router, { checkouts, sessions }: CheckoutRouteDependencies): void {
  router.route(contract.listRecoveryPoints, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return listRecoveryPoints(sessions, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.getRecoveryPoint, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readRecoveryPoint(sessions, checkout, params.pointId).catch(rethrowGitProblem);
  });
  router.route(contract.getRecoverySpace, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readRecoverySpace(sessions, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.deleteRecoveryPoint, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    await checkouts.deletePoint(checkout, params.pointId).catch(rethrowGitProblem);
    return {};
  });
  router.route(contract.discardChanges, async ({ user, params, body }) =>
    checkouts.discard(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body.paths),
  );
  router.route(contract.restoreRecoveryPoint, async ({ user, params }) =>
    checkouts.restore(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), params.pointId),
  );
}

function actionRoutes(router: Router, checkouts: Checkouts): void {
  router.route(contract.fetchCheckout, async ({ user, params }) =>
    checkouts.fetch(await checkouts.authorizeReady(user, params.checkoutId, 'editor')),
  );
  router.route(contract.pullCheckout, async ({ user, params }) =>
    checkouts.pull(await checkouts.authorizeReady(user, params.checkoutId, 'editor')),
  );
  router.route(contract.pushCheckout, async ({ user, params }) =>
    checkouts.push(await checkouts.authorizeReady(user, params.checkoutId, 'editor')),
  );
  // These two also work on a repository that is broken or gone.
  router.route(contract.reCloneCheckout, async ({ user, params, body }) =>
    checkouts.reClone(await checkouts.authorize(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.disconnectCheckout, async ({ user, params, body }) =>
    checkouts.disconnect(await checkouts.authorize(user, params.checkoutId, 'editor'), body),
  );
}

function operationRoutes(router: Router, { projects, operations }: CheckoutRouteDependencies): void {
  router.route(contract.listOperations, async ({ user, params }) =>
    operations.list((await projects.authorize(user, params.projectId, 'viewer')).id),
  );
  router.route(contract.cancelOperation, async ({ user, params }) => {
    const operation = await operations.get(params.operationId);
    await projects.authorize(user, operation.projectId, 'editor');
    return operations.cancel(params.operationId);
  });
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
