import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { fetchWeights, type GitProgress } from '../process/progress.ts';
import { runGit } from '../process/run-git.ts';
import type { Submodule } from './list-submodules.ts';

export type SubmoduleUpdate =
  | { kind: 'updated' }
  /** its repository does not have the commit (any more) */
  | { kind: 'commit-gone' }
  /** files that were changed in it are in the way; nothing was changed */
  | { kind: 'in-the-way'; stderr: string }
  /** its folder or its part of `.git` leads elsewhere, or is something else */
  | { kind: 'unusable'; problem: string };

export interface UpdateSubmoduleOptions {
  /** where it is fetched from; what `.gitmodules` and the configuration say does not count */
  url: string;
  onProgress?(progress: GitProgress): void;
  signal?: AbortSignal;
}

const timeoutMs = 60 * 60_000;

/**
 * Brings one submodule to the commit that its repository wants, cloning it when it is not there. Submodules inside of
 * it are not touched. What was checked out before stays under `refs/notelab/kept/` of the submodule.
 * @param git.remote git that reaches the address
 * @param git.local git without a way anywhere
 */
export async function updateSubmodule(
  git: { remote: GitEnvironment; local: GitEnvironment },
  dir: string,
  submodule: Submodule,
  { url, onProgress, signal }: UpdateSubmoduleOptions,
): Promise<SubmoduleUpdate> {
  const { name, path, pinned, checkedOut } = submodule;
  const problem = await findProblem(dir, submodule);
  if (problem) return { kind: 'unusable', problem };
  const gitDir = `.git/modules/${name}`;
  const inModule = ['--git-dir', join(dir, gitDir)];
  const outside = { outsideRepository: true, signal };
  const hasCommit = async () =>
    (await isFolder(join(dir, gitDir))) &&
    (
      await runGit(git.local, dir, [...inModule, 'cat-file', '-e', `${pinned}^{commit}`], {
        ...outside,
        okExitCodes: [0, 1, 128],
      })
    ).exitCode === 0;

  const settings: [string, string][] = [
    [`submodule.${name}.url`, url],
    [`submodule.${name}.active`, 'true'],
  ];
  for (const [key, value] of settings)
    await runGit(git.local, dir, ['config', '--local', key, value], { signal });

  if (!(await isFolder(join(dir, gitDir)))) {
    const clone = ['submodule', 'update', '--init', '--checkout', '--no-recommend-shallow', '--progress'];
    try {
      await runGit(withSettings(git.remote, settings), dir, [...clone, '--', path], {
        onProgress,
        progressWeights: fetchWeights,
        signal,
        timeoutMs,
      });
    } catch (error) {
      if (error instanceof GitError && (await isFolder(join(dir, gitDir))) && !(await hasCommit()))
        return { kind: 'commit-gone' };
      throw error;
    }
    return { kind: 'updated' };
  }

  const fetch = async (refspec: string) =>
    runGit(
      git.remote,
      dir,
      [
        ...[...inModule, 'fetch', '--progress', '--no-recurse-submodules', '--no-write-fetch-head'],
        ...['--no-auto-maintenance', '--refmap=', '--end-of-options', url, refspec],
      ],
      { ...outside, onProgress, progressWeights: fetchWeights, timeoutMs },
    );
  if (!(await hasCommit())) await fetch('+refs/heads/*:refs/remotes/origin/*');
  // A commit of no branch may still be there for who asks for it.
  if (!(await hasCommit())) await fetch(pinned).catch((error) => ignoreGitFailure(error));
  if (!(await hasCommit())) return { kind: 'commit-gone' };
  if (checkedOut && checkedOut !== pinned) {
    const keep = [...inModule, 'update-ref', `refs/notelab/kept/${checkedOut}`, checkedOut];
    await runGit(git.local, dir, keep, outside);
  }
  try {
    await runGit(
      withSettings(git.local, settings),
      dir,
      ['submodule', 'update', '--init', '--checkout', '--no-fetch', '--', path],
      { signal },
    );
  } catch (error) {
    if (error instanceof GitError && /would be overwritten|untracked working tree/.test(error.stderr))
      return { kind: 'in-the-way', stderr: error.stderr };
    throw error;
  }
  return { kind: 'updated' };
}

/** Wins over what the repository's configuration says of the same. */
function withSettings(git: GitEnvironment, settings: [string, string][]): GitEnvironment {
  return { ...git, config: [...git.config, ...settings] };
}

function ignoreGitFailure(error: unknown): void {
  if (!(error instanceof GitError) || error.code === 'cancelled') throw error;
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() ?? false;
}

/** Links on the way would have git write somewhere else than in this repository. */
async function findProblem(dir: string, { name, path }: Submodule): Promise<string | null> {
  for (const whole of [path, `.git/modules/${name}`]) {
    const names = whole.split('/');
    for (let count = 1; count <= names.length; count++) {
      const part = names.slice(0, count).join('/');
      const stats = await lstat(join(dir, part)).catch(() => null);
      if (stats && !stats.isDirectory()) return `${part} is not a folder`;
    }
  }
  for (const file of ['commondir', 'objects/info/alternates', 'objects/info/http-alternates'])
    if (await lstat(join(dir, '.git/modules', name, file)).catch(() => null))
      return `.git/modules/${name}/${file} borrows from another repository`;
  const gitFile = await lstat(join(dir, path, '.git')).catch(() => null);
  if (gitFile && !gitFile.isFile()) return `${path}/.git is not what git made of it`;
  return null;
}
