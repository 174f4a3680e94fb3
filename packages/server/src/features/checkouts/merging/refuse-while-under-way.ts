import type { OperationKind } from '@notelab/contract';
import { type GitEnvironment, mayBeOngoing, readOngoing } from '@notelab/git';
import { fail } from '../../../problem.ts';

/** What would get into the way of a merge or pull that waits for somebody, or it of them. */
const waits = new Set<OperationKind>([
  'pull',
  'push',
  'switch',
  'create-branch',
  'commit-and-push',
  'undo-commit',
  'move-commits',
  'discard',
  'give-back',
]);

/** Refuses an action, before anything is asked or changed, while a merge or pull is under way. */
export async function refuseWhileUnderWay(
  kind: OperationKind,
  git: GitEnvironment,
  dir: string,
): Promise<void> {
  // Anybody can make a ref of that name: what nobody could finish or abort stops nothing.
  if (waits.has(kind) && (await mayBeOngoing(dir)) && (await readOngoing(git, dir)))
    fail(
      'merge-in-progress',
      'A merge or pull is under way in this checkout. Finish or abort it first. Nothing was changed.',
    );
}
