import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from './git-environment.ts';
import { codeForFailure, GitError } from './git-error.ts';
import { toEmptyTree } from './list-changed-paths.ts';
import { splitNull } from './null-separated.ts';
import {
  deleteRecoveryPoint,
  findUntracked,
  type RecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from './recovery-points.ts';
import { runGit } from './run-git.ts';

export type SetAsideResult =
  | { kind: 'set-aside'; point: RecoveryPoint }
  /** there are no local changes, so nothing was kept */
  | { kind: 'nothing' }
  | { kind: 'no-commit-yet' };

/**
 * Keeps the local changes, untracked files included, as a recovery point and takes them out of the checkout.
 * What changes between the two is not lost: git then refuses, and the changes stay where they are.
 * @throws GitError when a file changed meanwhile
 */
export async function setAside(
  git: GitEnvironment,
  dir: string,
  options: TakeOptions,
): Promise<SetAsideResult> {
  const taken = await takeRecoveryPoint(git, dir, options);
  if (taken.kind !== 'taken') return taken;
  const { point } = taken;
  try {
    if (point.holdsChanges) await removeKept(git, dir, point, options.signal);
    else await deleteRecoveryPoint(git, dir, point.id);
  } catch (error) {
    // Nothing was taken out that is not also in the point; with the files still there it would be a double.
    if (error instanceof GitError && error.code !== 'cancelled') await giveBackWhatIsMissing(git, dir, point);
    throw error;
  }
  return point.holdsChanges ? { kind: 'set-aside', point } : { kind: 'nothing' };
}

export type GiveBackResult =
  | { kind: 'given-back' }
  /** some files could not be merged with what is there: they have conflicts now, and the point stays */
  | { kind: 'conflicts'; paths: string[] }
  /** files that are there are in the way; nothing was changed and the point stays */
  | { kind: 'in-the-way'; stderr: string };

/** Brings local changes back onto the present commit, as `git stash pop` does. Done, the point is let go of. */
export async function giveBack(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  options: { signal?: AbortSignal } = {},
): Promise<GiveBackResult> {
  const args = ['stash', 'apply', '--quiet', point.oid];
  const result = await runGit(git, dir, args, {
    okExitCodes: [0, 1, 128],
    timeoutMs: 600_000,
    signal: options.signal,
  });
  if (result.exitCode === 0) {
    await deleteRecoveryPoint(git, dir, point.id);
    return { kind: 'given-back' };
  }
  const paths = await listConflicts(git, dir);
  if (paths.length > 0) return { kind: 'conflicts', paths };
  if (/already exists|would be overwritten|could not restore untracked/i.test(result.stderr))
    return { kind: 'in-the-way', stderr: result.stderr };
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

/** Paths with conflicts, as in the index. */
export async function listConflicts(git: GitEnvironment, dir: string): Promise<string[]> {
  const { stdout } = await runGit(git, dir, ['ls-files', '--unmerged', '-z'], { readOnly: true });
  return [...new Set(splitNull(stdout).map((record) => record.slice(record.indexOf('\t') + 1)))];
}

/**
 * Goes from the kept state to that of the commit. Both steps are merges of two trees (git-read-tree(1)): a file
 * that is not as it was kept makes git stop before it touches anything.
 */
async function removeKept(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  signal: AbortSignal | undefined,
): Promise<void> {
  const head = point.head!;
  const untracked = await findUntracked(git, dir, point);
  if (untracked) await checkOut(git, dir, untracked, toEmptyTree(head), signal);
  await checkOut(git, dir, point.oid, head, signal);
  // The repository's own index still has what was staged.
  await runGit(git, dir, ['reset', '--quiet', '--mixed', head], { signal, timeoutMs: 600_000 });
}

async function checkOut(
  git: GitEnvironment,
  dir: string,
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const indexFile = `.git/notelab-aside-${randomUUID()}`;
  const options = { env: { GIT_INDEX_FILE: indexFile }, signal, timeoutMs: 600_000 };
  try {
    await runGit(git, dir, ['read-tree', from], options);
    await runGit(git, dir, ['update-index', '-q', '--refresh'], { ...options, okExitCodes: [0, 1] });
    await runGit(git, dir, ['read-tree', '-m', '-u', from, to], options);
  } finally {
    for (const name of [indexFile, `${indexFile}.lock`]) await rm(join(dir, name), { force: true });
  }
}

/** After a stop half-way: untracked files that are gone already come back; the others are there still. */
async function giveBackWhatIsMissing(git: GitEnvironment, dir: string, point: RecoveryPoint): Promise<void> {
  const untracked = await findUntracked(git, dir, point);
  if (!untracked) return;
  const indexFile = `.git/notelab-aside-${randomUUID()}`;
  const env = { GIT_INDEX_FILE: indexFile };
  try {
    await runGit(git, dir, ['read-tree', untracked], { env });
    // Without --force: what is there is not written over.
    await runGit(git, dir, ['checkout-index', '--all', '--quiet'], { env, okExitCodes: [0, 1, 128] });
  } finally {
    for (const name of [indexFile, `${indexFile}.lock`]) await rm(join(dir, name), { force: true });
  }
}
