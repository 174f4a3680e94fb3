import type { ConnectionHealth, HealthCheck, KernelState } from '@notelab/contract';
import type { QueryClient } from '@tanstack/react-query';
import { healthKey, kernelsKey } from './query-keys.ts';

/** Takes over how far a check of connections is. */
export function applyHealthCheck(client: QueryClient, workspaceId: string, check: HealthCheck): void {
  client.setQueryData<ConnectionHealth>(healthKey(workspaceId), (known) => known && { ...known, check });
}

/** Takes over a kernel's newer state. An answer that is on its way may be older than it, so it is not waited for. */
export function applyKernel(client: QueryClient, kernel: KernelState): void {
  const queryKey = kernelsKey(kernel.projectId);
  if (client.getQueryData(queryKey) === undefined) return void client.invalidateQueries({ queryKey });
  void client.cancelQueries({ queryKey });
  client.setQueryData<KernelState[]>(queryKey, (known) => known && withKernel(known, kernel));
}

/** The list with a kernel's newer state in its place. */
function withKernel(known: KernelState[], kernel: KernelState): KernelState[] {
  const others = known.filter(({ notebookId }) => notebookId !== kernel.notebookId);
  return [...others, kernel];
}
