import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { readHead } from '../status/read-head.ts';

/**
 * Makes sure that a clone can stand in for another: HEAD is where it should be, and every object that a branch of
 * the remote leads to is there.
 * @throws GitError `git-failed` with what is missing
 */
export async function verifyClone(
  git: GitEnvironment,
  dir: string,
  { branch, signal }: { branch: string | null; signal?: AbortSignal },
): Promise<void> {
  const head = await readHead(git, dir);
  const actual = head.kind === 'detached' ? null : head.branch;
  if (branch !== actual)
    throw new GitError('git-failed', {
      args: [],
      stderr: `The new clone is on ${actual}, not on ${branch}.`,
    });
  await runGit(git, dir, ['rev-list', '--objects', '--all', '--quiet'], {
    signal,
    timeoutMs: 3_600_000,
    readOnly: true,
  });
}
