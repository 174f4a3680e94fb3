import type { GitEnvironment } from './git-environment.ts';
import { runGit } from './run-git.ts';

/**
 * Has git write down what it finds in the working tree: the files' times and sizes, and which folders hold nothing new
 * (the untracked cache of git-update-index(1)). The next `readStatus` then takes half the time, also when some files
 * have changed since. Worth it after an action that wrote many files; takes the index's lock.
 */
export async function refreshIndex(
  git: GitEnvironment,
  dir: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  // The cache is kept for one way of listing, which must be that of `readStatus`.
  const settings = ['core.untrackedCache=true', 'status.showUntrackedFiles=all'];
  const options = ['--porcelain=v2', '-z', '--untracked-files=all', '--ignore-submodules=all'];
  await runGit(git, dir, [...settings.flatMap((setting) => ['-c', setting]), 'status', ...options], {
    signal,
    maxOutputBytes: 512 * 1024 * 1024,
  });
}
