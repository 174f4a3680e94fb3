import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';

/** Whether a commit is on a branch of the remote, as last fetched: then others may have it already. */
export async function isPushed(git: GitEnvironment, dir: string, oid: string): Promise<boolean> {
  const args = ['rev-list', '--max-count=1', oid, '--not', '--remotes', '--'];
  return (await runGit(git, dir, args, { readOnly: true })).stdout.length === 0;
}
