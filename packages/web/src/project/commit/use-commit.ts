import { type Checkout, commitAndPush, type Operation } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';

interface CommitRequest {
  message: string;
  paths: string[];
  newBranch: string | undefined;
}

export interface Commit {
  /** The commit and push that is under way. */
  running: Operation | null;
  /** Why the last try failed: a refusal or the problem of the operation. */
  error: unknown;
  /** What the last try wanted to commit. */
  triedPaths: string[];
  isStarting: boolean;
  start(request: CommitRequest): Promise<void>;
}

/** Commits and pushes, and follows the operation to its end. */
export function useCommit(checkout: Checkout, onDone: () => void): Commit {
  const { operations, add } = useOperations();
  const [operationId, setOperationId] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [triedPaths, setTriedPaths] = useState<string[]>([]);
  const [isStarting, setStarting] = useState(false);
  const latestDone = useRef(onDone);
  latestDone.current = onDone;

  const operation = operations.find(({ id }) => id === operationId) ?? null;
  const status = operation?.status;
  useEffect(() => {
    if (status === 'done') latestDone.current();
  }, [status]);

  return {
    running: operation && isUnfinished(operation) ? operation : null,
    error: refusal ?? (status === 'cancelled' ? null : operation?.problem) ?? null,
    triedPaths,
    isStarting,
    async start({ message, paths, newBranch }) {
      setRefusal(null);
      setOperationId(null);
      setTriedPaths(paths);
      setStarting(true);
      try {
        const started = await call(commitAndPush, {
          params: { checkoutId: checkout.id },
          body: { message, paths, newBranch },
        });
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
