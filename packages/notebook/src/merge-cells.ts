import {
  type ConflictPart,
  hasSameContent,
  mergeCell,
  withoutOutputs,
  withPartsOf,
  withSource,
} from './merge-cell.ts';
import { alignThree, type CellTriple } from './merge-order.ts';
import type { Side } from './merge-values.ts';
import type { Cell } from './read-notebook.ts';
import type { WrittenCell } from './write-merge.ts';

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

export interface CellsMerge {
  conflicts: CellConflict[];
  /** Cells whose outputs were dropped, because both sides ran them or the source is made of both. */
  outputsDropped: number;
  /** The merged cells in their order, with what happened to each. */
  pieces: Piece[];
  /** @param resolutions by the conflicts' keys; throws a RangeError when one is missing */
  decide(resolutions: Record<string, Resolution>): WrittenCell[];
}

export interface Piece extends CellTriple, WrittenCell {
  /** Whose state it is; `both` when it is made of both sides, `conflict` when it is not decided. */
  status: 'same' | 'ours' | 'theirs' | 'both' | 'conflict';
  conflict: CellConflict | null;
  outputsDropped: boolean;
}

/** Merges three lists of cells, one by one. @param base empty when both sides began with nothing */
export function mergeCells(base: Cell[], ours: Cell[], theirs: Cell[]): CellsMerge {
  const pieces = alignThree(base, ours, theirs).flatMap(mergeTriple);
  return {
    pieces,
    conflicts: pieces.flatMap(({ conflict }) => conflict ?? []),
    outputsDropped: pieces.filter((piece) => piece.outputsDropped).length,
    decide(resolutions) {
      const missing = pieces.find(({ conflict }) => conflict && resolutions[conflict.key] === undefined);
      if (missing) throw new RangeError(`Cell ${missing.key} is not decided yet`);
      return pieces.flatMap((piece) => decide(piece, piece.conflict && resolutions[piece.key]!));
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
