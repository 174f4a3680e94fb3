import { type JsonObject, memberOf, toValue } from '../json-tree.ts';
import { fromValue, isRecord, type JsonRecord } from '../json-value.ts';
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
      return withWrittenTexts(withUniqueIds(made), [theirs, ours]);
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

/** How a cell was written is kept for the blocks that say what one side says. */
function withWrittenTexts(notebook: Notebook, sides: Notebook[]): Notebook {
  const known = sides.map(({ blocks }) => new Map(blocks.map((block) => [block.id, block])));
  const blocks = notebook.blocks.map((block): Block => {
    for (const side of known) {
      const there = side.get(block.id);
      const facts = there?.metadata.ipynb;
      if (!there || !isRecord(facts) || facts.written === undefined) continue;
      const { source, type, node } = blockToMergedCell(there);
      const merged = blockToMergedCell(block);
      if (source !== merged.source || type !== merged.type) continue;
      if (toText(node, 'metadata') !== toText(merged.node, 'metadata')) continue;
      const own = isRecord(block.metadata.ipynb) ? block.metadata.ipynb : {};
      return { ...block, metadata: { ...block.metadata, ipynb: { ...own, written: facts.written } } };
    }
    return block;
  });
  return { ...notebook, blocks };
}

const toText = (node: JsonObject, name: string) => JSON.stringify(toValue(memberOf(node, name) ?? node));
