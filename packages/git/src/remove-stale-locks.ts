import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findGitProcesses } from './find-git-processes.ts';

export interface LockCleaning {
  /** paths inside `.git` */
  removed: string[];
  /** left, because a git process is, or may be, at work */
  held: string[];
}

const uncertainAgeMs = 600_000;

/**
 * Removes lock files whose git is dead (killed, or gone with the machine): `index.lock`, `HEAD.lock`, those of
 * refs, and what a killed commit of Notelab left. Call it when git reported `lock-held`, and after a restart.
 *
 * A lock is stale when no living git works in this repository and it is older than `minAgeMs` (default 2 s).
 * Where processes cannot be seen, it has to be older than ten minutes.
 */
export async function removeStaleLocks(
  dir: string,
  options: { minAgeMs?: number } = {},
): Promise<LockCleaning> {
  const cleaning: LockCleaning = { removed: [], held: [] };
  const locks = await listLocks(dir);
  if (locks.length === 0) return cleaning;
  const processes = await findGitProcesses(dir);
  const minAgeMs = processes === 'unknown' ? uncertainAgeMs : (options.minAgeMs ?? 2000);
  const busy = processes !== 'unknown' && processes.length > 0;
  for (const lock of locks) {
    const path = join(dir, '.git', lock);
    const stats = await lstat(path).catch(() => null);
    if (!stats) continue;
    if (busy || Date.now() - stats.mtimeMs < minAgeMs) cleaning.held.push(lock);
    else {
      await unlink(path);
      cleaning.removed.push(lock);
    }
  }
  return cleaning;
}

async function listLocks(dir: string): Promise<string[]> {
  const top = await listFiles(join(dir, '.git'));
  const refs = await listFiles(join(dir, '.git', 'refs'), { recursive: true });
  // no branch can be called *.lock, so whatever is called so below refs is a lock
  return [...top, ...refs.map((file) => join('refs', file))].filter(
    (file) => file.endsWith('.lock') || file.startsWith('notelab-commit-'),
  );
}

async function listFiles(folder: string, options: { recursive?: boolean } = {}): Promise<string[]> {
  const entries = await readdir(folder, { ...options, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
