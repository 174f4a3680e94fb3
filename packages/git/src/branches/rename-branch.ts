import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { readHead } from '../status/read-head.ts';
import { type BranchNameProblem, checkBranchName, isRefName } from './check-branch-name.ts';
import { findBranchInTheWay } from './create-branch.ts';
import { renameLeft } from './left-changes.ts';

export type RenameBranchResult =
  | { kind: 'renamed' }
  | { kind: 'no-such-branch' }
  | { kind: 'invalid-name'; problem: BranchNameProblem }
  | { kind: 'name-taken'; existing: string }
  | { kind: 'in-use-elsewhere' };

/**
 * Gives a local branch another name; its reflog, and what was left on it, go along. It follows nothing afterwards:
 * the remote's branch keeps its name, and a push makes one of the new name.
 */
export async function renameBranch(
  git: GitEnvironment,
  dir: string,
  { from, to }: { from: string; to: string },
): Promise<RenameBranchResult> {
  if (!isRefName(from)) return { kind: 'no-such-branch' };
  const check = checkBranchName(to);
  if (check.kind === 'invalid') return { kind: 'invalid-name', problem: check.problem };
  const existing = await findBranchInTheWay(git, dir, to, { except: from });
  if (existing) return { kind: 'name-taken', existing };
  const head = await readHead(git, dir);
  if (head.kind === 'unborn' && head.branch === from) {
    await runGit(git, dir, ['symbolic-ref', '-m', 'rename branch', 'HEAD', `refs/heads/${to}`]);
    return { kind: 'renamed' };
  }
  const args = ['branch', '--move', '--end-of-options', from, to];
  const result = await runGit(git, dir, args, { okExitCodes: [0, 1, 128] });
  if (result.exitCode !== 0) {
    if (/no branch named|invalid branch name: /i.test(result.stderr)) return { kind: 'no-such-branch' };
    if (/is already (?:checked out|used by worktree) at|is being (?:rebased|bisected)/.test(result.stderr))
      return { kind: 'in-use-elsewhere' };
    throw new GitError(codeForFailure(result.stderr), { args, ...result });
  }
  for (const key of ['remote', 'merge'])
    await runGit(git, dir, ['config', '--local', '--unset-all', `branch.${to}.${key}`], {
      okExitCodes: [0, 5],
    });
  await renameLeft(git, dir, from, to);
  return { kind: 'renamed' };
}
