import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Everything below a folder at one moment, by path, folders before what is in them. */
export type FolderState = Map<string, Entry>;

interface Entry {
  /** Where it is, its size and times: the same as long as nobody writes to it. */
  mark: string;
  make(at: string): void;
}

/**
 * Reads a folder into memory. cp(1) would have the kernel write down each new file first, which takes far longer.
 * @param before an earlier state; what has not been written to since is taken from it
 */
export function readFolderState(folder: string, before: FolderState = new Map()): FolderState {
  const state: FolderState = new Map();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const mark = markOf(join(folder, path));
    const known = before.get(path);
    const entry = known?.mark === mark ? known : readEntry(join(folder, path), mark);
    // Temporary files of a git that runs beside may go while they are read.
    if (entry) state.set(path, entry);
  }
  return state;
}

/**
 * Makes a folder what another one was.
 * @param before what was put there last, and how it looked then
 * @returns how it looks now
 */
export function putFolderState(folder: string, state: FolderState, before: Put = new Map()): Put {
  mkdirSync(folder, { recursive: true });
  const put: Put = new Map();
  const isUntouched = (path: string) => {
    const last = before.get(path);
    return last !== undefined && last.entry === state.get(path) && last.mark === markOf(join(folder, path));
  };
  // The inner ones first, so that a folder is empty when it goes.
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().reverse())
    if (!isUntouched(path) && !isFolder(state, path, folder)) rmSync(join(folder, path), { recursive: true });
  for (const [path, entry] of state) {
    const at = join(folder, path);
    if (markOf(at) === null) entry.make(at);
    put.set(path, { entry, mark: markOf(at) });
  }
  return put;
}

type Put = Map<string, { entry: Entry; mark: string | null }>;

/** A folder stays one, however its times have changed. */
function isFolder(state: FolderState, path: string, folder: string): boolean {
  const entry = state.get(path);
  return entry?.mark === folderMark && markOf(join(folder, path)) === folderMark;
}

const folderMark = 'folder';

function markOf(at: string): string | null {
  const stats = lstatSync(at, { bigint: true, throwIfNoEntry: false });
  if (!stats) return null;
  return stats.isDirectory() ? folderMark : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.mode}`;
}

function readEntry(at: string, mark: string | null): Entry | null {
  if (mark === null) return null;
  if (mark === folderMark) return { mark, make: (to) => mkdirSync(to) };
  try {
    const stats = lstatSync(at);
    if (stats.isSymbolicLink()) {
      const target = readlinkSync(at);
      return { mark, make: (to) => symlinkSync(target, to) };
    }
    const content = readFileSync(at);
    return {
      mark,
      make(to) {
        writeFileSync(to, content, { mode: stats.mode });
        utimesSync(to, stats.atime, stats.mtime);
      },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
