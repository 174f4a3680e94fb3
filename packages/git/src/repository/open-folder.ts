import { existsSync } from 'node:fs';
import { constants, open } from 'node:fs/promises';

const hasProc = existsSync('/proc/self/fd');
const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

export interface OpenFolder {
  /** Path of an entry of this very folder, whatever is renamed or linked meanwhile. */
  entry(name: string | Buffer): Buffer;
  close(): Promise<void>;
}

/**
 * Opens a folder, and no link to one. The server is not in the jail, and those who can write to a repository may
 * swap a folder for a link at any moment: entries are named from an open folder (what openat does; /proc stands
 * in for it).
 */
export async function openFolder(path: string | Buffer): Promise<OpenFolder> {
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  const base = hasProc ? `/proc/self/fd/${handle.fd}/` : Buffer.concat([Buffer.from(path), Buffer.from('/')]);
  return {
    entry: (name) => Buffer.concat([Buffer.from(base), Buffer.from(name)]),
    close: () => handle.close(),
  };
}
