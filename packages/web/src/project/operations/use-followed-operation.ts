import type { Operation } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import { useOperations } from './operations-context.tsx';
import { isUnfinished } from './unfinished.ts';

export interface FollowedOperation {
  isBusy: boolean;
  /** The operation while it waits or works. */
  running: Operation | null;
  /** Why the last try failed: a refusal, or the problem of the operation. */
  error: unknown;
  start(request: () => Promise<Operation>): Promise<void>;
  /** Forgets how the last try ended. */
  reset(): void;
}

/** Starts an operation and follows it to its end, for a dialog that stays open meanwhile. */
export function useFollowedOperation(onDone: (operation: Operation) => void): FollowedOperation {
  const { operations, add } = useOperations();
  const [operationId, setOperationId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [isStarting, setStarting] = useState(false);
  const latestDone = useRef(onDone);
  latestDone.current = onDone;

  const operation = operations.find(({ id }) => id === operationId) ?? null;
  // Once: the list is read again and again, and brings the same operation as another object.
  const toldDone = useRef<string | null>(null);
  useEffect(() => {
    if (operation?.status !== 'done' || toldDone.current === operation.id) return;
    toldDone.current = operation.id;
    latestDone.current(operation);
  }, [operation]);

  const reset = () => {
    setRefusal(null);
    setOperationId(null);
  };
  const running = operation && isUnfinished(operation) ? operation : null;
  return {
    isBusy: isStarting || running !== null,
    running,
    error: refusal ?? (operation?.status === 'cancelled' ? null : operation?.problem) ?? null,
    reset,
    async start(request) {
      reset();
      setStarting(true);
      try {
        const started = await request();
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
