import { getProjectPython, type KernelState, listKernels, type NotebookId } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { kernelsKey } from './query-keys.ts';

export const kernelsQuery = (projectId: string) =>
  queryOptions({
    queryKey: kernelsKey(projectId),
    queryFn: ({ signal }) => call(listKernels, { params: { projectId }, signal }),
  });

export const pythonQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['python', projectId],
    queryFn: ({ signal }) => call(getProjectPython, { params: { projectId }, signal }),
  });

/** The kernel of a notebook; one that is not listed has none. */
export function kernelOf(known: KernelState[] | undefined, notebookId: NotebookId, projectId: string) {
  return known?.find((kernel) => kernel.notebookId === notebookId) ?? noKernel(notebookId, projectId);
}

const noKernel = (notebookId: NotebookId, projectId: string): KernelState => ({
  notebookId,
  projectId: projectId as KernelState['projectId'],
  status: 'none',
  queue: [],
  running: null,
  input: null,
  python: null,
  halted: null,
  problem: null,
});
