import type { Change } from '@notelab/contract';

/** The files that are ticked when the dialog opens: all but those in conflict, which cannot be committed. */
export function selectAtFirst(changes: Change[]): ReadonlySet<string> {
  return new Set(changes.filter(({ kind }) => kind !== 'conflicted').map(({ path }) => path));
}

/** Changes whose path has the search in it. */
export function filterChanges(changes: Change[], search: string): Change[] {
  const lower = search.trim().toLowerCase();
  return lower === '' ? changes : changes.filter(({ path }) => path.toLowerCase().includes(lower));
}

/** Why the commit cannot be made yet, in a sentence; null when it can. */
export function whyNotCommit(
  message: string,
  selectedCount: number,
  { amend = false }: { amend?: boolean } = {},
): string | null {
  if (message.trim() === '') return 'Write a message first: a line that says what changed.';
  if (selectedCount === 0 && !amend) return 'Select at least one file.';
  return null;
}
