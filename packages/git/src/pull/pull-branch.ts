import { type BlockedFiles, findBlockedFiles, saysBlocked } from '../branches/blocked-files.ts';
import { type PullOptions, type PullResult, pullFastForward } from '../exchange/pull-fast-forward.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import {
  deleteRecoveryPoint,
  type RecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from '../recovery/recovery-points.ts';
import { setAside } from '../recovery/set-aside.ts';
import { refuseTooManyFiles } from '../repository/too-many-files.ts';
import { findCommit } from '../status/read-head.ts';
import { abortOngoing } from './abort-ongoing.ts';
import { type FinishOptions, type FinishResult, finishOngoing } from './finish-ongoing.ts';
import { withOwnMerging } from './merge-programs.ts';
import { findOngoingOperation } from './ongoing-operation.ts';
import { deletePullNote, findPullNote, type PullNote, type PullWay, writePullNote } from './pull-note.ts';

export interface PullBranchOptions extends PullOptions, FinishOptions {
  /** what to do when there are commits on both sides */
  way: Exclude<PullWay, 'fast-forward'>;
  /** of the merge commit */
  message: string;
  /** the recovery point of the state before; none is taken for a pull that only adds commits */
  keepAs: () => TakeOptions;
}

export type PullBranchResult =
  | Exclude<PullResult, { kind: 'diverged' }>
  | Exclude<FinishResult, { kind: 'finished' | 'stopped' | 'nothing-ongoing' }>
  | { kind: 'pull-in-progress' }
  /** the two have no commit in common, as far as this clone knows */
  | { kind: 'unrelated-histories'; isShallow: boolean }
  /** somebody wrote to files at this very moment */
  | { kind: 'changed-meanwhile'; files: string[] };

/**
 * Brings what was last fetched into the current branch: by moving it on when that is enough, otherwise by a merge or
 * rebase. Local changes are set aside where they would be in the way, and given back. It ends with `conflicts` when a
 * person has to decide; then `finishOngoing` or `abortOngoing` is next, by anybody, at any time.
 */
export async function pullBranch(
  git: GitEnvironment,
  dir: string,
  options: PullBranchOptions,
): Promise<PullBranchResult> {
  if (await findPullNote(git, dir)) return { kind: 'pull-in-progress' };
  const direct = await pullFastForward(git, dir, options);
  if (direct.kind !== 'diverged' && direct.kind !== 'blocked') return direct;
  const before = await findCommit(git, dir, 'HEAD');
  const to = await findCommit(git, dir, `refs/remotes/origin/${options.upstream}`);
  if (!before || !to) return direct.kind === 'blocked' ? direct : { kind: 'upstream-gone' };
  if (direct.kind === 'diverged' && !(await haveCommonCommit(git, dir, before, to)))
    return { kind: 'unrelated-histories', isShallow: await isShallow(git, dir) };
  await refuseTooManyFiles(git, dir, to, { signal: options.signal });

  const way = direct.kind === 'blocked' ? 'fast-forward' : options.way;
  const needsRoom = way === 'fast-forward' || (await hasTrackedChanges(git, dir));
  const attempt = (makeRoom: boolean) => pullWith(git, dir, options, { way, before, to, makeRoom });
  const first = await attempt(needsRoom);
  // Files that git does not know are in the way of some merges only.
  return first.kind === 'blocked' && !needsRoom ? attempt(true) : first;
}

interface Attempt {
  way: PullWay;
  before: string;
  to: string;
  /** Whether local changes are set aside. */
  makeRoom: boolean;
}

async function pullWith(
  git: GitEnvironment,
  dir: string,
  options: PullBranchOptions,
  attempt: Attempt,
): Promise<PullBranchResult> {
  const begun = await begin(git, dir, options, attempt);
  if (begun) return begun;
  try {
    const blocked = await join(git, dir, options, attempt);
    if (!blocked) return (await finishOngoing(git, dir, options)) as PullBranchResult;
    await giveUp(git, dir, options);
    return { kind: 'blocked', ...blocked };
  } catch (error) {
    await giveUp(git, dir, options);
    throw error;
  }
}

/** Keeps the state before and notes that a pull is under way. Null when it is. */
async function begin(
  git: GitEnvironment,
  dir: string,
  { keepAs, branch, upstream, as, signal }: PullBranchOptions,
  { way, before, to, makeRoom }: Attempt,
): Promise<PullBranchResult | null> {
  const keep = { ...keepAs(), signal };
  const note = (point: RecoveryPoint, isAside: boolean): PullNote => ({
    by: keep.by.name,
    at: new Date().toISOString(),
    way,
    branch,
    upstream,
    before,
    to,
    phase: 'pull',
    point,
    setAside: isAside,
  });
  if (makeRoom) {
    const beforeClearing = (point: RecoveryPoint) => writePullNote(git, dir, note(point, true), as);
    const aside = await setAside(git, dir, { ...keep, beforeClearing });
    if (aside.kind === 'set-aside') return null;
    await deletePullNote(git, dir);
    if (aside.kind === 'no-commit-yet' || aside.kind === 'stopped') return { kind: 'unborn' };
    if (aside.kind !== 'nothing-to-set-aside') return aside;
  }
  await writePullNote(git, dir, note(await takeRecoveryPoint(git, dir, keep), false), as);
  return null;
}

/** Null when it went through or stopped at conflicts. */
async function join(
  git: GitEnvironment,
  dir: string,
  options: PullBranchOptions,
  { way, before, to }: Attempt,
): Promise<BlockedFiles | null> {
  const { as, branch, message, signal } = options;
  if (way === 'fast-forward') {
    const result = await pullFastForward(git, dir, options);
    return result.kind === 'blocked' ? result : null;
  }
  const identity = toIdentityVariables(as, as);
  const { GIT_COMMITTER_NAME = '', GIT_COMMITTER_EMAIL = '' } = identity;
  const env = way === 'merge' ? identity : { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL };
  const args = way === 'merge' ? [...mergeArgs, '-m', message, '--end-of-options', to] : [...rebaseArgs, to];
  const result = await runGit(await withOwnMerging(git, dir, branch), dir, args, {
    env,
    signal,
    okExitCodes: [0, 1, 2, 128],
    timeoutMs: 600_000,
  });
  if (result.exitCode === 0) return null;
  if (saysBlocked(result.stderr))
    return findBlockedFiles(git, dir, { from: before, to, stderr: result.stderr });
  if (await findOngoingOperation(dir)) return null;
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

const mergeArgs = [
  'merge',
  '--no-ff',
  '--commit',
  '--no-edit',
  '--no-squash',
  '--no-autostash',
  '--no-gpg-sign',
  '--no-verify-signatures',
  '--no-verify',
  '--no-signoff',
  '--no-log',
  '--no-rerere-autoupdate',
  '--no-overwrite-ignore',
  '--no-stat',
  '--strategy=ort',
  '--quiet',
];

const rebaseArgs = [
  'rebase',
  '--merge',
  '--no-autostash',
  '--no-autosquash',
  '--no-update-refs',
  '--no-gpg-sign',
  '--no-rerere-autoupdate',
  '--no-verify',
  '--no-fork-point',
  '--no-stat',
  '--empty=drop',
  '--quiet',
];

/** Undoes an attempt that failed. Nobody has resolved anything yet, so there is nothing more to keep. */
async function giveUp(git: GitEnvironment, dir: string, { keepAs }: PullBranchOptions): Promise<void> {
  const keep = keepAs();
  const note = await findPullNote(git, dir);
  const { kind } = await abortOngoing(git, dir, { ...keep, signal: undefined });
  if (kind !== 'aborted') return;
  await deleteRecoveryPoint(git, dir, keep.id);
  if (note?.point) await deleteRecoveryPoint(git, dir, note.point.id);
}

async function hasTrackedChanges(git: GitEnvironment, dir: string): Promise<boolean> {
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1] });
  const args = ['diff-index', '--quiet', '--ignore-submodules=dirty', 'HEAD', '--'];
  return (await runGit(git, dir, args, { okExitCodes: [0, 1], readOnly: true })).exitCode === 1;
}

async function haveCommonCommit(git: GitEnvironment, dir: string, a: string, b: string): Promise<boolean> {
  const { exitCode } = await runGit(git, dir, ['merge-base', a, b], { okExitCodes: [0, 1], readOnly: true });
  return exitCode === 0;
}

async function isShallow(git: GitEnvironment, dir: string): Promise<boolean> {
  const { stdout } = await runGit(git, dir, ['rev-parse', '--is-shallow-repository'], { readOnly: true });
  return stdout.toString('latin1').trim() === 'true';
}
