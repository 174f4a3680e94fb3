import {
  type BranchMove,
  type ChangesChoice,
  type Checkout,
  createBranch,
  deleteBranch,
  forgetLeftChanges,
  giveBackChanges,
  type Operation,
  publishBranch,
  renameBranch,
  type StartPoint,
  switchBranch,
} from '@notelab/contract';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { useOperations } from '../operations/operations-context.tsx';

type Subject = Pick<Checkout, 'id' | 'folderName'>;
type Started = Promise<Operation | null>;

export interface BranchActions {
  switchTo(checkout: Subject, target: { branch: string; where: 'local' | 'remote' }): Started;
  createBranch(checkout: Subject, branch: { name: string; from?: StartPoint }): Started;
  /** Asks again for what local changes were in the way of. */
  moveWith(checkout: Subject, move: BranchMove, changes: ChangesChoice): Started;
  publish(checkout: Subject, branch: string): Started;
  rename(checkout: Subject, names: { branch: string; name: string }): Started;
  remove(
    checkout: Subject,
    deletion: { branch: string; from: 'here' | 'gitlab' | 'both'; seenOnGitLab: string | null },
  ): Started;
  /** `newBranch`: onto a branch that begins where the changes were made. */
  giveBack(checkout: Subject, leftId: string, how?: { newBranch?: string; withConflicts?: boolean }): Started;
  forgetLeft(checkout: Subject, leftId: string): Started;
}

/** Starts what is done with branches; each shows in the operations strip, also when it is refused. */
export function useBranchActions(): BranchActions {
  const { start } = useOperations();
  return useMemo(() => {
    const params = ({ id }: Subject) => ({ checkoutId: id });
    const ofLeft = (checkout: Subject, leftId: string) => ({ ...params(checkout), leftId });
    const switchTo = (
      checkout: Subject,
      body: { branch: string; where: 'local' | 'remote'; changes?: ChangesChoice },
    ) => start('switch', checkout, () => call(switchBranch, { params: params(checkout), body }));
    const create = (checkout: Subject, body: { name: string; from?: StartPoint; changes?: ChangesChoice }) =>
      start('create-branch', checkout, () => call(createBranch, { params: params(checkout), body }));
    return {
      switchTo,
      createBranch: create,
      moveWith: (checkout, move, changes) =>
        move.kind === 'switch'
          ? switchTo(checkout, { branch: move.branch, where: move.where, changes })
          : create(checkout, { name: move.name, from: move.from, changes }),
      publish: (checkout, branch) =>
        start('publish-branch', checkout, () =>
          call(publishBranch, { params: params(checkout), body: { branch } }),
        ),
      rename: (checkout, body) =>
        start('rename-branch', checkout, () => call(renameBranch, { params: params(checkout), body })),
      remove: (checkout, body) =>
        start('delete-branch', checkout, () => call(deleteBranch, { params: params(checkout), body })),
      giveBack: (checkout, leftId, body = {}) =>
        start('give-back', checkout, () => call(giveBackChanges, { params: ofLeft(checkout, leftId), body })),
      forgetLeft: (checkout, leftId) =>
        start('discard', checkout, () => call(forgetLeftChanges, { params: ofLeft(checkout, leftId) })),
    };
  }, [start]);
}
