import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { type TakeOptions, takeRecoveryPoint } from '../recovery/recovery-points.ts';
import { giveBack } from '../recovery/set-aside.ts';
import { readHead } from '../status/read-head.ts';
import { findOngoingOperation } from './ongoing-operation.ts';
import { deletePullNote, findPullNote, type PullNote, writePullNote } from './pull-note.ts';

export type AbortResult =
  | { kind: 'aborted' }
  | { kind: 'nothing-ongoing' }
  /** somebody went to another branch; nothing was changed */
  | { kind: 'not-current'; branch: string }
  /** it is aborted; local changes stay set aside, as these files are where theirs go */
  | { kind: 'changes-in-the-way'; files: string[] };

/**
 * Goes back to the state before the merge or pull, local changes included. What was resolved so far is kept as a
 * recovery point.
 */
export async function abortOngoing(
  git: GitEnvironment,
  dir: string,
  keepAs: TakeOptions,
): Promise<AbortResult> {
  const note = await findPullNote(git, dir);
  const operation = await findOngoingOperation(dir);
  const isOngoing = operation !== null && operation !== 'bisect';
  if (!note && !isOngoing) return { kind: 'nothing-ongoing' };
  const head = await readHead(git, dir);
  if (note && !isOngoing && head.kind !== 'detached' && head.branch !== note.branch)
    return { kind: 'not-current', branch: head.branch };
  await takeRecoveryPoint(git, dir, keepAs);
  if (isOngoing) await abortOperation(git, dir, operation);
  return note ? goBack(git, dir, note, keepAs) : { kind: 'aborted' };
}

async function abortOperation(git: GitEnvironment, dir: string, operation: string): Promise<void> {
  const { exitCode } = await runGit(git, dir, [operation, '--abort'], {
    okExitCodes: [0, 1, 128],
    timeoutMs: 600_000,
  });
  if (exitCode === 0) return;
  // Files that changed since are in git's way; the recovery point has them.
  await runGit(git, dir, ['read-tree', '--reset', '-u', 'HEAD'], { timeoutMs: 600_000 });
  await runGit(git, dir, [operation, '--abort'], { timeoutMs: 600_000 });
}

/** Puts the branch where it was before the pull, and the local changes back. */
async function goBack(
  git: GitEnvironment,
  dir: string,
  note: PullNote,
  { by }: TakeOptions,
): Promise<AbortResult> {
  const { before, point, setAside } = note;
  // From here on, stopped at any moment, there is nothing left to do but to give the changes back.
  await runGit(git, dir, ['read-tree', '--reset', '-u', before], { timeoutMs: 600_000 });
  await runGit(git, dir, ['update-ref', '-m', 'pull: aborted', 'HEAD', before]);
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1] });
  if (setAside && point) {
    await writePullNote(git, dir, { ...note, phase: 'pull' }, by);
    const back = await giveBack(git, dir, point);
    if (back.kind !== 'given-back')
      return { kind: 'changes-in-the-way', files: 'files' in back ? back.files : [] };
  }
  await deletePullNote(git, dir);
  return { kind: 'aborted' };
}
