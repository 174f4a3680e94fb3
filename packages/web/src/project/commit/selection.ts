import type { Change } from '@notelab/contract';

/** The files that are ticked when the dialog opens: all but those in conflict, which cannot be committed. */
export function selectAtFirst(changes: Change[]): ReadonlySet<string> {
  return new Set(changes.filter(({ kind }) => kind !== 'conflicted').map(({ path }) => path));
}

/** The paths a commit of the ticked files names: of a rename both the new and the old one. */
export function toCommitPaths(changes: Change[], selected: ReadonlySet<string>): string[] {
  const paths = new Set<string>();
  for (const { path, originalPath, kind } of changes) {
    if (!selected.has(path)) continue;
    paths.add(path);
    if (kind === 'renamed' && originalPath) paths.add(originalPath);
  }
  return [...paths];
}

/** Ticks or unticks some files, leaving the others as they are. */
export function withTicks(
  selected: ReadonlySet<string>,
  paths: string[],
  ticked: boolean,
): ReadonlySet<string> {
  const next = new Set(selected);
  for (const path of paths) {
    if (ticked) next.add(path);
    else next.delete(path);
  }
  return next;
}

/** Changes whose path has the search in it. */
export function filterChanges(changes: Change[], search: string): Change[] {
  const lower = search.trim().toLowerCase();
  return lower === '' ? changes : changes.filter(({ path }) => path.toLowerCase().includes(lower));
}

/** Why the commit cannot be made yet, in a sentence; null when it can. */
export function whyNotCommit(message: string, selectedCount: number): string | null {
  if (message.trim() === '') return 'Write a message first: a line that says what changed.';
  if (selectedCount === 0) return 'Select at least one file.';
  return null;
}
