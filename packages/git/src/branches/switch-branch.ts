import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { refuseTooManyFiles } from '../repository/too-many-files.ts';
import { findCommit } from '../status/read-head.ts';
import { type BlockedFiles, findBlockedFiles, saysBlocked } from './blocked-files.ts';
import { checkBranchName, isRefName } from './check-branch-name.ts';

/** Why HEAD could not move; nothing was changed. */
export type SwitchRefusal =
  | ({ kind: 'blocked-by-local-changes' } & BlockedFiles)
  | { kind: 'operation-in-progress'; operation: OngoingOperation }
  | { kind: 'unresolved-conflicts' }
  | { kind: 'in-use-elsewhere' };

export type SwitchResult =
  | { kind: 'switched'; branch: string; created: boolean }
  | { kind: 'no-such-branch' }
  /** there is one, but git reads its name as something else (`-x`, `@`); a branch with another name can begin at it */
  | { kind: 'unusable-name' }
  | SwitchRefusal;

/**
 * Goes to a local branch, or to the local branch that follows a remote one, which is made when there is none.
 * Never forces: local changes are carried along or, where they are in the way, named; ignored files are kept.
 */
export async function switchBranch(
  git: GitEnvironment,
  dir: string,
  target: string | { remoteBranch: string },
  options: { signal?: AbortSignal } = {},
): Promise<SwitchResult> {
  const branch = typeof target === 'string' ? target : target.remoteBranch;
  if (!isRefName(branch)) return { kind: 'no-such-branch' };
  const localTip = await findCommit(git, dir, `refs/heads/${branch}`);
  const unusable = isUnusable(branch);
  if (localTip) {
    if (unusable) return { kind: 'unusable-name' };
    const refusal = await runSwitch(git, dir, ['--end-of-options', branch], localTip, options.signal);
    return refusal ?? { kind: 'switched', branch, created: false };
  }
  const remoteRef = `refs/remotes/origin/${branch}`;
  const remoteTip = typeof target === 'string' ? null : await findCommit(git, dir, remoteRef);
  if (!remoteTip) return { kind: 'no-such-branch' };
  if (unusable) return { kind: 'unusable-name' };
  const args = [`--create=${branch}`, '--track=direct', '--end-of-options', remoteRef];
  const refusal = await runSwitch(git, dir, args, remoteTip, options.signal);
  return refusal ?? { kind: 'switched', branch, created: true };
}

/** A new branch may not be called `head`, but one that exists can be gone to. */
function isUnusable(name: string): boolean {
  const check = checkBranchName(name);
  if (check.kind === 'valid') return false;
  return check.problem !== 'reserved' || name === 'HEAD' || name === '@';
}

/** `git switch` with expected refusals as values; null when it switched. */
export async function runSwitch(
  git: GitEnvironment,
  dir: string,
  args: string[],
  to: string | null,
  signal?: AbortSignal,
): Promise<SwitchRefusal | null> {
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  const from = await findCommit(git, dir, 'HEAD');
  if (to && to !== from) await refuseTooManyFiles(git, dir, to, { signal });
  const command = [
    'switch',
    '--no-guess',
    '--no-progress',
    '--no-recurse-submodules',
    '--no-overwrite-ignore',
    ...args,
  ];
  const result = await runGit(git, dir, command, { okExitCodes: [0, 1, 128], signal, timeoutMs: 600_000 });
  if (result.exitCode === 0) return null;
  const { stderr } = result;
  if (to && saysBlocked(stderr)) {
    return { kind: 'blocked-by-local-changes', ...(await findBlockedFiles(git, dir, { from, to, stderr })) };
  }
  if (/resolve your current index first|needs merge/.test(stderr)) return { kind: 'unresolved-conflicts' };
  if (/is already (?:checked out|used by worktree) at/.test(stderr)) return { kind: 'in-use-elsewhere' };
  throw new GitError(codeForFailure(stderr), { args: command, ...result });
}
