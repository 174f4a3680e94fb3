import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { encodePath } from '@notelab/git';
import { fail, ProblemError } from '../../problem.ts';

const asFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const mostLinks = 40;

/** A place in a project: an open folder and a name in it. Good until `release`. */
export interface Place {
  /** Path for the file system that means this very folder's entry, whatever is renamed or linked meanwhile. */
  at: Buffer;
  release(): Promise<void>;
}

/**
 * Finds a path of a project without ever leaving the project's folder. Terminals and kernels write to the same
 * files at the same time, so checking a path first and using it later could be tricked with a link put there
 * in between. Instead each folder is opened without following links, as openat(2) would, and links are
 * followed here, by hand, inside the project.
 * @param followLast whether a link in the last place is followed (reading) or meant itself (deleting)
 */
export async function findPlace(root: string, path: string, followLast: boolean): Promise<Place> {
  const folders = [await open(root, asFolder)];
  const release = async () => {
    await Promise.all(folders.splice(0).map((folder) => folder.close()));
  };
  try {
    let rest = path === '' ? [] : path.split('/').map(encodePath);
    let links = 0;
    let last: Buffer = Buffer.from('.');
    while (rest.length > 0) {
      const [name, ...after] = rest as [Buffer, ...Buffer[]];
      const here = entryOf(folders.at(-1)!, name);
      if (name.equals(Buffer.from('..'))) {
        if (folders.length === 1) fail('path-invalid', 'This link leads out of the project.');
        await folders.pop()!.close();
        rest = after;
      } else if ((after.length > 0 || followLast) && (await isLink(here))) {
        if (++links > mostLinks) fail('path-invalid', 'These links lead in a circle.');
        const target = await readlink(here, 'buffer');
        if (target[0] === 0x2f) fail('path-invalid', 'This link leads out of the project.');
        rest = [...splitBytes(target), ...after];
      } else if (after.length > 0) {
        folders.push(await open(here, asFolder));
        rest = after;
      } else {
        last = name;
        rest = [];
      }
    }
    return { at: entryOf(folders.at(-1)!, last), release };
  } catch (error) {
    await release();
    throw missing(error);
  }
}

/** Runs `work` on a place and lets the place go afterwards. */
export async function atPlace<T>(
  root: string,
  path: string,
  followLast: boolean,
  work: (at: Buffer) => Promise<T>,
): Promise<T> {
  const place = await findPlace(root, path, followLast);
  try {
    return await work(place.at);
  } catch (error) {
    throw missing(error);
  } finally {
    await place.release();
  }
}

const entryOf = (folder: FileHandle, name: Buffer) =>
  Buffer.concat([Buffer.from(`/proc/self/fd/${folder.fd}/`), name]);

/** What is not there is no link: a new file's place is found like any other. */
async function isLink(path: Buffer): Promise<boolean> {
  const stats = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return stats?.isSymbolicLink() ?? false;
}

function splitBytes(path: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = 0; end <= path.length; end++) {
    if (end < path.length && path[end] !== 0x2f) continue;
    const part = path.subarray(start, end);
    if (part.length > 0 && !part.equals(Buffer.from('.'))) parts.push(part);
    start = end + 1;
  }
  return parts;
}

function missing(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
  return isMissing ? new ProblemError('file-not-found', 'There is no such file any more.') : error;
}
