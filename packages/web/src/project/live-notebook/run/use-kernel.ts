import type { KernelState } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { kernelOf, kernelsQuery } from '../../../api/kernel-queries.ts';
import { useProject } from '../../project-context.ts';
import { useLiveNotebook } from '../live-context.ts';

/** Something of the kernel of this notebook. A part of the page is made anew only when that changes. */
export function useKernel<T>(pick: (kernel: KernelState) => T): T {
  const { id: projectId } = useProject();
  const { notebookId } = useLiveNotebook();
  const query = useQuery({
    ...kernelsQuery(projectId),
    select: (known) => pick(kernelOf(known, notebookId, projectId)),
    notifyOnChangeProps: ['data'],
  });
  // Until it is known: nothing runs.
  return query.data === undefined ? pick(kernelOf(undefined, notebookId, projectId)) : query.data;
}

/** How a block stands with the kernel. */
export type RunState =
  | { kind: 'still' }
  /** @property place 1 is next */
  | { kind: 'queued'; place: number; by: string }
  | { kind: 'running'; startedAt: string; by: string };

export function runStateOf({ running, queue }: KernelState, blockId: string): RunState {
  if (running?.blockId === blockId) return { kind: 'running', startedAt: running.startedAt, by: running.by };
  const at = queue.findIndex((queued) => queued.blockId === blockId);
  return at === -1 ? still : { kind: 'queued', place: at + 1, by: queue[at]!.by };
}
const still: RunState = { kind: 'still' };

export const useRunState = (blockId: string): RunState => useKernel((kernel) => runStateOf(kernel, blockId));

/** Whether the kernel has something to do, or is about to have. */
export const isAtWork = ({ status, queue }: KernelState): boolean =>
  status === 'busy' || status === 'starting' || status === 'restarting' || queue.length > 0;

/** Whether there is a kernel with variables that could be lost. */
export const hasMemory = ({ status }: KernelState): boolean => status === 'idle' || status === 'busy';
