import { type Commit, readCommits } from '../commits/log-commits.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { keepCommit, type TakeOptions } from '../recovery/recovery-points.ts';
import { encodePath } from '../repository/path-encoding.ts';
import { findCommit } from '../status/read-head.ts';
import { isRefName } from './check-branch-name.ts';

export type DeleteBranchResult =
  | { kind: 'deleted'; oid: string }
  | { kind: 'no-such-branch' }
  /** it is the current one, here or in another worktree */
  | { kind: 'in-use' };

/** Deletes a local branch, whatever is on it. The commit it ended with is kept as a recovery point first. */
export async function deleteBranch(
  git: GitEnvironment,
  dir: string,
  options: Pick<TakeOptions, 'id' | 'reason' | 'by'> & { name: string },
): Promise<DeleteBranchResult> {
  const { name } = options;
  const oid = isRefName(name) ? await findCommit(git, dir, `refs/heads/${name}`) : null;
  if (!oid) return { kind: 'no-such-branch' };
  if (await isInUse(git, dir, name)) return { kind: 'in-use' };
  await keepCommit(git, dir, { ...options, branch: name, oid });
  // `git branch --delete` takes the branch's configuration along, and refuses a branch that is in use.
  const args = ['branch', '--delete', '--force', '--end-of-options', name];
  const result = await runGit(git, dir, args, { okExitCodes: [0, 1, 128] });
  if (result.exitCode === 0) return { kind: 'deleted', oid };
  if (/checked out at|used by worktree/i.test(result.stderr)) return { kind: 'in-use' };
  throw new GitError(codeForFailure(result.stderr), { args, ...result });
}

async function isInUse(git: GitEnvironment, dir: string, name: string): Promise<boolean> {
  const format = '--format=%(worktreepath)';
  const { stdout } = await runGit(git, dir, ['for-each-ref', format, `refs/heads/${name}`], {
    readOnly: true,
  });
  return stdout.toString('latin1').split('\n', 1)[0] !== '';
}

/** Commits that these refs reach and no other branch, local or of `origin`, does: newest first, and how many. */
export async function listOwnCommits(
  git: GitEnvironment,
  dir: string,
  refs: string[],
  options: { limit: number },
): Promise<{ count: number; commits: Commit[] }> {
  const { stdout } = await runGit(
    git,
    dir,
    ['for-each-ref', '--format=%(refname)%00', 'refs/heads/', 'refs/remotes/origin/'],
    { readOnly: true },
  );
  const own = new Set([...refs, 'refs/remotes/origin/HEAD']);
  const others = splitNull(stdout)
    .map((ref) => ref.replace(/^\n/, ''))
    .filter((ref) => ref !== '' && !own.has(ref));
  const stdin = encodePath([...refs, ...others.map((ref) => `^${ref}`), ''].join('\n'));
  const counted = await runGit(git, dir, ['rev-list', '--count', '--stdin'], { stdin, readOnly: true });
  const count = Number(counted.stdout.toString('latin1'));
  if (count === 0) return { count, commits: [] };
  const { stdout: oids } = await runGit(git, dir, ['rev-list', `--max-count=${options.limit}`, '--stdin'], {
    stdin,
    readOnly: true,
  });
  const revisions = ['--no-walk=unsorted', ...oids.toString('latin1').trim().split('\n')];
  return { count, commits: await readCommits(git, dir, { revisions, limit: options.limit }) };
}
