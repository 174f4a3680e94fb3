import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBranchName } from './check-branch-name.ts';
import type { GitEnvironment } from './git-environment.ts';
import { findCommit, readHead } from './read-head.ts';
import { findUntracked, type RecoveryPoint, type TakeOptions, takeRecoveryPoint } from './recovery-points.ts';
import { runGit } from './run-git.ts';

export interface RestoreResult {
  /** The state from before the restoring, itself a recovery point; null where there was no commit yet. */
  before: RecoveryPoint | null;
  /** The branch that is current now; null for none. */
  branch: string | null;
}

/**
 * Makes the checkout what it was: its branch at its commit, tracked files and what was staged, and untracked
 * files. The present state is kept as a recovery point first, so this can be undone as well. Untracked files
 * that the point does not know stay.
 */
export async function restoreRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  keepAs: TakeOptions,
): Promise<RestoreResult> {
  const { signal } = keepAs;
  const taken = await takeRecoveryPoint(git, dir, keepAs);
  await forgetOngoing(git, dir);
  const branch = await placeHead(git, dir, point);
  await runGit(git, dir, ['read-tree', '--reset', '-u', point.oid], { signal, timeoutMs: 600_000 });
  const untracked = await findUntracked(git, dir, point);
  if (untracked) await writeFiles(git, dir, untracked, signal);
  await runGit(git, dir, ['read-tree', `${point.oid}^2`], { signal });
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1], signal });
  return { before: taken.kind === 'taken' ? taken.point : null, branch };
}

/** Puts HEAD where it was. A branch that has moved on since is kept aside under a name that says so. */
async function placeHead(git: GitEnvironment, dir: string, point: RecoveryPoint): Promise<string | null> {
  const head = point.head!;
  const isName = point.branch !== null && checkBranchName(point.branch).kind === 'valid';
  if (point.branch === null || !isName) {
    await runGit(git, dir, ['update-ref', '--no-deref', '-m', 'restore', 'HEAD', head]);
    return null;
  }
  const ref = `refs/heads/${point.branch}`;
  const current = await readHead(git, dir);
  const isCurrent = current.kind !== 'detached' && current.branch === point.branch;
  const tip = await findCommit(git, dir, ref);
  // The tip of the current branch is held by the recovery point of the present state.
  if (tip && tip !== head && !isCurrent) {
    const kept = `refs/notelab/replaced/${randomUUID()}`;
    await runGit(git, dir, ['update-ref', '-m', `restore: was ${point.branch}`, kept, tip]);
  }
  await runGit(git, dir, ['update-ref', '-m', 'restore', ref, head]);
  await runGit(git, dir, ['symbolic-ref', '-m', 'restore', 'HEAD', ref]);
  return point.branch;
}

async function writeFiles(
  git: GitEnvironment,
  dir: string,
  tree: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const indexFile = `.git/notelab-restore-${randomUUID()}`;
  const options = { env: { GIT_INDEX_FILE: indexFile }, signal, timeoutMs: 600_000 };
  try {
    await runGit(git, dir, ['read-tree', tree], options);
    await runGit(git, dir, ['checkout-index', '--all', '--force', '--quiet'], options);
  } finally {
    for (const name of [indexFile, `${indexFile}.lock`]) await rm(join(dir, name), { force: true });
  }
}

/** A merge that was under way is not any more: its state is in the point that was just taken. */
async function forgetOngoing(git: GitEnvironment, dir: string): Promise<void> {
  for (const command of ['merge', 'rebase', 'cherry-pick', 'revert'])
    await runGit(git, dir, [command, '--quit'], { okExitCodes: [0, 1, 128] });
}
