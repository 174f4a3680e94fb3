import {
  type Checkout,
  discardChanges,
  fetchCheckout,
  type Operation,
  pullCheckout,
  pushCheckout,
  restoreRecoveryPoint,
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
  restore(checkout: Subject, pointId: string): Started;
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
      restore: (checkout, pointId) =>
        start('restore', checkout, () =>
          call(restoreRecoveryPoint, { params: { ...params(checkout), pointId } }),
        ),
    };
  }, [start]);
}
