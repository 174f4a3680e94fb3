import * as Y from 'yjs';
import { isRecord, type Json } from '../json-value.ts';
import { type LiveBlock, liveBlocks, toLiveOutputs } from './live-notebook.ts';
import { placeBetween } from './places.ts';
import { toSharedRecord } from './shared-value.ts';

/** Places are compared and put between each other, letter by letter. */
const validPlace = /^[0-9a-z]{0,2000}[1-9a-z]$/;
/** A block, its outputs, one of them, its text; what is nested more deeply is nobody's. */
const maxDepth = 10;
const keptDepth = 4;

type SharedType = Y.AbstractType<unknown>;

/**
 * Keeps a document in the shape of a notebook, whatever those put into it who may change it: what is of another shape
 * is put right at once, so that neither other pages nor readers ever meet it.
 * For the one place that all changes pass.
 */
export function keepShape(doc: Y.Doc): void {
  const blocks = liveBlocks(doc);
  putRight(doc, blocks.keys(), true);
  // Not by observing deeply: for that, Yjs looks up the way to all that changed, and counts its way through lists.
  doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
    const ids = new Set<string>();
    let hasNewText = false;
    for (const [type, keys] of changed as Map<SharedType, Set<string | null>>) {
      const { parent } = type;
      if (type === blocks) {
        for (const id of keys) if (id !== null) ids.add(id);
        hasNewText = true;
      } else if (parent === blocks) {
        ids.add(nameOf(type));
        hasNewText ||= keys.has('content');
      } else if (parent?.parent === blocks && nameOf(type) === 'content' && hasOddInserts(type)) {
        ids.add(nameOf(parent));
        hasNewText = true;
      } else removeDepths(doc, type);
    }
    if (ids.size > 0) putRight(doc, ids, hasNewText);
  });
}

/** The name that a value has in the map that it is in. */
const nameOf = (type: SharedType): string => String(type._item?.parentSub);

/** Texts have nothing but letters in them; what else Yjs can put there would stand in the way of editors. */
function hasOddInserts(text: SharedType): boolean {
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted && item.countable && !(item.content instanceof Y.ContentString)) return true;
  return false;
}

/** With every change Yjs walks up from where it is: what goes on nesting, update after update, is taken out. */
function removeDepths(doc: Y.Doc, changed: SharedType): void {
  const way: SharedType[] = [];
  for (let type: SharedType | null = changed; type !== null; type = type.parent as SharedType | null)
    way.unshift(type);
  if (way.length <= maxDepth) return;
  doc.transact((transaction) => way[keptDepth]?._item?.delete(transaction));
}

function putRight(doc: Y.Doc, ids: Iterable<string>, withTexts: boolean): void {
  const blocks = liveBlocks(doc);
  doc.transact(() => {
    for (const id of [...ids]) {
      const block: unknown = blocks.get(id);
      if (block instanceof Y.Map) putBlockRight(doc, block, withTexts);
      else if (block !== undefined) blocks.delete(id);
    }
  });
}

function putBlockRight(doc: Y.Doc, block: LiveBlock, withTexts: boolean): void {
  const { content, metadata, outputs, place } = Object.fromEntries(block.entries());
  if (typeof content === 'string') block.set('content', new Y.Text(content));
  else if (content instanceof Y.Text) withTexts && removeOddInserts(content);
  else if (content !== undefined) block.delete('content');
  if (!(metadata instanceof Y.Map)) block.set('metadata', toSharedRecord(isRecord(metadata) ? metadata : {}));
  if (outputs !== undefined && !(outputs instanceof Y.Array))
    block.set('outputs', toLiveOutputs(Array.isArray(outputs) ? (outputs as Json[]) : []));
  if (typeof place !== 'string' || !validPlace.test(place)) block.set('place', placeBehindAll(doc));
  if (typeof block.get('type') !== 'string') block.set('type', 'code');
}

function removeOddInserts(text: Y.Text): void {
  let at = 0;
  for (const { insert } of text.toDelta() as { insert: unknown }[]) {
    if (typeof insert === 'string') at += insert.length;
    else text.delete(at, 1);
  }
}

function placeBehindAll(doc: Y.Doc): string {
  let last: string | null = null;
  for (const block of liveBlocks(doc).values()) {
    const place: unknown = block instanceof Y.Map ? block.get('place') : null;
    if (typeof place === 'string' && validPlace.test(place) && (last === null || place > last)) last = place;
  }
  return placeBetween(last, null);
}
