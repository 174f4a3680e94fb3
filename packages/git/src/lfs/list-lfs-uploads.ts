import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import type { LfsPointer } from './lfs-pointer.ts';
import { readPointers } from './read-pointers.ts';

/**
 * Large files (Git LFS) that commits name and that are here: what has to be uploaded before the commits are pushed.
 */
export async function listLfsUploads(
  git: GitEnvironment,
  dir: string,
  commit: string,
  options: { signal?: AbortSignal } = {},
): Promise<LfsPointer[]> {
  const args = ['rev-list', '--objects', '--no-object-names', '--filter=object:type=blob'];
  const { stdout } = await runGit(
    git,
    dir,
    [...args, '--filter-provided-objects', '--not', '--remotes=origin', '--not', '--end-of-options', commit],
    { ...options, readOnly: true, maxOutputBytes: 256 * 1024 * 1024 },
  );
  const blobs = stdout.toString('latin1').split('\n').filter(Boolean);
  const pointers = [...(await readPointers(git, dir, blobs, options)).values()];
  const byOid = new Map(pointers.map((pointer) => [pointer.oid, pointer]));
  const here = await Promise.all(
    [...byOid.values()].map(async (pointer) => ((await isHere(dir, pointer)) ? [pointer] : [])),
  );
  return here.flat();
}

async function isHere(dir: string, { oid }: LfsPointer): Promise<boolean> {
  const path = join(dir, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  return (await lstat(path).catch(() => null))?.isFile() ?? false;
}
