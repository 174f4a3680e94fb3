import { cellFactsOf, withCellFacts } from '../ipynb/facts.ts';
import { type JsonObject, toValue } from '../json-tree.ts';
import { fromValue, isRecord, type JsonRecord } from '../json-value.ts';
import { hasSameContent } from '../merge-cell.ts';
import { type CellConflict, mergeCells, type Resolution } from '../merge-cells.ts';
import { toolNames } from '../merge-notebooks.ts';
import { mergeJson } from '../merge-values.ts';
import type { Block, Notebook } from '../native/document.ts';
import { blockToMergedCell, mergedCellToBlock } from './block-as-cell.ts';
import { settingsOf } from './in-terms-of.ts';
import { withUniqueIds } from './unique-ids.ts';

export interface BlocksMerge {
  conflicts: CellConflict[];
  /** Blocks whose outputs were dropped, because both sides ran them or the source is made of both. */
  outputsDropped: number;
  /**
   * The merged notebook, with the id and name of ours.
   * @param resolutions by the conflicts' keys; throws a RangeError when one is missing
   */
  write(resolutions: Record<string, Resolution>): Notebook;
}

/**
 * Merges three states of a notebook block by block, under the rules for cells of files. Of the notebook's own
 * members ours stay where both changed them; how the file is written is theirs.
 */
export function mergeBlocks(base: Notebook, ours: Notebook, theirs: Notebook): BlocksMerge {
  const [before, mine, other] = [base, ours, theirs].map(({ blocks }) => blocks.map(blockToMergedCell));
  const merge = mergeCells(before!, mine!, other!);
  return {
    conflicts: merge.conflicts,
    outputsDropped: merge.outputsDropped,
    write(resolutions) {
      const blocks = merge.decide(resolutions).map(({ node }) => mergedCellToBlock(node));
      const { id, name } = ours;
      const made = { ...mergeSettings(base, ours, theirs), id, name, blocks };
      return withWhatFollows(withUniqueIds(made), [theirs, ours]);
    },
  };
}

function mergeSettings(base: Notebook, ours: Notebook, theirs: Notebook): JsonRecord {
  const [before, mine, other] = [base, ours, theirs].map((notebook) => {
    const { ipynb, ...settings } = settingsOf(notebook);
    const facts = isRecord(ipynb) ? ipynb : {};
    return { node: fromValue({ ...settings, ipynb: facts.metadata }, false), facts };
  });
  const merged = mergeJson(before!.node, mine!.node, other!.node, (name) => toolNames.has(name));
  const { ipynb: metadata, ...settings } = toValue(merged.value as JsonObject) as JsonRecord;
  return metadata === undefined ? settings : { ...settings, ipynb: { ...other!.facts, metadata } };
}

/** What is no part of a merge, but follows from what a block says, is kept for blocks that say what one side says. */
function withWhatFollows(notebook: Notebook, sides: Notebook[]): Notebook {
  const known = sides.map(({ blocks }) => new Map(blocks.map((block) => [block.id, block])));
  const blocks = notebook.blocks.map((block) => {
    const there = known.flatMap((side) => side.get(block.id) ?? []);
    return withContentHash(withWrittenText(block, there), there);
  });
  return { ...notebook, blocks };
}

/** How the cell was written in its file. */
function withWrittenText(block: Block, sides: Block[]): Block {
  for (const side of sides) {
    const { written } = cellFactsOf(side);
    if (written === undefined || !hasSameContent(blockToMergedCell(side), blockToMergedCell(block))) continue;
    return { ...block, metadata: withCellFacts(block.metadata, { ...cellFactsOf(block), written }) };
  }
  return block;
}

function withContentHash(block: Block, sides: Block[]): Block {
  const same = sides.find(
    ({ content, contentHash }) => contentHash !== undefined && content === block.content,
  );
  return same ? { ...block, contentHash: same.contentHash! } : block;
}
