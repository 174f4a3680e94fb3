import { getConnectionHealth } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { healthKey } from './query-keys.ts';

/** What instances answer changes without an event. */
const askAgainMs = 30_000;

export const connectionHealthQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: healthKey(workspaceId),
    queryFn: ({ signal }) => call(getConnectionHealth, { params: { workspaceId }, signal }),
    refetchInterval: askAgainMs,
  });
