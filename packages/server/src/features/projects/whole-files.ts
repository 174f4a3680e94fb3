import { type FileHandle, lstat } from 'node:fs/promises';
import { fail } from '../../problem.ts';
import { etagOf, inOpened, type ProjectFiles } from './files.ts';
import { atPlace } from './project-folder.ts';

export interface WholeFile {
  bytes: Buffer;
  etag: string;
  stamp: string;
}

/** A file as it is now. Throws `file-not-found`, and `file-too-large` before anything of it is read. */
export async function readWhole(files: ProjectFiles, path: string, mostBytes: number): Promise<WholeFile> {
  return atPlace(files.root, path, 'read', (at) =>
    inOpened(at, async (handle) => {
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) fail('file-not-found', 'This is not a file any more.');
      if (stats.size > mostBytes)
        fail('file-too-large', `The file is larger than ${Math.floor(mostBytes / 1024 / 1024)} MB.`);
      const bytes = await readAtMost(handle, Number(stats.size));
      return { bytes, etag: etagOf(bytes), stamp: stampOf(stats) };
    }),
  );
}

/** A file that a program goes on writing to may have no end. */
async function readAtMost(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let read = 0;
  for (let got = -1; got !== 0 && read < size; read += got)
    got = (await handle.read(bytes, read, size - read, read)).bytesRead;
  return bytes.subarray(0, read);
}

/** Tells without reading a file whether it was written meanwhile; null when there is none. */
export async function findStamp(files: ProjectFiles, path: string): Promise<string | null> {
  try {
    return await atPlace(files.root, path, 'read', (at) =>
      inOpened(at, async (handle) => {
        const stats = await handle.stat({ bigint: true });
        return stats.isFile() ? stampOf(stats) : null;
      }),
    );
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** How large a file is; null for what is none, a link among it. */
export async function findSize(files: ProjectFiles, path: string): Promise<number | null> {
  return atPlace(files.root, path, 'entry', async (at) => {
    const stats = await lstat(at);
    return stats.isFile() ? stats.size : null;
  });
}

/** Whether an error says that there is no such file, or none that can be reached. */
export function isGone(error: unknown): boolean {
  const code = (error as { problem?: { code: string } }).problem?.code;
  return code === 'file-not-found' || code === 'path-invalid';
}

const stampOf = (stats: { size: bigint; mtimeNs: bigint; ctimeNs: bigint; ino: bigint }): string =>
  [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join('-');
