import {
  compareVersionNotebook,
  listVersions,
  type NotebookId,
  readVersion,
  type VersionId,
} from '@notelab/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** Versions of a project, newest first, page after page; kept up to date by events. */
export const versionsQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['versions', projectId],
    queryFn: ({ pageParam, signal }) =>
      call(listVersions, { params: { projectId }, query: pageParam, signal }),
    initialPageParam: {} as { before?: VersionId },
    getNextPageParam: ({ versions, hasMore }) => {
      const last = versions.at(-1);
      return hasMore && last ? { before: last.id } : undefined;
    },
  });

/** A version beside what is now. */
export const versionQuery = (versionId: VersionId) =>
  queryOptions({
    queryKey: ['version', versionId],
    queryFn: ({ signal }) => call(readVersion, { params: { versionId }, signal }),
    staleTime: 0,
  });

export const versionNotebookQuery = (versionId: VersionId, notebookId: NotebookId) =>
  queryOptions({
    queryKey: ['version', versionId, notebookId],
    queryFn: ({ signal }) => call(compareVersionNotebook, { params: { versionId, notebookId }, signal }),
    staleTime: 0,
  });
