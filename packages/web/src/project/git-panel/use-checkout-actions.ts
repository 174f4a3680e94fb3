import {
  type Checkout,
  discardChanges,
  discardHunks,
  fetchCheckout,
  type Operation,
  pullCheckout,
  pushCheckout,
  restoreRecoveryPoint,
  undoLastCommit,
} from '@notelab/contract';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';

type Subject = Pick<Checkout, 'id' | 'folderName'>;
type Started = Promise<Operation | null>;

export interface CheckoutActions {
  fetch(checkout: Subject): Started;
  pull(checkout: Subject): Started;
  push(checkout: Subject): Started;
  /** `paths` null: all that changed. */
  discard(checkout: Subject, paths: string[] | null): Started;
  discardHunks(checkout: Subject, part: { path: string; hunks: string[] }): Started;
  restore(checkout: Subject, pointId: string): Started;
  undoLastCommit(checkout: Subject, oid: string): Started;
}

/** Starts git actions; each shows in the operations strip, also when it is refused. */
export function useCheckoutActions(): CheckoutActions {
  const { start } = useOperations();
  return useMemo(() => {
    const params = ({ id }: Subject) => ({ checkoutId: id });
    return {
      fetch: (checkout) => start('fetch', checkout, () => call(fetchCheckout, { params: params(checkout) })),
      pull: (checkout) => start('pull', checkout, () => call(pullCheckout, { params: params(checkout) })),
      push: (checkout) => start('push', checkout, () => call(pushCheckout, { params: params(checkout) })),
      discard: (checkout, paths) =>
        start('discard', checkout, () => call(discardChanges, { params: params(checkout), body: { paths } })),
      discardHunks: (checkout, body) =>
        start('discard', checkout, () => call(discardHunks, { params: params(checkout), body })),
      undoLastCommit: (checkout, oid) =>
        start('undo-commit', checkout, () =>
          call(undoLastCommit, { params: params(checkout), body: { oid } }),
        ),
      restore: (checkout, pointId) =>
        start('restore', checkout, () =>
          call(restoreRecoveryPoint, { params: { ...params(checkout), pointId } }),
        ),
    };
  }, [start]);
}
