import { countHealthFindings, getConnectionHealth, type HealthCheck } from '@notelab/contract';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** What instances answer changes without an event. */
const askAgainMs = 30_000;

export const connectionHealthQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['health', workspaceId],
    queryFn: ({ signal }) => call(getConnectionHealth, { params: { workspaceId }, signal }),
    refetchInterval: askAgainMs,
  });

/** How many findings wait for somebody. */
export const healthAttentionQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['health', workspaceId, 'attention'],
    queryFn: async ({ signal }) =>
      (await call(countHealthFindings, { params: { workspaceId }, signal })).attention,
  });

/** Takes over how far a check is. */
export function applyHealthCheck(client: QueryClient, workspaceId: string, check: HealthCheck): void {
  client.setQueryData(connectionHealthQuery(workspaceId).queryKey, (known) => known && { ...known, check });
}
