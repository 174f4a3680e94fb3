import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { type RecoveryPoint, type TakeOptions, takeRecoveryPoint } from '../recovery/recovery-points.ts';
import { readHead } from '../status/read-head.ts';
import { logCommits } from './log-commits.ts';
import { isPushed } from './pushed-commits.ts';
import { readMessage } from './read-message.ts';

export type UndoResult =
  /** `message` is that of the commit that is gone */
  | { kind: 'undone'; point: RecoveryPoint; message: string }
  | { kind: 'no-commit-yet' }
  | { kind: 'detached-head' }
  | { kind: 'already-pushed' }
  /** it has several parents: its changes are not one person's */
  | { kind: 'merge-commit' }
  /** `expected` is not the last commit any more */
  | { kind: 'moved' }
  | { kind: 'operation-in-progress'; operation: OngoingOperation };

/**
 * Takes the last commit back, while only this checkout has it. Files and what is staged stay as they are, so what
 * was committed is a local change again. The state before is kept as a recovery point.
 * @param expected the commit that is meant
 */
export async function undoLastCommit(
  git: GitEnvironment,
  dir: string,
  { expected, ...keepAs }: TakeOptions & { expected: string },
): Promise<UndoResult> {
  const { signal } = keepAs;
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  const head = await readHead(git, dir);
  if (head.kind === 'detached') return { kind: 'detached-head' };
  if (head.kind === 'unborn') return { kind: 'no-commit-yet' };
  if (head.oid !== expected) return { kind: 'moved' };
  if (await isPushed(git, dir, head.oid)) return { kind: 'already-pushed' };
  const [last] = await logCommits(git, dir, { ref: head.oid, limit: 1 });
  if (!last) return { kind: 'no-commit-yet' };
  if (last.parents.length > 1) return { kind: 'merge-commit' };
  const point = await takeRecoveryPoint(git, dir, keepAs);
  const [parent] = last.parents;
  const to = parent ? ['HEAD', parent, head.oid] : ['-d', 'HEAD', head.oid];
  await runGit(git, dir, ['update-ref', '-m', 'undo last commit', ...to], { signal });
  return { kind: 'undone', point, message: await readMessage(git, dir, head.oid) };
}
