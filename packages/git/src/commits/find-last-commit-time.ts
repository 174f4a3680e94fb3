import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit } from '../status/read-head.ts';

/**
 * When a commit was made in this checkout last, whoever made it and on which branch; commits that were fetched do not
 * count. Null when none was.
 */
export async function findLastCommitTime(git: GitEnvironment, dir: string): Promise<Date | null> {
  if (!(await findCommit(git, dir, 'HEAD'))) return null;
  const args = ['log', '--walk-reflogs', '--grep-reflog=^commit', '-1', '--format=%gd', '--date=unix'];
  const { stdout } = await runGit(git, dir, [...args, '--no-show-signature', 'HEAD', '--'], {
    readOnly: true,
  });
  const seconds = /@\{(\d+)\}/.exec(stdout.toString('latin1'))?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000);
}
