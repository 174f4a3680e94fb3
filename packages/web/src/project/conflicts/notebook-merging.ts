import {
  type CellConflict,
  type MergedCellView,
  mergeNotebooks,
  type NotebookMerge,
  type Resolution,
  readNotebook,
} from '@notelab/notebook';

export type Resolutions = Record<string, Resolution>;

/** A stretch of the merged notebook: a cell to decide about, or those between that merged by themselves. */
export type MergeSection =
  | { kind: 'conflict'; key: string; conflict: CellConflict }
  | { kind: 'merged'; key: string; cells: MergedCellView[] };

/** Throws a NotebookFileError when a side is no notebook. */
export function mergeStates(states: { base: string | null; mine: string; theirs: string }): NotebookMerge {
  const { base, mine, theirs } = states;
  return mergeNotebooks(base === null ? null : readNotebook(base), readNotebook(mine), readNotebook(theirs));
}

export function toSections({ cells, conflicts }: NotebookMerge): MergeSection[] {
  const byKey = new Map(conflicts.map((conflict) => [conflict.key, conflict]));
  const sections: MergeSection[] = [];
  for (const cell of cells) {
    const conflict = byKey.get(cell.key);
    const last = sections.at(-1);
    if (conflict) sections.push({ kind: 'conflict', key: cell.key, conflict });
    else if (last?.kind === 'merged') last.cells.push(cell);
    else sections.push({ kind: 'merged', key: cell.key, cells: [cell] });
  }
  return sections;
}

/** “5 cells · 2 from GitLab’s main”. */
export function cellsInWords(cells: MergedCellView[], sides: { mine: string; theirs: string }): string {
  const count = (status: MergedCellView['status']) => cells.filter((cell) => cell.status === status).length;
  const parts = [cells.length === 1 ? '1 cell' : `${cells.length} cells`];
  if (count('ours') > 0) parts.push(`${count('ours')} changed: ${sides.mine}`);
  if (count('theirs') > 0) parts.push(`${count('theirs')} changed: ${sides.theirs}`);
  if (count('both') > 0) parts.push(`${count('both')} put together`);
  return parts.length === 1 ? `${parts[0]} without conflict` : parts.join(' · ');
}

/** Resolutions that were kept before a reload. */
export function isResolutions(stored: unknown): stored is Resolutions {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    Object.values(stored).every(
      (value) =>
        ['ours', 'theirs', 'both'].includes(value) ||
        (typeof value === 'object' &&
          value !== null &&
          'source' in value &&
          typeof value.source === 'string'),
    )
  );
}
