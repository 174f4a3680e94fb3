import { constants } from 'node:fs';
import { type FileHandle, open, readlink } from 'node:fs/promises';
import { encodePath } from '@notelab/git';
import { fail, ProblemError } from '../../problem.ts';

const asFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
const mostLinks = 40;

/**
 * What a place is for. A link in the last place is followed to read or change what it leads to, and meant itself
 * where an entry is made, moved or deleted. Only reading goes into `.git`: git's own folder is changed by git
 * alone, as its configuration can make git run programs.
 */
export type Purpose = 'read' | 'change' | 'entry';

/** A place in a project: an open folder and a name in it. Good until `release`. */
interface Place {
  /** Path for the file system that means this very folder's entry, whatever is renamed or linked meanwhile. */
  at: Buffer;
  release(): Promise<void>;
}

/**
 * Finds a path of a project without ever leaving the project's folder. Terminals and kernels write to the same
 * files at the same time, so checking a path first and using it later could be tricked with a link put there
 * in between. Instead each folder is opened without following links, as openat(2) would, and links are
 * followed here, by hand, inside the project.
 */
async function findPlace(root: string, path: string, purpose: Purpose): Promise<Place> {
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
      if (purpose !== 'read' && name.toString('latin1').toLowerCase() === '.git')
        fail('path-invalid', 'The folder “.git” belongs to git and is not edited here.');
      const here = entryOf(folders.at(-1)!, name);
      if (name.equals(Buffer.from('..'))) {
        if (folders.length === 1) fail('path-invalid', 'This link leads out of the project.');
        await folders.pop()!.close();
        rest = after;
        continue;
      }
      const target = after.length > 0 || purpose !== 'entry' ? await readTarget(here) : null;
      if (target) {
        if (++links > mostLinks) fail('path-invalid', 'These links lead in a circle.');
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

/**
 * Runs `work` on a place and lets the place go afterwards. The entry itself may turn into a link at any moment, so
 * `work` must not follow one there.
 */
export async function atPlace<T>(
  root: string,
  path: string,
  purpose: Purpose,
  work: (at: Buffer) => Promise<T>,
): Promise<T> {
  const place = await findPlace(root, path, purpose);
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

/** Where a link leads; null for what is no link, or not there yet: a new file's place is found like any other. */
async function readTarget(path: Buffer): Promise<Buffer | null> {
  try {
    return await readlink(path, 'buffer');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EINVAL' || code === 'ENOENT') return null;
    throw error;
  }
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
  if (code === 'ENAMETOOLONG') return new ProblemError('path-invalid', 'The name or the path is too long.');
  const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENXIO';
  return isMissing ? new ProblemError('file-not-found', 'There is no such file any more.') : error;
}
