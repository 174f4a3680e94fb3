import * as contract from '@notelab/contract';
import type { Router } from '../../../http/route.ts';
import type { Checkouts } from '../checkouts.ts';
import { toGitProblem } from '../git-problem.ts';
import type { GitSessions } from '../git-sessions.ts';
import { abortMerge, finishMerge } from './finish-merge.ts';
import { readConflict } from './read-conflict.ts';
import {
  refuseForeignPath,
  refuseImpossibleDecision,
  reopenConflict,
  resolveConflict,
} from './resolve-conflict.ts';

interface MergingRouteDependencies {
  checkouts: Checkouts;
  sessions: GitSessions;
}

/** Conflicts of a checkout: look, decide, finish, abort. */
export function mergingRoutes(router: Router, { checkouts, sessions }: MergingRouteDependencies): void {
  const context = { sessions };
  router.route(contract.setPullWay, async ({ user, params, body }) =>
    checkouts.setPullWay(await checkouts.authorize(user, params.checkoutId, 'editor'), body.pullWay),
  );
  router.route(contract.getConflict, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readConflict(sessions, checkout, query.path).catch((error) => {
      throw toGitProblem(error);
    });
  });
  router.route(contract.resolveConflict, async ({ user, params, body }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    refuseImpossibleDecision(body);
    return checkouts.begin(checkout, 'resolve', () => resolveConflict(context, checkout, body));
  });
  router.route(contract.reopenConflict, async ({ user, params, body }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    refuseForeignPath(body.path);
    return checkouts.begin(checkout, 'resolve', () => reopenConflict(context, checkout, body.path));
  });
  router.route(contract.finishMerge, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    await sessions.identityOf(user, checkout.repository);
    return checkouts.begin(checkout, 'finish', (job) => finishMerge(context, checkout, job));
  });
  router.route(contract.abortMerge, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    return checkouts.begin(checkout, 'abort', () => abortMerge(context, checkout));
  });
}
