import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Checkouts } from '../checkouts/checkouts.ts';
import { toGitProblem } from '../checkouts/git-problem.ts';
import type { Projects } from '../projects/projects.ts';
import type { MergeRequests } from './merge-requests.ts';

export interface MergeRequestRouteDependencies {
  mergeRequests: MergeRequests;
  checkouts: Checkouts;
  projects: Projects;
}

export function mergeRequestRoutes(
  router: Router,
  { mergeRequests, checkouts, projects }: MergeRequestRouteDependencies,
): void {
  router.route(contract.getBranchMergeRequest, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return mergeRequests.getOfBranch(checkout, { branch: query.branch, fresh: query.fresh }).catch(rethrow);
  });
  router.route(contract.listMergeRequests, async ({ user, params, query }) =>
    mergeRequests.list(await projects.authorize(user, params.projectId, 'viewer'), query.fresh),
  );
  router.route(contract.getMergeRequestProposal, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    return mergeRequests.propose(checkout, query.target).catch(rethrow);
  });
  router.route(contract.listReviewers, async ({ user, params, query }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'editor');
    return mergeRequests.listReviewers(checkout, query.search);
  });
  router.route(contract.createMergeRequest, async ({ user, params, body }) =>
    mergeRequests.create(await checkouts.authorizeReady(user, params.checkoutId, 'editor'), body),
  );
}

function rethrow(error: unknown): never {
  throw toGitProblem(error);
}
