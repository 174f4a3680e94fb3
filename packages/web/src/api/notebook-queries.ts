import { listDeletedNotebooks, listNotebookSources, listNotebooks } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** The notebooks of a project in their order; kept up to date by events. */
export const notebooksQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['notebooks', projectId],
    queryFn: ({ signal }) => call(listNotebooks, { params: { projectId }, signal }),
  });

export const deletedNotebooksQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['notebooks', projectId, 'deleted'],
    queryFn: ({ signal }) => call(listDeletedNotebooks, { params: { projectId }, signal }),
  });

/** The files that notebooks came from, and whether both still say the same. */
export const notebookSourcesQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['notebooks', projectId, 'sources'],
    queryFn: ({ signal }) => call(listNotebookSources, { params: { projectId }, signal }),
  });
