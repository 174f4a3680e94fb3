import { listLargeFiles, listSubmodules } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** Under `checkout`, so that whatever changes a checkout has these read again. */
export const largeFilesQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'large-files'],
    queryFn: ({ signal }) => call(listLargeFiles, { params: { checkoutId }, signal }),
  });

export const submodulesQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'submodules'],
    queryFn: ({ signal }) => call(listSubmodules, { params: { checkoutId }, signal }),
  });
