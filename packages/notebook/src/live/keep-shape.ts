import * as Y from 'yjs';
import { isRecord, type Json } from '../json-value.ts';
import { type LiveBlock, liveBlocks, toLiveOutputs } from './live-notebook.ts';
import { placeBetween } from './places.ts';

/** Places are compared and put between each other, letter by letter. */
const validPlace = /^[0-9a-z]{0,2000}[1-9a-z]$/;

/**
 * Keeps a document in the shape of a notebook, whatever those put into it who may change it: what is of another shape
 * is put right at once, so that neither other pages nor readers ever meet it.
 * For the one place that all changes pass.
 */
export function keepShape(doc: Y.Doc): void {
  const blocks = liveBlocks(doc);
  putRight(doc, blocks.keys(), true);
  blocks.observeDeep((events) => {
    const ids = new Set<string>();
    let hasNewText = false;
    for (const event of events) {
      if (event.target === blocks) {
        for (const id of event.changes.keys.keys()) ids.add(id);
        hasNewText = true;
      } else if (event.target.parent === blocks) {
        ids.add(String(event.path[0]));
        hasNewText ||= event.changes.keys.has('content');
      } else if (
        event.target.parent?.parent === blocks &&
        event.path[1] === 'content' &&
        hasOddInsert(event)
      ) {
        ids.add(String(event.path[0]));
        hasNewText = true;
      }
    }
    putRight(doc, ids, hasNewText);
  });
}

/** Texts have nothing but letters in them; what else Yjs can put there would stand in the way of editors. */
const hasOddInsert = (event: Y.YEvent<Y.AbstractType<unknown>>): boolean =>
  event.changes.delta.some(({ insert }) => insert !== undefined && typeof insert !== 'string');

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
  if (!(metadata instanceof Y.Map))
    block.set('metadata', new Y.Map(isRecord(metadata) ? Object.entries(metadata) : []));
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
