import { lstat, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { listRemoteRefs } from '../branches/list-remote-refs.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { cloneWeights, type GitProgress } from '../process/progress.ts';
import { runGit } from '../process/run-git.ts';
import { type Head, readHead } from '../status/read-head.ts';
import { refuseTooManyFiles } from './too-many-files.ts';

export interface CloneOptions {
  url: string;
  /** absolute; must not exist, its parent must */
  directory: string;
  /** default: the remote's default branch */
  branch?: string;
  onProgress?(progress: GitProgress): void;
  signal?: AbortSignal;
  /** default one hour */
  timeoutMs?: number;
}

export type CloneResult =
  | { kind: 'cloned'; head: Head }
  | { kind: 'branch-gone'; branch: string }
  | { kind: 'directory-taken' };

/**
 * Clones a repository. A repository without a commit is cloned too, with `branch` as its branch to be. Whatever
 * goes wrong, no half clone stays behind.
 * @throws GitError with the reason (authentication-failed, repository-not-found, network …), or `too-many-files`
 */
export async function cloneRepository(git: GitEnvironment, options: CloneOptions): Promise<CloneResult> {
  const { directory, branch } = options;
  if (await lstat(directory).catch(() => null)) return { kind: 'directory-taken' };
  try {
    const result = await clone(git, options);
    if (result.kind !== 'cloned') await rm(directory, { recursive: true, force: true });
    return result;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    if (
      !(error instanceof GitError && branch !== undefined && /Remote branch .* not found/s.test(error.stderr))
    )
      throw error;
    return cloneEmptyRemote(git, { ...options, branch });
  }
}

async function clone(git: GitEnvironment, options: CloneOptions): Promise<CloneResult> {
  const { url, directory, branch, onProgress, signal, timeoutMs = 3_600_000 } = options;
  const args = ['clone', '--no-checkout', '--progress', '--origin=origin', '--no-recurse-submodules'];
  args.push('--template=');
  if (branch !== undefined) args.push(`--branch=${branch}`);
  const running = { onProgress, progressWeights: cloneWeights, signal, timeoutMs };
  await runGit(git, dirname(directory), [...args, '--', url, `./${basename(directory)}`], {
    ...running,
    outsideRepository: true,
  });
  const head = await readHead(git, directory);
  // --branch takes a tag too, and would leave us on no branch at all
  if (head.kind === 'detached' && branch !== undefined) return { kind: 'branch-gone', branch };
  if (head.kind !== 'unborn') {
    await refuseTooManyFiles(git, directory, head.oid, { signal });
    await runGit(git, directory, ['checkout', '--force', '--progress', '--no-recurse-submodules'], running);
  }
  return { kind: 'cloned', head };
}

/** git reports a missing branch both when the branch is gone and when there is nothing at all yet. */
async function cloneEmptyRemote(
  git: GitEnvironment,
  options: CloneOptions & { branch: string },
): Promise<CloneResult> {
  const { url, directory, branch, signal } = options;
  const { branches } = await listRemoteRefs(git, dirname(directory), url, { signal });
  if (branches.length > 0) return { kind: 'branch-gone', branch };
  try {
    const result = await clone(git, { ...options, branch: undefined });
    await runGit(git, directory, ['symbolic-ref', '-m', 'clone', 'HEAD', `refs/heads/${branch}`]);
    return result.kind === 'cloned' ? { kind: 'cloned', head: await readHead(git, directory) } : result;
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}
