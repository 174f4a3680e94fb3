import { stageFiles } from '../commits/stage-files.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';

/** What is on disk, as trees. */
export interface WorkingTree {
  /** Tracked and untracked files alike, without ignored ones. */
  files: string;
  /** What the index has. */
  index: string;
}

/**
 * Reads what is on disk into an index of its own (see `withOwnIndex`), which afterwards knows each file as it was
 * when it was read, so that `moveFiles` sees when one has changed since.
 * @param leaveOut untracked paths that are not to be looked at
 * @returns null when there are unresolved conflicts
 */
export async function readWorkingTree(
  git: GitEnvironment,
  dir: string,
  options: { indexFile: string; leaveOut?: string[]; signal?: AbortSignal | undefined },
): Promise<WorkingTree | null> {
  const { indexFile, signal } = options;
  const written = await runGit(git, dir, ['write-tree'], { okExitCodes: [0, 128], signal });
  if (written.exitCode !== 0) {
    if (/unmerged|error building trees/.test(written.stderr)) return null;
    throw new GitError(codeForFailure(written.stderr), { args: ['write-tree'], ...written });
  }
  const index = written.stdout.toString('latin1').trim();
  // Read from the repository's own index: what is known there about files need not be found out again.
  await runGit(git, dir, ['read-tree', `--index-output=${indexFile}`, '-m', index], { signal });
  const env = { GIT_INDEX_FILE: indexFile };
  const leaveOut = new Set(options.leaveOut);
  const untracked = (await listPaths(git, dir, ['ls-files', '--others', '--exclude-standard', '-z'])).filter(
    (path) => !path.endsWith('/') && !leaveOut.has(path),
  );
  const changed = await listPaths(git, dir, [
    'diff-files',
    '-z',
    '--name-only',
    '--no-ext-diff',
    '--ignore-submodules=all',
    '--',
  ]);
  await stageFiles(git, dir, [...new Set([...changed, ...untracked])], { env, signal });
  const { stdout } = await runGit(git, dir, ['write-tree'], { env, signal });
  return { files: stdout.toString('latin1').trim(), index };
}

/**
 * Makes the files on disk what `to` has, where they are as `from` has them. All or nothing: when one has changed
 * since it was read into the index file, or one that git does not know is in the way, no file is touched.
 * @returns the paths in the way; none when it is done
 */
export async function moveFiles(
  git: GitEnvironment,
  dir: string,
  move: { indexFile: string; from: string; to: string; signal?: AbortSignal | undefined },
): Promise<string[]> {
  const { indexFile, from, to, signal } = move;
  if (from === to) return [];
  const args = ['read-tree', '-m', '-u', from, to];
  const result = await runGit(git, dir, args, {
    env: { GIT_INDEX_FILE: indexFile },
    okExitCodes: [0, 128],
    signal,
    timeoutMs: 600_000,
  });
  if (result.exitCode === 0) return [];
  const inTheWay = Array.from(
    result.stderr.matchAll(
      /^error: (?:Entry|Untracked working tree file|Updating) '(.+?)' (?:not uptodate|would be|would lose)/gms,
    ),
    ([, path = '']) => path,
  );
  if (inTheWay.length === 0) throw new GitError(codeForFailure(result.stderr), { args, ...result });
  return inTheWay;
}

/** Makes the repository's own index what `tree` has; what it knows about files that stay is kept. */
export async function moveIndex(
  git: GitEnvironment,
  dir: string,
  tree: string,
  signal?: AbortSignal,
): Promise<void> {
  await runGit(git, dir, ['read-tree', '--reset', tree], { signal });
  await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1], signal });
}

async function listPaths(git: GitEnvironment, dir: string, args: string[]): Promise<string[]> {
  return splitNull((await runGit(git, dir, args, { readOnly: true, maxOutputBytes: 256 << 20 })).stdout);
}
