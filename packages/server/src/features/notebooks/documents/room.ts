import { liveBlocks } from '@notelab/notebook/live';
import * as Y from 'yjs';

/** Of a whole document. When it is full, small changes are still taken: somebody has to be able to delete something. */
export const maxDocumentBytes = 64 * 1024 * 1024;
export const maxBlocks = 20_000;
const smallChangeBytes = 4 * 1024;
/** Small changes, too, add up. */
const excess = 1.25;
/** What was deleted is found out about again after so much more was written. */
const measureAgainBytes = 1024 * 1024;
const maxWaitingBytes = 16 * 1024 * 1024;

/** How much more fits into an open document. */
export interface Room {
  /** A change was made. */
  note(update: Uint8Array): void;
  /** Whether a change of so many bytes, with so many new blocks, fits in. */
  hasFor(bytes: number, newBlocks: number): boolean;
}

/** @param updates all that is in the document, of which nothing was noted */
export function createRoom(doc: Y.Doc, updates: Uint8Array[], maxBytes = maxDocumentBytes): Room {
  /** At most: what was deleted is still counted. */
  let bytes = updates.reduce((sum, update) => sum + update.length, 0);
  let unmeasuredBytes = bytes;

  function measure(): number {
    if (bytes > maxBytes && unmeasuredBytes > measureAgainBytes) {
      bytes = Y.encodeStateAsUpdate(doc).length;
      unmeasuredBytes = 0;
    }
    return bytes;
  }

  return {
    note(update) {
      bytes += update.length;
      unmeasuredBytes += update.length;
    },

    hasFor(addedBytes, newBlocks) {
      forgetWaiting(doc);
      const allowed = addedBytes <= smallChangeBytes ? excess : 1;
      return (
        measure() + addedBytes <= maxBytes * allowed &&
        (newBlocks === 0 || liveBlocks(doc).size + newBlocks <= maxBlocks)
      );
    },
  };
}

/**
 * What Yjs keeps aside because it builds on changes that are not there (yet): it is in no change, so it would add up
 * without end. It is not acknowledged either, so a page that sent it in earnest sends it again.
 */
function forgetWaiting({ store }: Y.Doc): void {
  const bytes = (store.pendingStructs?.update.length ?? 0) + (store.pendingDs?.length ?? 0);
  if (bytes > maxWaitingBytes) Object.assign(store, { pendingStructs: null, pendingDs: null });
}
