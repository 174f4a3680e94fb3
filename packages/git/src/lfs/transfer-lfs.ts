import type { GitEnvironment } from '../process/git-environment.ts';
import {
  type GitProgress,
  lfsDownloadWeights,
  lfsUploadWeights,
  type ProgressWeights,
} from '../process/progress.ts';
import { runGit } from '../process/run-git.ts';

export interface TransferOptions {
  onProgress?(progress: GitProgress): void;
  signal?: AbortSignal;
  /** default two hours */
  timeoutMs?: number;
}

const defaultTimeoutMs = 2 * 60 * 60_000;
/** Arguments of one process; many more would not fit. */
const oidsAtOnce = 500;
const showProgress = { GIT_LFS_FORCE_PROGRESS: '1' };

/**
 * Downloads the large files of the current commit and puts them where their pointers are; files that were changed
 * meanwhile stay as they are. The environment says from where (`lfs.url`).
 * @param path one file; all of them when left out
 */
export async function fetchLfs(
  git: GitEnvironment,
  dir: string,
  { path, ...options }: TransferOptions & { path?: string } = {},
): Promise<void> {
  const which = path === undefined ? [] : ['--include', toPattern(path)];
  await run(git, dir, ['lfs', 'pull', ...which], { ...options, progressWeights: lfsDownloadWeights });
}

/**
 * Uploads large files that are here, by their ids. The environment says to where (`lfs.url`).
 * @param options.url the repository's address, for Git LFS to have one that the repository cannot change
 */
export async function uploadLfs(
  git: GitEnvironment,
  dir: string,
  oids: string[],
  { url, ...options }: TransferOptions & { url: string },
): Promise<void> {
  for (let start = 0; start < oids.length; start += oidsAtOnce) {
    const some = oids.slice(start, start + oidsAtOnce);
    const running = { ...options, progressWeights: lfsUploadWeights };
    await run(git, dir, ['lfs', 'push', '--object-id', url, ...some], running);
  }
}

function run(
  git: GitEnvironment,
  dir: string,
  args: string[],
  options: TransferOptions & { progressWeights: ProgressWeights },
) {
  return runGit(git, dir, args, {
    ...options,
    env: showProgress,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  });
}

/** Git LFS takes names for patterns, in a list; what stands for something else there becomes “any character”. */
function toPattern(path: string): string {
  return `/${path.replace(/[*?[\]\\,!#{}"\s]/gu, '?')}`;
}
