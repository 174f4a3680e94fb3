import { lstat, readdir, unlink } from 'node:fs/promises';
import { findGitProcesses } from '../process/find-git-processes.ts';
import { type OpenFolder, openFolder } from './open-folder.ts';

export interface LockCleaning {
  /** paths inside `.git` */
  removed: string[];
  /** left, because a git process is, or may be, at work */
  held: string[];
}

const uncertainAgeMs = 600_000;
const deepestFolder = 20;

/**
 * Removes lock files whose git is dead (killed, or gone with the machine): `index.lock`, `HEAD.lock`, those of
 * refs, and what a killed commit of Notelab left. Call it when git reported `lock-held`, and after a restart.
 *
 * A lock is stale when no living git works in this repository and it is older than `minAgeMs` (default 2 s).
 * Where processes cannot be seen, it has to be older than ten minutes. No link is followed: a `.git` that leads
 * elsewhere has nothing to be removed.
 */
export async function removeStaleLocks(
  dir: string,
  options: { minAgeMs?: number } = {},
): Promise<LockCleaning> {
  const cleaning: LockCleaning = { removed: [], held: [] };
  let minAgeMs: number | undefined;
  await inFolder(dir, (folder) =>
    inFolder(folder.entry('.git'), (gitFolder) =>
      visitLocks(gitFolder, '', async (lock, path) => {
        minAgeMs ??= await findMinAge(dir, options.minAgeMs ?? 2000);
        const stats = await lstat(path).catch(() => null);
        if (!stats) return;
        if (Date.now() - stats.mtimeMs < minAgeMs) cleaning.held.push(lock);
        else {
          await unlink(path);
          cleaning.removed.push(lock);
        }
      }),
    ),
  );
  return cleaning;
}

/** How old a lock must be to be stale. */
async function findMinAge(dir: string, minAgeMs: number): Promise<number> {
  const processes = await findGitProcesses(dir);
  if (processes === 'unknown') return uncertainAgeMs;
  return processes.length > 0 ? Number.POSITIVE_INFINITY : minAgeMs;
}

/** Locks lie in the git folder itself and, as no branch can be called *.lock, anywhere below refs. */
async function visitLocks(
  folder: OpenFolder,
  prefix: string,
  visit: (lock: string, path: Buffer) => Promise<void>,
): Promise<void> {
  const entries = await readdir(folder.entry('.'), { withFileTypes: true });
  for (const entry of entries) {
    const name = prefix + entry.name;
    const path = folder.entry(entry.name);
    const isRefs = name === 'refs' || name.startsWith('refs/');
    if (entry.isDirectory() && isRefs && name.split('/').length < deepestFolder)
      await inFolder(path, (inner) => visitLocks(inner, `${name}/`, visit));
    else if (entry.isFile() && (name.endsWith('.lock') || name.startsWith('notelab-')))
      await visit(name, path);
  }
}

/** Nothing is done where there is no folder, or a link instead of one. */
async function inFolder(path: string | Buffer, work: (folder: OpenFolder) => Promise<void>): Promise<void> {
  const folder = await openFolder(path).catch(() => null);
  if (!folder) return;
  try {
    await work(folder);
  } finally {
    await folder.close();
  }
}
