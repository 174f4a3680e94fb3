import { type Checkout, createMergeRequest, type Operation } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';

export type MergeRequestWish = z.input<NonNullable<(typeof createMergeRequest)['body']>>;

interface Creation {
  /** The push and the creation that are under way. */
  running: Operation | null;
  isBusy: boolean;
  /** Why the last try failed: a refusal or the problem of the operation. */
  error: unknown;
  start(wish: MergeRequestWish): Promise<void>;
}

/** Creates a merge request, and follows the operation to its end. */
export function useCreateMergeRequest({ id }: Checkout, onDone: () => void): Creation {
  const { operations, add } = useOperations();
  const [operationId, setOperationId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isStarting, setStarting] = useState(false);
  const latestDone = useRef(onDone);
  latestDone.current = onDone;

  const operation = operations.find((one) => one.id === operationId) ?? null;
  const status = operation?.status;
  useEffect(() => {
    if (status === 'done') latestDone.current();
  }, [status]);
  const running = operation && isUnfinished(operation) ? operation : null;

  return {
    running,
    isBusy: isStarting || running !== null,
    error: refusal ?? (status === 'cancelled' ? null : operation?.problem) ?? null,
    async start(wish) {
      setRefusal(null);
      setOperationId(null);
      setStarting(true);
      try {
        const started = await call(createMergeRequest, { params: { checkoutId: id }, body: wish });
        add(started);
        setOperationId(started.id);
      } catch (error) {
        setRefusal(error);
      } finally {
        setStarting(false);
      }
    },
  };
}
