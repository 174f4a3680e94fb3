import { lstat } from 'node:fs/promises';
import { stageFiles } from '../commits/stage-files.ts';
import { findLfsTracked } from '../lfs/find-lfs-tracked.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { runGit } from '../process/run-git.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';
import { type FilePatch, type Hunk, parsePatch, toHunk } from './parse-hunks.ts';

/** A changed file that can be taken in parts. */
export interface DividedFile {
  path: string;
  /** where a renamed file was */
  originalPath?: string | undefined;
}

const mostFileBytes = 1024 * 1024;
const mostPatchBytes = 4 * 1024 * 1024;

/**
 * The places where a file on disk differs from the last commit. Null when it can only be taken as a whole: a file that
 * is new, deleted, binary, large, kept by Git LFS, or has become another kind of thing.
 * @throws InvalidPathError
 */
export async function readHunks(
  git: GitEnvironment,
  dir: string,
  file: DividedFile,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Hunk[] | null> {
  const patch = await readFilePatch(git, dir, file, options);
  return patch ? patch.hunks.map(toHunk) : null;
}

/** The same, as the patch that git makes of it. */
export async function readFilePatch(
  git: GitEnvironment,
  dir: string,
  { path, originalPath }: DividedFile,
  { signal }: { signal?: AbortSignal | undefined },
): Promise<FilePatch | null> {
  const full = Buffer.concat([Buffer.from(`${dir}/`), toRepositoryPathBytes(path)]);
  const stats = await lstat(full).catch(() => null);
  if (!stats?.isFile() || stats.size > mostFileBytes) return null;
  // Of a large file kept elsewhere the repository has a pointer, in which no part stands alone.
  if ((await findLfsTracked(git, dir, [path])).length > 0) return null;
  // Against an index that holds the file as git would store it, so that filters and line ends play no part.
  const output = await withOwnIndex(dir, async (indexFile) => {
    const env = { GIT_INDEX_FILE: indexFile };
    const head = await runGit(git, dir, ['read-tree', 'HEAD'], { env, signal, okExitCodes: [0, 128] });
    if (head.exitCode !== 0) return null;
    await stageFiles(git, dir, originalPath ? [path, originalPath] : [path], { env, signal });
    const result = await runGit(git, dir, diffCommand, {
      env,
      signal,
      readOnly: true,
      maxOutputBytes: mostPatchBytes,
    }).catch(nullWhenTooLarge);
    return result?.stdout ?? null;
  });
  const files = output ? parsePatch(output) : [];
  const [only] = files;
  if (files.length !== 1 || !only || only.hunks.length === 0) return null;
  return /^(?:new|deleted) file mode /m.test(only.header) ? null : only;
}

/** What a shared repository's configuration could change about a patch is said here. */
const diffCommand = [
  '-c',
  'diff.suppressBlankEmpty=false',
  '-c',
  'diff.renameLimit=100',
  'diff-index',
  '--cached',
  '--patch',
  '--unified=3',
  '--inter-hunk-context=0',
  '--find-renames',
  '--full-index',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
  'HEAD',
  '--',
];

function nullWhenTooLarge(error: unknown): null {
  if (error instanceof GitError && error.code === 'output-too-large') return null;
  throw error;
}
