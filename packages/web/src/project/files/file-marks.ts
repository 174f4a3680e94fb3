import type { Change, Checkout } from '@notelab/contract';
import { joinPath } from '../paths.ts';

/** What the tree shows about git: marks of files, folders that hold changes, and the folders of checkouts. */
export interface FileMarks {
  /** Changed files by path. */
  files: ReadonlyMap<string, Change['kind']>;
  /** Folders with a change anywhere below. */
  folders: ReadonlySet<string>;
  /** Untracked folders that git names as a whole: everything in them is untracked. */
  untracked: readonly string[];
}

export const noMarks: FileMarks = { files: new Map(), folders: new Set(), untracked: [] };

/** Gathers the changes of all checkouts by their path in the project. */
export function toFileMarks(
  checkouts: { checkout: Pick<Checkout, 'folderName'>; changes: Change[] }[],
): FileMarks {
  const files = new Map<string, Change['kind']>();
  const folders = new Set<string>();
  const untracked: string[] = [];
  for (const { checkout, changes } of checkouts) {
    for (const { path, kind } of changes) {
      const isFolder = path.endsWith('/');
      const full = joinPath(checkout.folderName, isFolder ? path.slice(0, -1) : path);
      if (isFolder) {
        untracked.push(full);
        folders.add(full);
      } else files.set(full, kind);
      addParents(folders, full);
    }
  }
  return { files, folders, untracked };
}

/** How a file is marked; null when git has nothing to say about it. */
export function markOf(marks: FileMarks, path: string): Change['kind'] | null {
  const mark = marks.files.get(path);
  if (mark) return mark;
  return marks.untracked.some((folder) => path.startsWith(`${folder}/`)) ? 'untracked' : null;
}

function addParents(folders: Set<string>, path: string): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const folder = path.slice(0, slash);
    // Its own parents are there already then.
    if (folders.has(folder)) return;
    folders.add(folder);
  }
}
