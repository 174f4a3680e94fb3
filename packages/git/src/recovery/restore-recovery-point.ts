import { checkBranchName } from '../branches/check-branch-name.ts';
import { bringBranchesBack, bringStashesBack } from '../branches/kept-branches.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { bringOngoingBack } from '../pull/ongoing-state.ts';
import { deletePullNote } from '../pull/pull-note.ts';
import { createScratch } from '../repository/scratch-index.ts';
import {
  findAlsoKept,
  findUntracked,
  type RecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from './recovery-points.ts';

export interface RestoreResult {
  /** The state from before the restoring, itself a recovery point. */
  before: RecoveryPoint;
  /** The branch that is current now; null for none. */
  branch: string | null;
}

/**
 * Makes the checkout what it was: its branch at its commit, tracked files and what was staged, untracked files,
 * and whatever else the point holds: other branches, stashes, a merge or rebase that was under way. The present
 * state, branches that are put back included, is kept as a recovery point first, so this can be undone as well.
 * Untracked files that the point does not know stay.
 */
export async function restoreRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  keepAs: TakeOptions,
): Promise<RestoreResult> {
  const { signal } = keepAs;
  const also = await findAlsoKept(git, dir, point);
  const names = [...point.branches.map(({ name }) => name), ...(point.branch ? [point.branch] : [])];
  const before = await takeRecoveryPoint(git, dir, { ...keepAs, branches: names });
  await forgetOngoing(git, dir);
  const branch = await placeHead(git, dir, point);
  await runGit(git, dir, ['read-tree', '--reset', '-u', point.oid], { signal, timeoutMs: 600_000 });
  const untracked = await findUntracked(git, dir, point);
  if (untracked) await writeFiles(git, dir, untracked, signal);
  await runGit(git, dir, ['read-tree', `${point.oid}^2`], { signal });
  if (also) await bringOngoingBack(createScratch(git, dir, { signal }), also);
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1], signal });
  await bringBranchesBack(git, dir, point.branches);
  await bringStashesBack(git, dir, point.stashes);
  return { before, branch };
}

/** Puts HEAD where it was. What a branch has had since is in the recovery point of the present state. */
async function placeHead(git: GitEnvironment, dir: string, point: RecoveryPoint): Promise<string | null> {
  const { head, branch } = point;
  if (branch === null || checkBranchName(branch).kind !== 'valid') {
    if (head) await runGit(git, dir, ['update-ref', '--no-deref', '-m', 'restore', 'HEAD', head]);
    return null;
  }
  const ref = `refs/heads/${branch}`;
  if (head) await runGit(git, dir, ['update-ref', '-m', 'restore', ref, head]);
  else await runGit(git, dir, ['update-ref', '-d', ref]);
  await runGit(git, dir, ['symbolic-ref', '-m', 'restore', 'HEAD', ref]);
  return branch;
}

async function writeFiles(
  git: GitEnvironment,
  dir: string,
  tree: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { run, withIndex } = createScratch(git, dir, { signal });
  await withIndex(async (env) => {
    await run(['read-tree', tree], { env });
    await run(['checkout-index', '--all', '--force', '--quiet'], { env });
  });
}

/** A merge or pull that was under way is not any more: its state is in the point that was just taken. */
async function forgetOngoing(git: GitEnvironment, dir: string): Promise<void> {
  for (const command of ['merge', 'rebase', 'cherry-pick', 'revert'])
    await runGit(git, dir, [command, '--quit'], { okExitCodes: [0, 1, 128] });
  await deletePullNote(git, dir);
}
