import type * as Y from 'yjs';
import type { Block } from '../native/document.ts';
import { liveBlocks, orderedIds, placeOf, toLiveBlock } from './live-notebook.ts';
import { placeBetween } from './places.ts';

/**
 * Puts a block into the notebook. A block of the same id is replaced.
 * @param before the block that it stands before; null: at the end
 */
export function insertBlock(doc: Y.Doc, block: Block, before: string | null): void {
  doc.transact(() => liveBlocks(doc).set(block.id, toLiveBlock(block, placeBefore(doc, before, block.id))));
}

/** Moves a block before another one, or to the end. Does nothing when it is gone. */
export function moveBlock(doc: Y.Doc, id: string, before: string | null): void {
  const block = liveBlocks(doc).get(id);
  if (block && before !== id) block.set('place', placeBefore(doc, before, id));
}

/** Takes a block out of the notebook. Does nothing when it is gone. */
export function removeBlock(doc: Y.Doc, id: string): void {
  liveBlocks(doc).delete(id);
}

/** A place right before a block. @param moving the block that it is for, which does not count */
function placeBefore(doc: Y.Doc, before: string | null, moving: string): string {
  const ids = orderedIds(doc).filter((id) => id !== moving);
  const index = before === null ? -1 : ids.indexOf(before);
  const at = index === -1 ? ids.length : index;
  const place = (id: string | undefined) => (id === undefined ? null : placeOf(liveBlocks(doc).get(id)!));
  const [left, right] = [place(ids[at - 1]), place(ids[at])];
  // Two who came to the same place by chance: behind both.
  return placeBetween(left, left !== null && right !== null && left >= right ? null : right);
}
