import { cellFactsOf, withCellFacts } from '../ipynb/facts.ts';
import { type JsonNode, type JsonObject, jsonString, memberOf, toValue } from '../json-tree.ts';
import { fromValue, isRecord, type Json, type JsonRecord } from '../json-value.ts';
import type { Block } from '../native/document.ts';
import type { Cell } from '../read-notebook.ts';

/** Where a cell's metadata holds what a block has beyond a cell. No tool gives a member such a name. */
const ownKey = '\u0000block';
/** Members of a block that have a place in a cell, or follow from the others. */
const placed = new Set([
  'id',
  'type',
  'content',
  'metadata',
  'outputs',
  'executionCount',
  'executionStartedAt',
  'executionFinishedAt',
  'blockGroup',
  'sortingKey',
  'contentHash',
]);

/**
 * A block as a cell that can be compared and merged as those of files are. It says all that the block says, but for
 * how the block's cell was written.
 */
export function blockToMergedCell(block: Block): Cell {
  const { type: cellType, metadata: cellMetadata, attachments, ...facts } = cellFactsOf(block);
  const { written: _, ...kept } = facts;
  const { ipynb: __, ...metadata } = block.metadata;
  const others = Object.fromEntries(Object.entries(block).filter(([key]) => !placed.has(key)));
  const own: JsonRecord = {
    ...(cellType !== undefined && { cellType }),
    ...(Object.keys(kept).length > 0 && { facts: kept as JsonRecord }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(Object.keys(others).length > 0 && { others }),
    ...(block.blockGroup !== block.id && { blockGroup: block.blockGroup }),
  };
  const said: JsonRecord = { ...cellMetadata, ...(Object.keys(own).length > 0 && { [ownKey]: own }) };
  const { executionCount, executionStartedAt: startedAt, executionFinishedAt: finishedAt } = block;
  const node = fromValue(
    {
      id: block.id,
      cell_type: block.type,
      source: block.content,
      metadata: said,
      attachments,
      outputs: block.outputs,
      execution_count: executionCount,
      startedAt,
      finishedAt,
    },
    false,
  ) as JsonObject;
  const outputs = memberOf(node, 'outputs');
  return {
    id: block.id,
    type: block.type,
    source: block.content ?? '',
    outputs: outputs?.kind === 'array' ? outputs.items : [],
    node,
  };
}

/** The way back. Of several sides a cell can be made, so nothing is taken for granted but that it has a type. */
export function mergedCellToBlock(node: JsonObject): Block {
  const value = (name: string): Json | undefined => {
    const member = memberOf(node, name);
    return member && (toValue(member) as Json);
  };
  const id = String(value('id'));
  const { [ownKey]: own, ...cellMetadata } = recordOf(value('metadata'));
  const { cellType, facts, metadata, others, blockGroup } = recordOf(own);
  const attachments = value('attachments');
  const source = memberOf(node, 'source');
  const outputs = value('outputs');
  const count = value('execution_count');
  const [startedAt, finishedAt] = [value('startedAt'), value('finishedAt')];
  return {
    ...recordOf(others),
    id,
    type: String(value('cell_type')),
    blockGroup: typeof blockGroup === 'string' ? blockGroup : id,
    sortingKey: '',
    ...(source && { content: textOf(source) }),
    metadata: withCellFacts(recordOf(metadata), {
      ...recordOf(facts),
      ...(typeof cellType === 'string' && { type: cellType }),
      ...(Object.keys(cellMetadata).length > 0 && { metadata: cellMetadata }),
      ...(isRecord(attachments) && { attachments }),
    }),
    ...((typeof count === 'number' || count === null) && { executionCount: count }),
    ...(typeof startedAt === 'string' && { executionStartedAt: startedAt }),
    ...(typeof finishedAt === 'string' && { executionFinishedAt: finishedAt }),
    ...(Array.isArray(outputs) && { outputs }),
  };
}

/** The same cell under another id. */
export const withCellId = (node: JsonObject, id: string): JsonObject => ({
  kind: 'object',
  members: node.members.map((member) =>
    member.key === 'id' ? { key: 'id', value: jsonString(id) } : member,
  ),
});

/** A merge writes a source as one text or as lines. */
const textOf = (source: JsonNode): string => {
  const value = toValue(source);
  return Array.isArray(value) ? value.join('') : String(value);
};

const recordOf = (value: Json | undefined): JsonRecord => (isRecord(value) ? value : {});
