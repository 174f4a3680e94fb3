import type { SourceBlock, SourceConflict } from '@notelab/contract';
import type { CellConflict } from '@notelab/notebook';

/** A conflict of a notebook and its file, as people are asked about it. */
export function presentConflict({ key, parts, deletedBy, base, ours, theirs }: CellConflict): SourceConflict {
  const present = (cell: CellConflict['base']): SourceBlock | null =>
    cell && { id: cell.id ?? key, type: cell.type, source: cell.source };
  return { key, parts, deletedBy, base: present(base), ours: present(ours), theirs: present(theirs) };
}
