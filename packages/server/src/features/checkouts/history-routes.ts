import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Checkouts } from './checkouts.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { createHistoryReader } from './read-history.ts';

interface HistoryRouteDependencies {
  checkouts: Checkouts;
  sessions: GitSessions;
  accounts: Accounts;
}

export function historyRoutes(
  router: Router,
  { checkouts, ...dependencies }: HistoryRouteDependencies,
): void {
  const history = createHistoryReader(dependencies);

  router.route(contract.listHistory, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return history.list(checkout, query).catch(rethrowGitProblem);
  });
  router.route(contract.getCommit, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return history.readCommit(checkout, params.commit).catch(rethrowGitProblem);
  });
  router.route(contract.getCommitDiff, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return history.readDiff(checkout, params.commit, query).catch(rethrowGitProblem);
  });
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
