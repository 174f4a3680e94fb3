import {
  getBranchMergeRequest,
  getMergeRequestProposal,
  listMergeRequests,
  listReviewers,
} from '@notelab/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** The merge request of a branch. `state` is whatever else makes an earlier answer out of date, such as a push. */
export const branchMergeRequestQuery = (checkoutId: string, branch: string, state: string) =>
  queryOptions({
    queryKey: ['merge-requests', 'branch', checkoutId, branch, state],
    queryFn: ({ signal }) =>
      call(getBranchMergeRequest, { params: { checkoutId }, query: { branch }, signal }),
    // Of the same branch what was known stays while it is asked again; of another one it would be a lie.
    placeholderData: (known, earlier) =>
      earlier?.queryKey[2] === checkoutId && earlier.queryKey[3] === branch ? known : undefined,
  });

/** Open merge requests of all the project's repositories. */
export const mergeRequestsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['merge-requests', 'project', projectId],
    queryFn: ({ signal }) => call(listMergeRequests, { params: { projectId }, query: {}, signal }),
  });

/** What a new merge request begins with; `target` undefined is the default branch. */
export const mergeRequestProposalQuery = (checkoutId: string, target: string | undefined) =>
  queryOptions({
    queryKey: ['merge-request-proposal', checkoutId, target ?? null],
    queryFn: ({ signal }) =>
      call(getMergeRequestProposal, { params: { checkoutId }, query: { target }, signal }),
    // Of another day, another branch perhaps: each dialog asks for itself.
    staleTime: 0,
    gcTime: 0,
    placeholderData: (known, earlier) => (earlier?.queryKey[1] === checkoutId ? known : undefined),
  });

export const reviewersQuery = (checkoutId: string, search: string) =>
  queryOptions({
    queryKey: ['reviewers', checkoutId, search],
    queryFn: ({ signal }) =>
      call(listReviewers, { params: { checkoutId }, query: { search: search || undefined }, signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
