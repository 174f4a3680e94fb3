import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Checkouts } from './checkouts.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { readLargeFiles } from './large-files.ts';
import { readSubmodules } from './submodules.ts';

export interface LinkedContentRouteDependencies {
  checkouts: Checkouts;
  sessions: GitSessions;
  repositories: Repositories;
}

/** Large files of Git LFS, and submodules. */
export function linkedContentRoutes(
  router: Router,
  { checkouts, sessions, repositories }: LinkedContentRouteDependencies,
): void {
  router.route(contract.listLargeFiles, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readLargeFiles(sessions, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.fetchLargeFiles, async ({ user, params, body }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    return checkouts.fetchLargeFiles(checkout, body.path);
  });
  router.route(contract.listSubmodules, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return readSubmodules({ sessions, repositories }, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.updateSubmodules, async ({ user, params }) =>
    checkouts.updateSubmodules(await checkouts.authorizeReady(user, params.checkoutId, 'editor')),
  );
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
