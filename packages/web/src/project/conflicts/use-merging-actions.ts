import {
  abortMerge,
  type Checkout,
  type ConflictDecision,
  finishMerge,
  type Operation,
  reopenConflict,
  resolveConflict,
} from '@notelab/contract';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';

type Subject = Pick<Checkout, 'id' | 'folderName'>;
type Started = Promise<Operation | null>;

export interface MergingActions {
  resolve(checkout: Subject, body: { path: string; key: string; decision: ConflictDecision }): Started;
  reopen(checkout: Subject, path: string): Started;
  finish(checkout: Subject): Started;
  abort(checkout: Subject): Started;
}

/** What can be done about a merge that is under way; each shows in the operations strip. */
export function useMergingActions(): MergingActions {
  const { start } = useOperations();
  return useMemo(() => {
    const params = ({ id }: Subject) => ({ checkoutId: id });
    return {
      resolve: (checkout, body) =>
        start('resolve', checkout, () => call(resolveConflict, { params: params(checkout), body })),
      reopen: (checkout, path) =>
        start('resolve', checkout, () => call(reopenConflict, { params: params(checkout), body: { path } })),
      finish: (checkout) => start('finish', checkout, () => call(finishMerge, { params: params(checkout) })),
      abort: (checkout) => start('abort', checkout, () => call(abortMerge, { params: params(checkout) })),
    };
  }, [start]);
}
