import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { defaultStatusLimit, parseStatus, type RepositoryStatus } from './parse-status.ts';

/**
 * Everything about the state of a checkout, from one git process.
 * @param options.limit most entries to return; the rest are counted, conflicts always come
 */
export async function readStatus(
  git: GitEnvironment,
  dir: string,
  options: { limit?: number; signal?: AbortSignal } = {},
): Promise<RepositoryStatus> {
  const limit = options.limit ?? defaultStatusLimit;
  try {
    return parseStatus(await runStatus(git, dir, 'all', options.signal), limit);
  } catch (error) {
    if (!(error instanceof GitError && error.code === 'output-too-large')) throw error;
    // Somebody unpacked a data set: name the new folders instead of their hundred thousand files.
    return parseStatus(await runStatus(git, dir, 'normal', options.signal), limit);
  }
}

async function runStatus(
  git: GitEnvironment,
  dir: string,
  untracked: 'all' | 'normal',
  signal?: AbortSignal,
) {
  const { stdout } = await runGit(
    git,
    dir,
    [
      'status',
      '--porcelain=v2',
      '-z',
      '--branch',
      '--show-stash',
      '--ahead-behind',
      '--renames',
      `--untracked-files=${untracked}`,
      // do not start git inside submodules: their configuration is one more that nobody looked at
      '--ignore-submodules=dirty',
    ],
    { readOnly: true, signal, maxOutputBytes: 32 * 1024 * 1024 },
  );
  // A branch's file that is empty or nonsense (the power went) would look like a branch before its first commit.
  if (stdout.includes('# branch.oid (initial)\0# branch.head (unknown)\0'))
    throw new GitError('git-failed', {
      args: ['status'],
      stderr: 'fatal: the current branch appears to be broken',
    });
  return stdout;
}
