import { readdir, readFile, stat } from 'node:fs/promises';

const deepestFolder = 40;

/**
 * Ids of the git processes that work in a repository, or `unknown` where that cannot be seen (no /proc, or
 * a git of another user).
 *
 * Folders are compared by device and inode: a process in a jail names its folder by a path that is only true
 * there, but `/proc/PID/cwd` leads to the same folder.
 */
export async function findGitProcesses(dir: string): Promise<number[] | 'unknown'> {
  const folder = await stat(dir);
  const entries = await readdir('/proc').catch(() => null);
  if (!entries) return 'unknown';
  const found: number[] = [];
  for (const pid of entries.filter((name) => /^\d+$/.test(name))) {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (!/^git(?:\n|-)/.test(name)) continue;
    const inside = await worksIn(`/proc/${pid}/cwd`, folder);
    if (inside === 'unknown') return 'unknown';
    if (inside) found.push(Number(pid));
  }
  return found;
}

async function worksIn(cwd: string, folder: { dev: number; ino: number }): Promise<boolean | 'unknown'> {
  let path = `${cwd}/.`;
  let previous: { dev: number; ino: number } | undefined;
  for (let depth = 0; depth < deepestFolder; depth++) {
    const here = await stat(path).catch((error: NodeJS.ErrnoException) => error.code ?? 'EIO');
    // ENOENT, ESRCH: it has ended meanwhile
    if (typeof here === 'string') return here === 'EACCES' || here === 'EPERM' ? 'unknown' : false;
    if (here.dev === folder.dev && here.ino === folder.ino) return true;
    if (previous && previous.dev === here.dev && previous.ino === here.ino) return false;
    previous = here;
    path += '/..';
  }
  return false;
}
