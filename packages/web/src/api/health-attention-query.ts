import { countHealthFindings } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';
import { healthKey } from './query-keys.ts';

/** How many findings wait for somebody. */
export const healthAttentionQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...healthKey(workspaceId), 'attention'],
    queryFn: async ({ signal }) =>
      (await call(countHealthFindings, { params: { workspaceId }, signal })).attention,
  });
