import type { GitEnvironment } from '../process/git-environment.ts';
import { type FileContent, toFileContent } from '../repository/file-content.ts';
import { defaultMaxBytes, readBlob } from '../repository/read-blob.ts';
import { readWorkingFile } from '../repository/read-working-file.ts';
import { findCheckedOutSubmodule, findSubmodule } from '../submodules/find-submodule.ts';

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
  const sides = { path, old: toFileContent(old), new: toFileContent(current) };
  if (options.against === 'HEAD' && sides.old.kind === 'absent')
    sides.old = toSubmodule(await findSubmodule(git, dir, 'HEAD', oldPath));
  if (options.against === 'HEAD' && sides.new.kind === 'absent')
    sides.new = toSubmodule(await findCheckedOutSubmodule(git, dir, path));
  return sides;
}

/**
 * Both sides of a file in a commit: what its first parent has, and what it has itself.
 * @param options.parent null: the commit has none, so everything in it is new
 */
export async function diffCommittedFile(
  git: GitEnvironment,
  dir: string,
  commit: { oid: string; parent: string | null },
  path: string,
  options: { originalPath?: string; maxBytes?: number },
): Promise<FileDiff> {
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  const read = async (revision: string, at: string): Promise<FileContent> => {
    const content = toFileContent(await readBlob(git, dir, revision, at, { maxBytes }));
    return content.kind === 'absent' ? toSubmodule(await findSubmodule(git, dir, revision, at)) : content;
  };
  const [old, current] = await Promise.all([
    commit.parent === null
      ? ({ kind: 'absent' } as const)
      : read(commit.parent, options.originalPath ?? path),
    read(commit.oid, path),
  ]);
  return { path, old, new: current };
}

function toSubmodule(oid: string | null): FileContent {
  return oid === null ? { kind: 'absent' } : { kind: 'submodule', oid };
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
