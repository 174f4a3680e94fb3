import type { GitEnvironment } from '../process/git-environment.ts';
import type { MergeNotebook } from '../pull/settle-notebooks.ts';
import { deleteRecoveryPoint, type RecoveryPoint, type TakeOptions } from '../recovery/recovery-points.ts';
import { giveBack, previewGiveBack } from '../recovery/set-aside.ts';
import { forgetLeft, type LeaveResult, leaveChanges } from './left-changes.ts';

/** What becomes of local changes when another commit is checked out. */
export type ChangesChoice = 'leave' | 'bring';

export type MoveResult<T> =
  /** `left`: the changes are kept for the branch they were made on; null when there were none, or they came along */
  | { kind: 'moved'; result: T; left: RecoveryPoint | null; broughtFiles: string[] }
  /** both sides changed these files; nothing was done */
  | { kind: 'does-not-apply'; files: string[] }
  | Exclude<LeaveResult, { kind: 'left' | 'nothing-to-set-aside' | 'stopped' }>;

/**
 * Checks something else out with the local changes out of the way: they are left for the branch they are on, or
 * brought along with a three-way merge, of which it is known beforehand that it goes well. When `go` says that it
 * did not move, everything is as it was.
 *
 * Stopped at any moment, the changes are on disk, or left for the branch they were made on.
 * @param move.to the commit that `go` checks out
 */
export async function moveWithChanges<T>(
  git: GitEnvironment,
  dir: string,
  move: TakeOptions & {
    choice: ChangesChoice;
    to: string;
    go(): Promise<T>;
    moved(result: T): boolean;
    mergeNotebook?: MergeNotebook;
  },
): Promise<MoveResult<T>> {
  const { choice, to, go, moved, mergeNotebook, signal } = move;
  let conflicts: string[] = [];
  const left = await leaveChanges(git, dir, {
    ...move,
    async beforeClearing(point) {
      if (choice === 'bring') conflicts = await previewGiveBack(git, dir, point, to, { mergeNotebook });
      return conflicts.length === 0;
    },
  });
  if (left.kind === 'stopped') return { kind: 'does-not-apply', files: conflicts };
  if (left.kind === 'nothing-to-set-aside')
    return { kind: 'moved', result: await go(), left: null, broughtFiles: [] };
  if (left.kind !== 'left') return left;
  const { point } = left;
  const takeBack = async () => {
    const back = await giveBack(git, dir, point, { mergeNotebook });
    if (back.kind === 'given-back') await forgetLeft(git, dir, point);
    return back;
  };
  let result: T;
  try {
    signal?.throwIfAborted();
    result = await go();
  } catch (error) {
    if ((await takeBack()).kind === 'given-back') await deleteRecoveryPoint(git, dir, point.id);
    throw error;
  }
  if (!moved(result)) {
    const back = await takeBack();
    if (back.kind === 'given-back') await deleteRecoveryPoint(git, dir, point.id);
    return { kind: 'moved', result, left: back.kind === 'given-back' ? null : point, broughtFiles: [] };
  }
  if (choice === 'leave') return { kind: 'moved', result, left: point, broughtFiles: [] };
  const back = await takeBack();
  return back.kind === 'given-back'
    ? { kind: 'moved', result, left: null, broughtFiles: back.files }
    : { kind: 'moved', result, left: point, broughtFiles: [] };
}
