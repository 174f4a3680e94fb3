import { type FileContent, toFileContent } from './file-content.ts';
import type { GitEnvironment } from './git-environment.ts';
import { defaultMaxBytes, readBlob } from './read-blob.ts';
import { readWorkingFile } from './read-working-file.ts';

export interface FileDiff {
  path: string;
  old: FileContent;
  new: FileContent;
}

/**
 * Both sides of a changed file, for a view that compares them: what HEAD (or the index) has, and what is on disk.
 * A side that does not exist (untracked, deleted, no commit yet) is `absent`.
 * @param options.originalPath where the old side is, for a renamed file
 * @param options.maxBytes per side, default 1 MiB; a larger one is `too-large`
 */
export async function diffFile(
  git: GitEnvironment,
  dir: string,
  path: string,
  options: { against: 'HEAD' | 'index'; originalPath?: string; maxBytes?: number },
): Promise<FileDiff> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const oldPath = options.originalPath ?? path;
  const [old, current] = await Promise.all([
    readOld(git, dir, oldPath, options.against, maxBytes),
    readWorkingFile(dir, path, maxBytes),
  ]);
  return { path, old: toFileContent(old), new: toFileContent(current) };
}

async function readOld(
  git: GitEnvironment,
  dir: string,
  path: string,
  against: 'HEAD' | 'index',
  maxBytes: number,
) {
  if (against === 'HEAD') return readBlob(git, dir, 'HEAD', path, { maxBytes });
  const staged = await readBlob(git, dir, '', path, { maxBytes });
  // in a conflict the index holds three versions; ours is the one people compare with
  return staged.kind === 'absent' ? readBlob(git, dir, ':2', path, { maxBytes }) : staged;
}
