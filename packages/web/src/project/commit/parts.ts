import type { Change } from '@notelab/contract';

/** Files of which only some hunks are taken: path → the ids of those. A file that is not here is taken as a whole. */
export type Parts = ReadonlyMap<string, ReadonlySet<string>>;

/** What is ticked: files, and of some of them parts. */
export interface Ticks {
  selected: ReadonlySet<string>;
  parts: Parts;
}

/** Whether a hunk of a file is taken. */
export function isTaken({ selected, parts }: Ticks, path: string, hunk: string): boolean {
  return selected.has(path) && (parts.get(path)?.has(hunk) ?? true);
}

/** Ticks or unticks one hunk. A file with all of its hunks is a whole file again, one with none is not ticked. */
export function withHunk(
  ticks: Ticks,
  { path, all, hunk, ticked }: { path: string; all: string[]; hunk: string; ticked: boolean },
): Ticks {
  const taken = new Set(all.filter((id) => (id === hunk ? ticked : isTaken(ticks, path, id))));
  const selected = new Set(ticks.selected);
  const parts = new Map(ticks.parts);
  parts.delete(path);
  if (taken.size === 0) selected.delete(path);
  else selected.add(path);
  if (taken.size > 0 && taken.size < all.length) parts.set(path, taken);
  return { selected, parts };
}

/** Ticks or unticks whole files. */
export function withFiles(ticks: Ticks, paths: string[], ticked: boolean): Ticks {
  const selected = new Set(ticks.selected);
  const parts = new Map(ticks.parts);
  for (const path of paths) {
    parts.delete(path);
    if (ticked) selected.add(path);
    else selected.delete(path);
  }
  return { selected, parts };
}

/** What a commit of the ticks names: whole files, of a rename both paths, and parts. */
export function toCommitChoice(changes: Change[], { selected, parts }: Ticks) {
  const paths = new Set<string>();
  const chosenParts: { path: string; originalPath?: string; hunks: string[] }[] = [];
  for (const { path, originalPath, kind } of changes) {
    if (!selected.has(path)) continue;
    const renamedFrom = kind === 'renamed' && originalPath ? originalPath : null;
    const hunks = parts.get(path);
    if (hunks) {
      chosenParts.push({
        path,
        hunks: [...hunks],
        ...(renamedFrom !== null && { originalPath: renamedFrom }),
      });
      continue;
    }
    paths.add(path);
    if (renamedFrom !== null) paths.add(renamedFrom);
  }
  return { paths: [...paths], parts: chosenParts };
}
