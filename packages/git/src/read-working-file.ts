import { existsSync } from 'node:fs';
import { constants, type FileHandle, open, readlink } from 'node:fs/promises';
import type { Blob } from './read-blob.ts';
import { toRepositoryPathBytes } from './repository-path.ts';

const hasProc = existsSync('/proc/self/fd');
const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * Content of a file on disk; a symbolic link is its target's name, as git stores it.
 *
 * The reader is not in the jail, and those who can write here may swap a folder for a link at any moment. So
 * each folder is opened from the one before, never following a link (what openat does; /proc stands in for it).
 */
export async function readWorkingFile(dir: string, path: string, maxBytes: number): Promise<Blob> {
  const names = splitPath(toRepositoryPathBytes(path));
  const last = names.pop()!;
  let folder = await open(dir, O_RDONLY | O_DIRECTORY);
  let folderPath: Buffer = Buffer.from(dir);
  try {
    for (const name of names) {
      const inside = within(folder, folderPath, name);
      const next = await open(inside, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      await folder.close();
      folder = next;
      folderPath = inside;
    }
    return await readEntry(within(folder, folderPath, last), maxBytes);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return { kind: 'absent' };
    throw error;
  } finally {
    await folder.close();
  }
}

function within(folder: FileHandle, folderPath: Buffer, name: Buffer): Buffer {
  const base = hasProc ? Buffer.from(`/proc/self/fd/${folder.fd}`) : folderPath;
  return Buffer.concat([base, Buffer.from('/'), name]);
}

async function readEntry(entry: Buffer, maxBytes: number): Promise<Blob> {
  const target = await readlink(entry, { encoding: 'buffer' }).catch(() => null);
  if (target) return { kind: 'bytes', bytes: target };
  // O_NONBLOCK: opening a named pipe must not wait for somebody to write to it
  const file = await open(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'absent' };
    if (stats.size > maxBytes) return { kind: 'too-large', sizeBytes: stats.size };
    const bytes = Buffer.alloc(stats.size);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return { kind: 'bytes', bytes: bytes.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}

function splitPath(path: Buffer): Buffer[] {
  const names: Buffer[] = [];
  let start = 0;
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
    names.push(path.subarray(start, slash));
    start = slash + 1;
  }
  return [...names, path.subarray(start)];
}
