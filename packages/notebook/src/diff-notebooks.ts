import { isSameJson, type JsonNode, memberOf, withMember } from './json-tree.ts';
import { keptInOrder } from './kept-in-order.ts';
import { type CellMatch, matchCells } from './match-cells.ts';
import type { Cell, NotebookFile } from './read-notebook.ts';

/** One cell of a difference, in the order of the newer notebook; removed cells stand where they were. */
export interface CellChange {
  kind: 'same' | 'changed' | 'added' | 'removed';
  /** It stands elsewhere among its neighbours. */
  moved: boolean;
  before: Cell | null;
  after: Cell | null;
  /** What of a changed cell changed. */
  changed: { source: boolean; outputs: boolean; metadata: boolean };
}

const nothing = { source: false, outputs: false, metadata: false };

/** The difference of two notebooks, cell by cell. */
export function diffNotebooks(
  before: Pick<NotebookFile, 'cells'>,
  after: Pick<NotebookFile, 'cells'>,
): CellChange[] {
  const match = matchCells(before.cells, after.cells);
  const inOrder = keptInOrder(match);
  const origin = new Map(match.map((target, index) => [target, index]));
  const changes: CellChange[] = [];
  const removed = removedAfter(match, inOrder);
  const addRemoved = (index: number) => {
    for (const at of removed.get(index) ?? [])
      changes.push({
        kind: 'removed',
        moved: false,
        before: before.cells[at]!,
        after: null,
        changed: nothing,
      });
  };
  addRemoved(-1);
  for (const [index, cell] of after.cells.entries()) {
    const from = origin.get(index);
    if (from === undefined) {
      changes.push({ kind: 'added', moved: false, before: null, after: cell, changed: nothing });
      continue;
    }
    const old = before.cells[from]!;
    const changed = compareCells(old, cell);
    const kind = changed.source || changed.outputs || changed.metadata ? 'changed' : 'same';
    changes.push({ kind, moved: !inOrder.has(from), before: old, after: cell, changed });
    if (inOrder.has(from)) addRemoved(from);
  }
  return changes;
}

/** What differs between two states of one cell. A changed type counts as changed source. */
export function compareCells(a: Cell, b: Cell): CellChange['changed'] {
  return {
    source: a.source !== b.source || a.type !== b.type,
    outputs: !hasSameOutputs(a, b),
    metadata:
      !isSameJson(memberOf(a.node, 'metadata'), memberOf(b.node, 'metadata')) ||
      !isSameJson(memberOf(a.node, 'attachments'), memberOf(b.node, 'attachments')),
  };
}

/** Outputs as people see them: the number of the run is none of it. */
export function hasSameOutputs(a: Cell, b: Cell): boolean {
  const shown = (output: JsonNode) =>
    output.kind === 'object' ? withMember(output, 'execution_count', undefined) : output;
  return (
    a.outputs.length === b.outputs.length &&
    a.outputs.every((output, index) => isSameJson(shown(output), shown(b.outputs[index]!)))
  );
}

/** Removed cells by the cell they stood behind: the last one before them that kept its place, or -1. */
function removedAfter(match: CellMatch, inOrder: Set<number>): Map<number, number[]> {
  const removed = new Map<number, number[]>();
  let anchor = -1;
  for (const [index, target] of match.entries()) {
    if (target === -1) removed.set(anchor, [...(removed.get(anchor) ?? []), index]);
    else if (inOrder.has(index)) anchor = index;
  }
  return removed;
}
