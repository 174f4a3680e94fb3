import { compareCells } from '../diff-notebooks.ts';
import { isRecord, isSameValue, type JsonRecord } from '../json-value.ts';
import { keptInOrder } from '../kept-in-order.ts';
import type { Block, Notebook } from '../native/document.ts';
import { blockToMergedCell } from './block-as-cell.ts';
import { settingsOf } from './in-terms-of.ts';

export interface NotebookChange {
  isChanged: boolean;
  /** Blocks that were changed, added, moved or removed; none when only the notebook's own members were. */
  blocks: number;
}

/**
 * Whether, and in how many blocks, a notebook says something else than before. Blocks are told apart by their ids.
 * Counts of runs say nothing.
 */
export function compareNotebooks(
  before: Notebook,
  after: Notebook,
  { outputs }: { outputs: boolean },
): NotebookChange {
  const places = new Map(after.blocks.map(({ id }, index) => [id, index]));
  const match = before.blocks.map(({ id }) => places.get(id) ?? -1);
  const inOrder = keptInOrder(match);
  const kept = match.filter((place) => place !== -1).length;
  const differing = before.blocks.filter((block, index) => {
    const now = after.blocks[match[index]!];
    return now && (!inOrder.has(index) || differs(block, now, outputs));
  });
  const blocks = differing.length + (before.blocks.length - kept) + (after.blocks.length - kept);
  return { blocks, isChanged: blocks > 0 || !isSameValue(ownMembers(before), ownMembers(after)) };
}

function differs(before: Block, after: Block, outputs: boolean): boolean {
  // Most blocks are the same, and looking is cheaper than making cells of them.
  if (isSameValue({ ...before, sortingKey: '' }, { ...after, sortingKey: '' })) return false;
  const changed = compareCells(blockToMergedCell(before), blockToMergedCell(after));
  return changed.source || changed.metadata || (outputs && changed.outputs);
}

/** Without how a file is written. */
function ownMembers(notebook: Notebook): JsonRecord {
  const { ipynb, ...settings } = settingsOf(notebook);
  return isRecord(ipynb) ? { ...settings, ipynb: ipynb.metadata } : settings;
}
