import { getConflict } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** A file in conflict with its states. */
export const conflictQuery = (checkoutId: string, path: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'conflict', path],
    queryFn: ({ signal }) => call(getConflict, { params: { checkoutId }, query: { path }, signal }),
    retry: false,
  });
