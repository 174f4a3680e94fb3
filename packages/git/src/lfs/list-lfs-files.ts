import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { readWorkingFile } from '../repository/read-working-file.ts';
import { type LfsPointer, maxPointerBytes, parseLfsPointer } from './lfs-pointer.ts';
import { readPointers } from './read-pointers.ts';

/** A file of the current commit, or about to be in the next, that Git LFS keeps. */
export interface LfsFile extends LfsPointer {
  path: string;
  /** false: on disk there is only the pointer */
  fetched: boolean;
}

const defaultLimit = 5000;

/**
 * The large files that Git LFS keeps for the repository, as its attributes and its index say.
 * @param options.limit most files that are looked at, default 5,000; `total` counts all
 */
export async function listLfsFiles(
  git: GitEnvironment,
  dir: string,
  options: { limit?: number } = {},
): Promise<{ files: LfsFile[]; total: number }> {
  const { stdout } = await runGit(git, dir, ['ls-files', '-z', '--stage', '--', ':(attr:filter=lfs)'], {
    readOnly: true,
    // The one place where a pathspec means more than a path.
    env: { GIT_LITERAL_PATHSPECS: '0' },
  });
  const staged = splitNull(stdout).flatMap((line) => {
    const [, oid, path] = /^100\d{3} ([0-9a-f]+) 0\t(.+)$/s.exec(line) ?? [];
    return oid && path ? [{ oid, path }] : [];
  });
  const looked = staged.slice(0, options.limit ?? defaultLimit);
  const pointers = await readPointers(git, dir, [...new Set(looked.map(({ oid }) => oid))]);
  const files: LfsFile[] = [];
  for (const { oid, path } of looked) {
    const pointer = pointers.get(oid);
    // Attributes can be newer than the file: it is in the repository itself.
    if (!pointer) continue;
    files.push({ ...pointer, path, fetched: await isFetched(dir, path) });
  }
  return { files, total: staged.length };
}

/** What is gone from disk is not taken for fetched, and not for a pointer either: git shows it as deleted. */
async function isFetched(dir: string, path: string): Promise<boolean> {
  const onDisk = await readWorkingFile(dir, path, maxPointerBytes);
  return onDisk.kind !== 'bytes' || parseLfsPointer(onDisk.bytes.toString('utf8')) === null;
}
