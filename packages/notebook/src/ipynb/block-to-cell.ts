import { type JsonObject, jsonString } from '../json-tree.ts';
import { fromValue, type Json, type JsonRecord, keysOf } from '../json-value.ts';
import type { Block } from '../native/document.ts';
import { formOf } from './cell-forms.ts';
import { cellFactsOf } from './facts.ts';
import { type FileStyle, inOrder } from './file-style.ts';
import { linesNode } from './lines.ts';
import { repairCell } from './repair.ts';

export interface CellOptions {
  style: FileStyle;
  /** Null before nbformat 4.5, which knows no ids. */
  id: string | null;
  outputs: boolean;
  /** Of nbformat 4; versions to come have rules of their own. */
  minor: number;
  /** Other blocks stand beside this one. */
  isInGroup: boolean;
}

/** Makes a cell of format 4 of a block, its members in the order of the file. */
export function blockToCell(block: Block, { style, id, outputs, minor, isInGroup }: CellOptions): JsonObject {
  const facts = cellFactsOf(block);
  const form = formOf(block);
  // Whoever made code of a raw cell wants code.
  const type = (block.type === 'markdown' && facts.type) || form.cellType;
  const source = form.source(block);
  const hidden = hiddenPart(block, outputs, isInGroup);
  const metadata: JsonRecord = { ...facts.metadata, ...(hidden && { notelab: { block: hidden } }) };
  const members: JsonRecord = {
    ...facts.others,
    cell_type: type,
    ...(id !== null && { id }),
    metadata,
    ...(facts.attachments && type !== 'code' && { attachments: facts.attachments }),
    ...(type === 'code' && {
      execution_count: outputs ? (block.executionCount ?? null) : null,
      outputs: outputs ? (block.outputs ?? []) : [],
    }),
  };
  const cell = fromValue(members, style.isSorted) as JsonObject;
  if (!facts.hasNoSource || source !== '')
    cell.members.push({
      key: 'source',
      value: style.isSourceOneText ? jsonString(source) : linesNode(source),
    });
  return inOrder(minor > 5 ? cell : repairCell(cell, type), type, style);
}

/** Read from the cell itself, or made anew. */
const notHidden = new Set(['id', 'type', 'sortingKey', 'content', 'contentHash', 'metadata', 'blockGroup']);
const ofRuns = new Set(['executionCount', 'outputs', 'executionStartedAt', 'executionFinishedAt']);

/** What an .ipynb file has no place for; null when there is nothing. */
function hiddenPart(block: Block, withRuns: boolean, isInGroup: boolean): JsonRecord | null {
  const form = formOf(block);
  const { ipynb: _, ...metadata } = block.metadata;
  const isTime = (key: string) => key === 'executionStartedAt' || key === 'executionFinishedAt';
  const others = keysOf(block).filter(
    (key) => !notHidden.has(key) && (!ofRuns.has(key) || (withRuns && isTime(key))),
  );
  const isPlain = block.type === form.cellType;
  const isInSource = form.edited(form.source(block)) !== null;
  const hidden: JsonRecord = {
    ...(!isPlain && { type: block.type }),
    ...(!isInSource && block.content && { content: block.content }),
    ...(isInGroup && { blockGroup: block.blockGroup }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...Object.fromEntries(others.map((key): [string, Json] => [key, block[key]!])),
  };
  return Object.keys(hidden).length === 0 ? null : hidden;
}
