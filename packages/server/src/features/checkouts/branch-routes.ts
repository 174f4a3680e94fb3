import * as contract from '@notelab/contract';
import { listStartPoints } from '@notelab/git';
import type { Router } from '../../http/route.ts';
import type { Checkouts } from './checkouts.ts';
import { readBranchDeletion } from './delete-branch.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { listLeftChanges } from './left-changes.ts';
import { listBranches } from './list-branches.ts';

const mostStartPoints = 60;

export function branchRoutes(
  router: Router,
  { checkouts, sessions }: { checkouts: Checkouts; sessions: GitSessions },
): void {
  const { authorizeReady } = checkouts;

  router.route(contract.listBranches, async ({ user, params }) => {
    const checkout = await authorizeReady(user, params.checkoutId, 'viewer');
    return listBranches(sessions, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.listStartPoints, async ({ user, params, query }) => {
    const checkout = await authorizeReady(user, params.checkoutId, 'viewer');
    const options = { search: query.search, limit: mostStartPoints };
    return listStartPoints(sessions.local(checkout), checkout.dir, options).catch(rethrowGitProblem);
  });
  router.route(contract.getBranchDeletion, async ({ user, params, query }) => {
    const checkout = await authorizeReady(user, params.checkoutId, 'viewer');
    return readBranchDeletion(sessions, checkout, query).catch(rethrowGitProblem);
  });
  router.route(contract.listLeftChanges, async ({ user, params }) => {
    const checkout = await authorizeReady(user, params.checkoutId, 'viewer');
    return listLeftChanges(sessions, checkout).catch(rethrowGitProblem);
  });

  router.route(contract.switchBranch, async ({ user, params, body }) =>
    checkouts.switchBranch(await authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.createBranch, async ({ user, params, body }) =>
    checkouts.createBranch(await authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.publishBranch, async ({ user, params, body }) =>
    checkouts.publishBranch(await authorizeReady(user, params.checkoutId, 'editor'), body.branch),
  );
  router.route(contract.renameBranch, async ({ user, params, body }) =>
    checkouts.renameBranch(await authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.deleteBranch, async ({ user, params, body }) =>
    checkouts.deleteBranch(await authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.giveBackChanges, async ({ user, params, body }) => {
    const checkout = await authorizeReady(user, params.checkoutId, 'editor');
    return checkouts.giveBackChanges(checkout, { leftId: params.leftId, ...body });
  });
  router.route(contract.forgetLeftChanges, async ({ user, params }) =>
    checkouts.forgetLeftChanges(await authorizeReady(user, params.checkoutId, 'editor'), params.leftId),
  );
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
