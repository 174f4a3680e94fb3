import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit } from '../status/read-head.ts';
import { type Commit, readCommits } from './log-commits.ts';

export interface NewCommits {
  count: number;
  /** newest first, at most `limit` */
  commits: Commit[];
}

/**
 * What a merge of `from` would bring to `to`: commits that `to` does not have, merges left out.
 * None when `from` has no commit; all of them when `to` has none.
 */
export async function listNewCommits(
  git: GitEnvironment,
  dir: string,
  options: { from: string; to: string; limit: number },
): Promise<NewCommits> {
  const [from, to] = await Promise.all([
    findCommit(git, dir, options.from),
    findCommit(git, dir, options.to),
  ]);
  if (from === null) return { count: 0, commits: [] };
  const revisions = ['--no-merges', to === null ? from : `${to}..${from}`];
  const counted = await runGit(git, dir, ['rev-list', '--count', ...revisions, '--'], { readOnly: true });
  return {
    count: Number(counted.stdout.toString('latin1')),
    commits: await readCommits(git, dir, { revisions, limit: options.limit }),
  };
}
