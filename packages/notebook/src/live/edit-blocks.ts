import { type Doc, Text } from 'yjs';
import { formOf } from '../ipynb/cell-forms.ts';
import { type Block, isExecutable } from '../native/document.ts';
import { changeText } from './change-text.ts';
import {
  type LiveBlock,
  liveBlocks,
  metadataOf,
  orderedIds,
  placeOf,
  readLiveBlock,
  sourceOf,
  toLiveBlock,
  toLiveOutputs,
} from './live-notebook.ts';
import { placeBetween } from './places.ts';

/**
 * Puts a block into the notebook. A block of the same id is replaced.
 * @param before the block that it stands before; null: at the end
 */
export function insertBlock(doc: Doc, block: Block, before: string | null): void {
  doc.transact(() => liveBlocks(doc).set(block.id, toLiveBlock(block, placeBefore(doc, before, block.id))));
}

/** Moves a block before another one, or to the end. Does nothing when it is gone. */
export function moveBlock(doc: Doc, id: string, before: string | null): void {
  const block = liveBlocks(doc).get(id);
  if (block && before !== id) block.set('place', placeBefore(doc, before, id));
}

/** Takes a block out of the notebook. Does nothing when it is gone. */
export function removeBlock(doc: Doc, id: string): void {
  liveBlocks(doc).delete(id);
}

/** A place right before a block. @param moving the block that it is for, which does not count */
function placeBefore(doc: Doc, before: string | null, moving: string): string {
  const ids = orderedIds(doc).filter((id) => id !== moving);
  const index = before === null ? -1 : ids.indexOf(before);
  const at = index === -1 ? ids.length : index;
  const place = (id: string | undefined) => (id === undefined ? null : placeOf(liveBlocks(doc).get(id)!));
  const [left, right] = [place(ids[at - 1]), place(ids[at])];
  // Two who came to the same place by chance: behind both.
  return placeBetween(left, left !== null && right !== null && left >= right ? null : right);
}

/** A new block, as it stands in a notebook of its own. @param id must be new in the notebook */
export function newBlock(id: string, type: string, content = ''): Block {
  const made: Block = { id, type, blockGroup: id, sortingKey: '', content, metadata: {} };
  return isExecutable(type) ? { ...made, executionCount: null, outputs: [] } : made;
}

/**
 * Splits a block in two. The first one keeps its id, and so its outputs, and what others type in it.
 * @param at where in its text
 * @returns whether it was there to be split
 */
export function splitBlock(doc: Doc, id: string, at: number, newId: string): boolean {
  const block = liveBlocks(doc).get(id);
  const source = block && sourceOf(block);
  if (!source || !isJoinable(typeOf(block))) return false;
  const text = source.toString();
  doc.transact(() => {
    const [before, after] = [text.slice(0, at).replace(/\r?\n$/, ''), text.slice(at).replace(/^\r?\n/, '')];
    const second = newBlock(newId, typeOf(block), after);
    const ids = orderedIds(doc);
    insertBlock(doc, second, ids[ids.indexOf(id) + 1] ?? null);
    source.delete(before.length, text.length - before.length);
  });
  return true;
}

/** Joins blocks into the first of them. @returns whether they could be joined: all must be code or text */
export function joinBlocks(doc: Doc, ids: readonly string[]): boolean {
  const blocks = ids.map((id) => liveBlocks(doc).get(id));
  const [first] = blocks;
  const source = first && sourceOf(first);
  if (!source || ids.length < 2 || blocks.some((block) => !block || !isJoinable(typeOf(block)))) return false;
  doc.transact(() => {
    const between = typeOf(first) === 'markdown' ? '\n\n' : '\n';
    for (const [index, block] of blocks.entries()) {
      if (index === 0) continue;
      const text = textAs(block!, typeOf(first));
      source.insert(source.length, source.length > 0 && text !== '' ? between + text : text);
      removeBlock(doc, ids[index]!);
    }
  });
  return true;
}

/**
 * Makes code or text of a block. Its text stays as far as it means the same: a heading becomes `# …` in markdown.
 * Does nothing with a block of another kind (an input, a picture).
 */
export function changeBlockType(doc: Doc, id: string, type: 'code' | 'markdown'): void {
  const block = liveBlocks(doc).get(id);
  if (!block || !isJoinable(typeOf(block)) || typeOf(block) === type) return;
  doc.transact(() => {
    const text = textAs(block, type);
    const source = sourceOf(block);
    if (!source) block.set('content', new Text(text));
    else if (source.toString() !== text) {
      const mark = text.length - source.length;
      if (mark > 0 && text.endsWith(source.toString())) source.insert(0, text.slice(0, mark));
      else changeText(source, text);
    }
    block.set('type', type);
    for (const key of [
      'executionCount',
      'executionStartedAt',
      'executionFinishedAt',
      'outputs',
      'contentHash',
    ])
      block.delete(key);
    if (type === 'code') {
      block.set('executionCount', null);
      block.set('outputs', toLiveOutputs([]));
    }
    forgetKindOfCell(block);
  });
}

/** Makes a heading of a level of a block; 0: no heading any more. */
export function changeHeading(doc: Doc, id: string, level: number): void {
  doc.transact(() => {
    changeBlockType(doc, id, 'markdown');
    const block = liveBlocks(doc).get(id);
    const source = block && typeOf(block) === 'markdown' ? sourceOf(block) : null;
    if (!source) return;
    const present = /^#{1,6}[ \t]*/.exec(source.toString())?.[0] ?? '';
    if (present !== '') source.delete(0, present.length);
    if (level > 0) source.insert(0, `${'#'.repeat(level)} `);
  });
}

/** Puts a copy of a block right behind it. Does nothing when it is gone. */
export function duplicateBlock(doc: Doc, id: string, newId: string): void {
  if (!liveBlocks(doc).has(id)) return;
  const ids = orderedIds(doc);
  insertBlock(doc, copyOfBlock(readLiveBlock(doc, id), newId), ids[ids.indexOf(id) + 1] ?? null);
}

/** A block as another one that stands alone. */
export function copyOfBlock(block: Block, id: string): Block {
  return { ...block, id, blockGroup: id };
}

const typeOf = (block: LiveBlock): string => String(block.get('type'));

/** Types of which text can be made code and the other way round. */
const isJoinable = (type: string): boolean =>
  type === 'code' || type === 'markdown' || type.startsWith('text-cell-');

/** The text of a block as it stands in one of another type. */
function textAs(block: LiveBlock, type: string): string {
  const text = sourceOf(block)?.toString() ?? '';
  if (type !== 'markdown' || !typeOf(block).startsWith('text-cell-')) return text;
  return formOf({ type: typeOf(block) }).source({
    ...newBlock('', typeOf(block), text),
    metadata: metadataOf(block).toJSON(),
  });
}

/** A raw cell that was made code or text is none any more. */
function forgetKindOfCell(block: LiveBlock): void {
  const facts = metadataOf(block).get('ipynb');
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts) || !('type' in facts)) return;
  const { type: _, ...kept } = facts;
  metadataOf(block).set('ipynb', kept);
}
