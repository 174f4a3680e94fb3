import { listAccountUse } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** What would stop with the user's account on an instance; asked anew whenever somebody is about to decide. */
export const accountUseQuery = (instanceId: string) =>
  queryOptions({
    queryKey: ['my-gitlab-account-use', instanceId],
    queryFn: ({ signal }) => call(listAccountUse, { params: { instanceId }, signal }),
    gcTime: 0,
    staleTime: 0,
  });
