import {
  type BranchMergeRequest,
  type Checkout,
  type CheckoutStatus,
  getBranchMergeRequest,
} from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { branchMergeRequestQuery } from '../../api/merge-request-queries.ts';
import { notifyProblem } from '../../theme/notify.ts';
import { isPipelineMoving } from './merge-request-words.ts';

const lookAgainMs = 60_000;
const lookAgainSoonMs = 10_000;

/** Whether a merge request can be made of the current branch. */
export function useCanCreateMergeRequest(checkout: Checkout, status: CheckoutStatus): boolean {
  const { data } = useQuery(toQuery(checkout, status));
  if (status.head.kind !== 'branch') return false;
  // Until GitLab has been asked, that it has a page for one is the best sign.
  return data ? data.canCreate : status.mergeRequestUrl !== null;
}

interface WatchedMergeRequest {
  data: BranchMergeRequest | undefined;
  /** Asks GitLab now. */
  refresh: () => Promise<void>;
  isRefreshing: boolean;
}

/** The merge request of the current branch, looked at again now and then, sooner while its pipeline runs. */
export function useWatchedMergeRequest(checkout: Checkout, status: CheckoutStatus): WatchedMergeRequest {
  const client = useQueryClient();
  const [isRefreshing, setRefreshing] = useState(false);
  const options = toQuery(checkout, status);
  const { data } = useQuery({
    ...options,
    refetchInterval: ({ state: { data: known } }) =>
      known && isMoving(known) ? lookAgainSoonMs : lookAgainMs,
  });
  return {
    data,
    isRefreshing,
    async refresh() {
      setRefreshing(true);
      try {
        const query = { branch: branchOf(status), fresh: 'true' };
        const answer = await call(getBranchMergeRequest, { params: { checkoutId: checkout.id }, query });
        client.setQueryData(options.queryKey, answer);
      } catch (error) {
        notifyProblem(error);
      } finally {
        setRefreshing(false);
      }
    },
  };
}

function toQuery({ id }: Checkout, status: CheckoutStatus) {
  const { ahead, upstream, lastFetch } = status;
  const branch = branchOf(status);
  // A push or a fetch, from here or a terminal, makes another question of it.
  const state = `${ahead} ${upstream ?? ''} ${lastFetch?.at ?? ''}`;
  return { ...branchMergeRequestQuery(id, branch, state), enabled: branch !== '' };
}

function branchOf({ head }: CheckoutStatus): string {
  return head.kind === 'branch' ? head.name : '';
}

function isMoving({ mergeRequest }: BranchMergeRequest): boolean {
  return mergeRequest !== null && (mergeRequest.checking || isPipelineMoving(mergeRequest));
}
