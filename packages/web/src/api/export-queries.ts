import { diffExportFile, type ExportFile, getExport, previewExport } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** Where a project's notebooks are exported to; kept up to date by events. */
export const exportQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['export', projectId],
    queryFn: ({ signal }) => call(getExport, { params: { projectId }, signal }),
  });

/** What an export would do now: asked of GitLab each time it is looked at. */
export const exportPreviewQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['export', projectId, 'preview'],
    queryFn: ({ signal }) => call(previewExport, { params: { projectId }, signal }),
    staleTime: 0,
    gcTime: 0,
  });

export const exportDiffQuery = (projectId: string, { path, notebookId, there }: ExportFile) =>
  queryOptions({
    queryKey: ['export', projectId, 'preview', path, notebookId, there],
    queryFn: ({ signal }) =>
      call(diffExportFile, {
        params: { projectId },
        query: { path, notebookId: notebookId ?? undefined, there: there ?? undefined },
        signal,
      }),
    staleTime: 0,
  });
