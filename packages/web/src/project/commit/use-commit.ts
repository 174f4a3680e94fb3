import { type Checkout, type CommitChoices, commitAndPush } from '@notelab/contract';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { type FollowedOperation, useFollowedOperation } from '../operations/use-followed-operation.ts';

interface CommitRequest extends CommitChoices {
  message: string;
  paths: string[];
  newBranch: string | undefined;
}

export interface Commit extends Omit<FollowedOperation, 'start'> {
  /** What the last try wanted to commit. */
  triedPaths: string[];
  start(request: CommitRequest): void;
}

/** Commits and pushes, and follows the operation to its end. */
export function useCommit({ id: checkoutId }: Checkout, onDone: () => void): Commit {
  const [triedPaths, setTriedPaths] = useState<string[]>([]);
  const { start, ...followed } = useFollowedOperation(onDone);
  return {
    ...followed,
    triedPaths,
    start(body) {
      setTriedPaths([...body.paths, ...(body.parts ?? []).map(({ path }) => path)]);
      void start(() => call(commitAndPush, { params: { checkoutId }, body }));
    },
  };
}
