import * as contract from '@notelab/contract';
import { readHunks } from '@notelab/git';
import type { Router } from '../../http/route.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Projects } from '../projects/projects.ts';
import type { Checkouts } from './checkouts.ts';
import type { CoAuthors } from './co-authors.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { ignoreFiles, trackWithLfs } from './ignore-files.ts';
import { readPreflight } from './preflight/read-preflight.ts';

export interface CommitRouteDependencies {
  checkouts: Checkouts;
  projects: Projects;
  sessions: GitSessions;
  accounts: Accounts;
  coAuthors: CoAuthors;
}

/** What surrounds a commit: what to know before it, parts of files, and the ways back. */
export function commitRoutes(router: Router, dependencies: CommitRouteDependencies): void {
  const { checkouts, projects, sessions } = dependencies;

  router.route(contract.getPreflight, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    return readPreflight(dependencies, checkout).catch(rethrowGitProblem);
  });
  router.route(contract.getFileHunks, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    const hunks = await readHunks(sessions.local(checkout), checkout.dir, query).catch(rethrowGitProblem);
    return { hunks };
  });
  router.route(contract.commitAndPush, async ({ user, params, body }) =>
    checkouts.commitAndPush(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.undoLastCommit, async ({ user, params, body }) =>
    checkouts.undoLastCommit(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body.oid),
  );
  router.route(contract.moveCommits, async ({ user, params, body }) =>
    checkouts.moveCommits(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body.branch),
  );
  router.route(contract.discardHunks, async ({ user, params, body }) =>
    checkouts.discardHunks(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body),
  );
  router.route(contract.ignoreFiles, async ({ user, params, body }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    await ignoreFiles(projects, checkout, body.paths);
    return {};
  });
  router.route(contract.trackWithLfs, async ({ user, params, body }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    await trackWithLfs(projects, checkout, body.paths);
    return {};
  });
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
