import { getProjectPython, type KernelState, listKernels, type NotebookId } from '@notelab/contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export const kernelsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['kernels', projectId],
    queryFn: ({ signal }) => call(listKernels, { params: { projectId }, signal }),
  });

export const pythonQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['python', projectId],
    queryFn: ({ signal }) => call(getProjectPython, { params: { projectId }, signal }),
  });

/** Takes over a kernel's newer state. An answer that is on its way may be older than it, so it is not waited for. */
export function applyKernel(client: QueryClient, kernel: KernelState): void {
  const { queryKey } = kernelsQuery(kernel.projectId);
  if (client.getQueryData(queryKey) === undefined) return void client.invalidateQueries({ queryKey });
  void client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, (known) => known && withKernel(known, kernel));
}

/** The list with a kernel's newer state in its place. */
function withKernel(known: KernelState[], kernel: KernelState): KernelState[] {
  const others = known.filter(({ notebookId }) => notebookId !== kernel.notebookId);
  return [...others, kernel];
}

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
