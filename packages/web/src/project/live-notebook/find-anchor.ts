import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import type * as Y from 'yjs';
import { anchorsOf, toAnchor } from '../notebook/headings.ts';

/** The first block with a heading of this name; null when there is none. */
export function findAnchor(doc: Y.Doc, anchor: string): string | null {
  const found = orderedIds(doc).find((id) => {
    const block = liveBlocks(doc).get(id)!;
    const type = String(block.get('type'));
    const text = sourceOf(block)?.toString() ?? '';
    if (type === 'markdown') return anchorsOf(text).includes(anchor);
    return type.startsWith('text-cell-h') && toAnchor(text) === anchor;
  });
  return found ?? null;
}
