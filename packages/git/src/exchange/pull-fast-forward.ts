import { type BlockedFiles, findBlockedFiles, saysBlocked } from '../branches/blocked-files.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { refuseTooManyFiles } from '../repository/too-many-files.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';
import { findCommit, readHead } from '../status/read-head.ts';

export interface PullOptions {
  /** the branch the caller believes is current */
  branch: string;
  /** its name on the remote */
  upstream: string;
  signal?: AbortSignal;
}

export type PullResult =
  | { kind: 'up-to-date'; ahead: number }
  /** `from` is null when the branch had no commit before */
  | { kind: 'updated'; from: string | null; to: string; fileCount: number }
  | { kind: 'diverged'; ahead: number; behind: number }
  | ({ kind: 'blocked' } & BlockedFiles)
  | { kind: 'upstream-gone' }
  /** neither here nor there is a commit */
  | { kind: 'unborn' }
  | { kind: 'not-current'; current: string | null }
  | { kind: 'operation-in-progress'; operation: OngoingOperation }
  | { kind: 'unresolved-conflicts' };

/**
 * Moves the current branch to what was last fetched, when that only adds commits. Call `fetchRemote` first.
 * Local changes stay; where they are in the way nothing happens and the files are named.
 */
export async function pullFastForward(
  git: GitEnvironment,
  dir: string,
  options: PullOptions,
): Promise<PullResult> {
  const head = await readHead(git, dir);
  const current = head.kind === 'detached' ? null : head.branch;
  if (current !== options.branch) return { kind: 'not-current', current };
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  const to = await findCommit(git, dir, `refs/remotes/origin/${options.upstream}`);
  if (!to) return { kind: head.kind === 'unborn' ? 'unborn' : 'upstream-gone' };
  const from = head.kind === 'branch' ? head.oid : null;
  if (from) {
    const { ahead, behind } = await countAheadBehind(git, dir, from, to);
    if (behind === 0) return { kind: 'up-to-date', ahead };
    if (ahead > 0) return { kind: 'diverged', ahead, behind };
  }
  return fastForward(git, dir, from, to, options.signal);
}

async function fastForward(
  git: GitEnvironment,
  dir: string,
  from: string | null,
  to: string,
  signal?: AbortSignal,
): Promise<PullResult> {
  const args = [
    'merge',
    '--ff-only',
    '--no-overwrite-ignore',
    '--no-autostash',
    '--no-stat',
    '--quiet',
    '--end-of-options',
    to,
  ];
  await refuseTooManyFiles(git, dir, to, { signal });
  const result = await runGit(git, dir, args, { okExitCodes: [0, 1, 2, 128], signal, timeoutMs: 600_000 });
  if (result.exitCode === 0) {
    return { kind: 'updated', from, to, fileCount: (await listChangedPaths(git, dir, from, to)).length };
  }
  if (saysBlocked(result.stderr)) {
    return { kind: 'blocked', ...(await findBlockedFiles(git, dir, { from, to, stderr: result.stderr })) };
  }
  if (/you have unmerged files|resolve your current index|needs merge/i.test(result.stderr)) {
    return { kind: 'unresolved-conflicts' };
  }
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

/** Commits only here, commits only there. */
export async function countAheadBehind(git: GitEnvironment, dir: string, here: string, there: string) {
  const { stdout } = await runGit(
    git,
    dir,
    ['rev-list', '--left-right', '--count', '--end-of-options', `${here}...${there}`, '--'],
    { readOnly: true },
  );
  const [ahead = 0, behind = 0] = stdout.toString('latin1').trim().split('\t').map(Number);
  return { ahead, behind };
}
