import { type CellConflict, mergeCells, type Piece, type Resolution } from './merge-cells.ts';
import { mergeJson } from './merge-values.ts';
import { type Cell, type NotebookFile, NotebookFileError, toCell } from './read-notebook.ts';
import { writeMerge } from './write-merge.ts';

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
  status: Piece['status'];
  cell: Cell;
}

/** Members of a notebook's metadata that tools write by themselves. */
export const toolNames = new Set([
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

  const cells = mergeCells(base?.cells ?? [], ours.cells, theirs.cells);
  const metadata = mergeJson(
    base?.metadata ?? undefined,
    ours.metadata ?? undefined,
    theirs.metadata ?? undefined,
    (key) => toolNames.has(key),
  );
  return {
    conflicts: cells.conflicts,
    metadataConflicts: metadata.conflicts,
    outputsDropped: cells.outputsDropped,
    cells: cells.pieces.map(({ key, status, node }, index) => ({
      key,
      status,
      cell: toCell(node, index, { format: ours.format }),
    })),
    write: (resolutions) => writeMerge(ours, theirs, cells.decide(resolutions), metadata.value),
  };
}
