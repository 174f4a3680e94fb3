import { constants, open, readlink } from 'node:fs/promises';
import { openFolder } from './open-folder.ts';
import type { Blob } from './read-blob.ts';
import { toRepositoryPathBytes } from './repository-path.ts';

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * Content of a file on disk; a symbolic link is its target's name, as git stores it. No link is followed on the way
 * to it, nor is the repository's folder itself one.
 */
export async function readWorkingFile(dir: string, path: string, maxBytes: number): Promise<Blob> {
  return readBelow(dir, splitPath(toRepositoryPathBytes(path)), maxBytes);
}

/** A file of git's own below `.git`, in the same way; null when there is none, or it is larger. */
export async function readGitFile(dir: string, path: string, maxBytes: number): Promise<Buffer | null> {
  const blob = await readBelow(dir, splitPath(Buffer.from(`.git/${path}`)), maxBytes);
  return blob.kind === 'bytes' ? blob.bytes : null;
}

async function readBelow(dir: string, [...names]: Buffer[], maxBytes: number): Promise<Blob> {
  const last = names.pop()!;
  let folder = await openFolder(dir).catch(() => null);
  if (!folder) return { kind: 'absent' };
  try {
    for (const name of names) {
      const next = await openFolder(folder.entry(name));
      await folder.close();
      folder = next;
    }
    return await readEntry(folder.entry(last), maxBytes);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return { kind: 'absent' };
    throw error;
  } finally {
    await folder.close();
  }
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
