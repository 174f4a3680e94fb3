import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';

/** The largest repositories that are known have a fifth of it. */
const mostFiles = 2_000_000;

/**
 * A few kilobytes of folders that name each other can stand for more files than there are disks for; git would
 * begin to write them out and take all memory on the way. So they are counted first, up to what is possible.
 * @throws GitError `too-many-files`
 */
export async function refuseTooManyFiles(
  git: GitEnvironment,
  dir: string,
  commit: string,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const args = ['ls-tree', '-r', '-z', '--format=.', '--end-of-options', commit];
  const bytesPerFile = '.\0'.length;
  try {
    const maxOutputBytes = mostFiles * bytesPerFile;
    await runGit(git, dir, args, { ...options, readOnly: true, maxOutputBytes });
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'output-too-large') throw error;
    throw new GitError('too-many-files', { args });
  }
}
