import { type JsonObject, memberOf, toValue } from '../json-tree.ts';
import { isRecord, type Json, type JsonRecord } from '../json-value.ts';
import type { Block } from '../native/document.ts';
import { fitsType } from '../native/fits-type.ts';
import { formOf } from './cell-forms.ts';
import { type CellFacts, withCellFacts } from './facts.ts';
import { textOf } from './lines.ts';

const ownMembers = new Set([
  'id',
  'cell_type',
  'source',
  'metadata',
  'attachments',
  'outputs',
  'execution_count',
]);

/** Makes a block of a cell of format 4. @param place counts from 0 */
export function cellToBlock(cell: JsonObject, id: string, place: number): Block {
  const memberValue = (name: string): Json | undefined => {
    const member = memberOf(cell, name);
    return member && (toValue(member) as Json);
  };
  const cellType = textOf(memberOf(cell, 'cell_type')) ?? '';
  const source = textOf(memberOf(cell, 'source')) ?? '';
  const metadata = recordOf(memberValue('metadata'));
  const attachments = recordOf(memberValue('attachments'));
  const others = cell.members.flatMap(({ key, value }) =>
    ownMembers.has(key) ? [] : [[key, toValue(value) as Json] as const],
  );
  const plain: Block = {
    id,
    type: cellType === 'code' ? 'code' : 'markdown',
    blockGroup: id,
    sortingKey: String(place).padStart(6, '0'),
    content: source,
    metadata: {},
  };
  const isKnown = cellType === 'code' || cellType === 'markdown';
  const shown = isKnown ? restored(metadata.notelab, plain, source) : null;
  const block = shown ?? plain;
  const { notelab: _, ...unshown } = metadata;
  const left = shown ? unshown : metadata;
  const facts: CellFacts = {
    ...(!isKnown && { type: cellType }),
    ...(Object.keys(left).length > 0 && { metadata: left }),
    ...(memberOf(cell, 'attachments') && { attachments }),
    ...(!memberOf(cell, 'source') && { hasNoSource: true as const }),
    ...(others.length > 0 && { others: Object.fromEntries(others) }),
  };
  const outputs = memberValue('outputs');
  const count = memberValue('execution_count');
  return {
    ...block,
    metadata: withCellFacts(block.metadata, facts),
    ...(cellType === 'code' && { executionCount: typeof count === 'number' ? count : null }),
    ...(Array.isArray(outputs) && { outputs }),
  };
}

/**
 * The block that a cell says it shows. What stands in the cell's source counts: if it is not what that block would
 * show, and cannot be such a block's content, the cell is an ordinary one: null.
 */
function restored(hidden: Json | undefined, plain: Block, source: string): Block | null {
  if (!isRecord(hidden) || !isRecord(hidden.block)) return null;
  const { block } = hidden;
  const type = typeof block.type === 'string' ? block.type : plain.type;
  const form = formOf({ type });
  const claimed = {
    ...block,
    ...plain,
    type,
    ...(typeof block.blockGroup === 'string' && { blockGroup: block.blockGroup }),
    metadata: recordOf(block.metadata),
  } as Block;
  if (form.cellType !== plain.type || !fitsType(claimed)) return null;
  const content = form.edited(source) ?? { content: typeof block.content === 'string' ? block.content : '' };
  const candidate = { ...claimed, ...content };
  return form.source(candidate) === source ? candidate : null;
}

const recordOf = (value: Json | undefined): JsonRecord => (isRecord(value) ? value : {});
