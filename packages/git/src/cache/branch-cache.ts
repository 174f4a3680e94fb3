import { lstat, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PushOptions, type PushResult, pushCommit } from '../exchange/push-commit.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { fetchWeights, type GitProgress } from '../process/progress.ts';
import { runGit } from '../process/run-git.ts';

/**
 * A repository without files that holds the newest commits of branches and their trees, but contents only of the files
 * that were asked for. Nothing is in it that the remote does not have, or could not be made again.
 */
export interface BranchCache {
  /** absolute */
  dir: string;
  /** of the remote */
  url: string;
}

/** Beyond so many packs, or so many bytes, beginning anew is cheaper. */
const mostPacks = 200;
const mostBytes = 512 * 1024 * 1024;
/** There while somebody works in the cache, and for ever when they were killed. */
const unfinished = 'unfinished';

/**
 * Works in a cache, which is made when there is none. One that somebody did not leave as it should be, because they
 * were killed or failed, is thrown away first: there may be locks and half packs in it.
 * @param folder absolute; it is there, belongs to the cache alone and to whom git runs as
 */
export async function useBranchCache<T>(
  git: GitEnvironment,
  { folder, url }: { folder: string; url: string },
  work: (cache: BranchCache) => Promise<T>,
): Promise<T> {
  const dir = join(folder, 'repository');
  const marker = join(folder, unfinished);
  if ((await exists(marker)) || (await isWornOut(dir))) await rm(dir, { recursive: true, force: true });
  await writeFile(marker, '');
  if (!(await exists(dir))) {
    // By git, so that it belongs to whom git runs as.
    await runGit(git, folder, ['init', '--quiet', '--template=', '--', './repository'], {
      outsideRepository: true,
    });
  }
  const result = await work({ dir, url });
  await rm(marker, { force: true });
  return result;
}

const exists = async (path: string) => (await lstat(path).catch(() => null)) !== null;

async function isWornOut(dir: string): Promise<boolean> {
  const packs = join(dir, '.git/objects/pack');
  const names = (await readdir(packs).catch(() => [])).filter((name) => name.endsWith('.pack'));
  if (names.length > mostPacks) return true;
  const sizes = await Promise.all(names.map(async (name) => (await lstat(join(packs, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0) > mostBytes;
}

/** git that knows: what is not here, the remote has. Fetches and pushes need it; everything else is to fail instead. */
export function withPromises(git: GitEnvironment, { url }: BranchCache): GitEnvironment {
  return {
    ...git,
    config: [
      ...git.config,
      ['remote.origin.url', url],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.partialCloneFilter', 'blob:none'],
      // Packs can be counted; loose objects would only become more.
      ['transfer.unpackLimit', '1'],
    ],
  };
}

/**
 * Fetches the newest commit of a branch with its trees. A server that cannot leave out the contents of files sends them
 * as well. @returns the commit; null when the branch is not there.
 * @throws GitError when the remote cannot be reached
 */
export async function fetchTip(
  git: GitEnvironment,
  cache: BranchCache,
  branch: string,
  options: { onProgress?(progress: GitProgress): void; signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<string | null> {
  const { dir } = cache;
  const tip = `refs/remotes/origin/${branch}`;
  const args = [
    'fetch',
    '--progress',
    '--depth=1',
    '--filter=blob:none',
    '--no-tags',
    '--no-write-fetch-head',
  ];
  args.push(
    '--no-recurse-submodules',
    '--refmap=',
    '--end-of-options',
    'origin',
    `+refs/heads/${branch}:${tip}`,
  );
  try {
    await runGit(withPromises(git, cache), dir, args, {
      onProgress: options.onProgress,
      progressWeights: fetchWeights,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? 600_000,
    });
  } catch (error) {
    if (error instanceof GitError && /couldn't find remote ref/.test(error.stderr)) return null;
    throw error;
  }
  const { stdout } = await runGit(git, dir, ['rev-parse', '--verify', '--end-of-options', tip], {
    readOnly: true,
  });
  return stdout.toString('latin1').trim();
}

/** Pushes a commit that was written here, as `pushCommit` does. */
export function pushFromCache(
  git: GitEnvironment,
  cache: BranchCache,
  options: Omit<PushOptions, 'url' | 'setUpstream'>,
): Promise<PushResult> {
  const partial = withPromises(git, cache);
  // No deltas: git would look for the old contents of files to make them against, and they are not here.
  return pushCommit({ ...partial, config: [...partial.config, ['pack.window', '0']] }, cache.dir, options);
}
