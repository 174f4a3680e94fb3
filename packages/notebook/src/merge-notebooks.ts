import {
  type ConflictPart,
  hasSameContent,
  mergeCell,
  withoutOutputs,
  withPartsOf,
  withSource,
} from './merge-cell.ts';
import { alignThree, type CellTriple } from './merge-order.ts';
import { mergeJson, type Side } from './merge-values.ts';
import { type Cell, type NotebookFile, NotebookFileError, toCell } from './read-notebook.ts';
import { type WrittenCell, writeMerge } from './write-merge.ts';

/** A cell that a person must decide about. */
export interface CellConflict {
  /** Names it within this merge, also when the same merge is made again later. */
  key: string;
  /** What both sides changed; empty when one side removed the cell. */
  parts: ConflictPart[];
  deletedBy: Side | null;
  base: Cell | null;
  ours: Cell | null;
  theirs: Cell | null;
}

/** What to do with a conflict. A `source` of one's own takes the place of both. */
export type Resolution = Side | 'both' | { source: string };

export interface NotebookMerge {
  conflicts: CellConflict[];
  /** Members of the notebook's metadata that both sides changed; ours stays. */
  metadataConflicts: string[];
  /** Cells whose outputs were dropped, because both sides ran them or the source is made of both. */
  outputsDropped: number;
  /** The merged cells in their order, with what happened to each, for showing them. */
  cells: MergedCellView[];
  /**
   * The merged file. What nobody changed is written as it was in ours, byte for byte.
   * @param resolutions by the conflicts' keys; throws a RangeError when one is missing
   */
  write(resolutions: Record<string, Resolution>): string;
}

export interface MergedCellView {
  key: string;
  /** Whose state it is; `both` when it is made of both sides, `conflict` when it is not decided. */
  status: 'same' | 'ours' | 'theirs' | 'both' | 'conflict';
  cell: Cell;
}

interface Piece extends CellTriple, WrittenCell {
  status: MergedCellView['status'];
  conflict: CellConflict | null;
  outputsDropped: boolean;
}

/** Members of a notebook's metadata that tools write by themselves. */
const toolNames = new Set([
  'kernelspec',
  'language_info',
  'widgets',
  'colab',
  'toc',
  'vscode',
  'varInspector',
  'nbdime-conflicts',
]);

/**
 * Merges three states of a notebook cell by cell. Only source and metadata that people edit can conflict; outputs
 * and execution counts are dropped where both sides changed them.
 * @param base the common state, or null when both sides added the file
 * @throws NotebookFileError when the notebooks' formats cannot be brought together
 */
export function mergeNotebooks(
  base: NotebookFile | null,
  ours: NotebookFile,
  theirs: NotebookFile,
): NotebookMerge {
  if (!ours.cellList || !theirs.cellList || (base && !base.cellList))
    throw new NotebookFileError('Notebooks with several worksheets cannot be merged cell by cell.');
  if (ours.format !== theirs.format || (base && base.format !== ours.format))
    throw new NotebookFileError('The notebook was converted to another format on one side.');

  const pieces = alignThree(base?.cells ?? [], ours.cells, theirs.cells).flatMap(mergeTriple);
  const metadata = mergeJson(
    base?.metadata ?? undefined,
    ours.metadata ?? undefined,
    theirs.metadata ?? undefined,
    (key) => toolNames.has(key),
  );
  return {
    conflicts: pieces.flatMap(({ conflict }) => conflict ?? []),
    metadataConflicts: metadata.conflicts,
    outputsDropped: pieces.filter((piece) => piece.outputsDropped).length,
    cells: pieces.map(({ key, status, node }, index) => ({
      key,
      status,
      cell: toCell(node, index, { format: ours.format }),
    })),
    write(resolutions) {
      const missing = pieces.find(({ conflict }) => conflict && resolutions[conflict.key] === undefined);
      if (missing) throw new RangeError(`Cell ${missing.key} is not decided yet`);
      const decided = pieces.flatMap((piece) => decide(piece, piece.conflict && resolutions[piece.key]!));
      return writeMerge(ours, theirs, decided, metadata.value);
    },
  };
}

function mergeTriple(triple: CellTriple): Piece[] {
  const { base, ours, theirs, key } = triple;
  const take = (status: Piece['status'], from: Side, conflict: CellConflict | null = null): Piece[] => [
    { ...triple, status, node: triple[from]!.node, from, conflict, outputsDropped: false },
  ];
  const present = ours ? 'ours' : 'theirs';
  if (!ours || !theirs) {
    if (!base) return take(present, present);
    const absent = ours ? 'theirs' : 'ours';
    if (hasSameContent(base, triple[present]!)) return [];
    return take('conflict', present, { key, parts: [], deletedBy: absent, base, ours, theirs });
  }
  const { conflicts, node, from, outputsDropped } = mergeCell(base, ours, theirs);
  const conflict: CellConflict | null =
    conflicts.length === 0 ? null : { key, parts: conflicts, deletedBy: null, base, ours, theirs };
  const isSame =
    from === 'ours' && base !== null && hasSameContent(base, ours) && hasSameContent(ours, theirs);
  const status = conflict ? 'conflict' : isSame ? 'same' : (from ?? 'both');
  return [{ ...triple, status, node, from, conflict, outputsDropped }];
}

function decide(piece: Piece, resolution: Resolution | null): WrittenCell[] {
  const { conflict, key, node } = piece;
  if (!conflict || !resolution) return [piece];
  const side = (from: Side): WrittenCell[] => (piece[from] ? [{ node: piece[from].node, from, key }] : []);
  if (resolution === 'both') return conflict.deletedBy ? [piece] : [...side('ours'), ...side('theirs')];
  if (resolution === 'ours' || resolution === 'theirs') {
    const cell = piece[resolution];
    return cell && !conflict.deletedBy
      ? [{ node: withPartsOf(node, cell, conflict.parts), from: null, key }]
      : side(resolution);
  }
  return [{ node: withoutOutputs(withSource(node, resolution.source)), from: null, key }];
}
