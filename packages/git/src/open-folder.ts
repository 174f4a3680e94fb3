import { existsSync } from 'node:fs';
import { constants, type FileHandle, open } from 'node:fs/promises';

const hasProc = existsSync('/proc/self/fd');
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

export interface OpenFolder {
  handle: FileHandle;
  /** As it was opened; where there is no /proc, entries are found by it. */
  path: Buffer;
}

/**
 * Opens a folder, and no link to one. The server is not in the jail, and those who can write to a repository may
 * swap a folder for a link at any moment; so each folder is opened from the one before, never following a link
 * (what openat does; /proc stands in for it).
 */
export async function openFolder(path: string | Buffer): Promise<OpenFolder> {
  return { handle: await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path: Buffer.from(path) };
}

/** Path of an entry of this very folder, whatever is renamed or linked meanwhile. Good while the folder is open. */
export function entryOf({ handle, path }: OpenFolder, name: string | Buffer): Buffer {
  const base = hasProc ? Buffer.from(`/proc/self/fd/${handle.fd}`) : path;
  return Buffer.concat([base, Buffer.from('/'), Buffer.from(name)]);
}
