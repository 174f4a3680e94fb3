import { getCommit, getCommitDiff, listHistory } from '@notelab/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type HistoryView, toHistoryRequest } from '../project/history/history-view.ts';
import { call } from './call.ts';

/** Commits of a branch, page after page. `state` changes with what the list depends on. */
export const historyQuery = (checkoutId: string, view: HistoryView, search: string, state: string) =>
  infiniteQueryOptions({
    queryKey: ['history', checkoutId, view, search, state],
    queryFn: ({ pageParam, signal }) =>
      call(listHistory, {
        params: { checkoutId },
        query: { ...toHistoryRequest(view), search: search || undefined, ...pageParam },
        signal,
      }),
    initialPageParam: {} as { tip?: string; skip?: number },
    getNextPageParam: ({ more, tip }, pages) =>
      more && tip !== null
        ? { tip, skip: pages.reduce((sum, { commits }) => sum + commits.length, 0) }
        : undefined,
    placeholderData: keepPreviousData,
  });

/** A commit never changes. */
export const commitQuery = (checkoutId: string, commit: string) =>
  queryOptions({
    queryKey: ['commit', checkoutId, commit],
    queryFn: ({ signal }) => call(getCommit, { params: { checkoutId, commit }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const commitDiffQuery = (
  checkoutId: string,
  commit: string,
  file: { path: string; originalPath: string | null },
) =>
  queryOptions({
    queryKey: ['commit', checkoutId, commit, 'diff', file.path, file.originalPath],
    queryFn: ({ signal }) =>
      call(getCommitDiff, {
        params: { checkoutId, commit },
        query: { path: file.path, originalPath: file.originalPath ?? undefined },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
