import { type LiveBlock, metadataOf, sourceOf } from '@notelab/notebook/live';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import type { BlockPart } from './block-observer.ts';
import { useLiveNotebook } from './live-context.ts';

/**
 * Something of one block, as it is now. Only the part is listened to.
 * @param read called again when that part changes
 * @param otherwise for a block that has just been taken away
 */
export function useBlock<T>(id: string, part: BlockPart, read: (block: LiveBlock) => T, otherwise: T): T {
  const { blocks } = useLiveNotebook();
  const known = useRef<{ block: LiveBlock | null; version: number; value: T }>(null);
  const subscribe = useCallback(
    (listener: () => void) => blocks.subscribe(id, part, listener),
    [blocks, id, part],
  );
  return useSyncExternalStore(subscribe, () => {
    const block = blocks.find(id);
    const version = blocks.versionOf(id, part);
    if (known.current?.block !== block || known.current.version !== version)
      known.current = { block, version, value: block ? read(block) : otherwise };
    return known.current.value;
  });
}

export const useBlockType = (id: string): string =>
  useBlock(id, 'members', (block) => String(block.get('type')), 'code');

/** The text of a block, and not the document's object: it changes with every key. */
export const useBlockText = (id: string): string =>
  useBlock(id, 'content', (block) => sourceOf(block)?.toString() ?? '', '');

/** What an editor is bound to; null for a block without a text. */
export const useBlockSource = (id: string): Y.Text | null =>
  useBlock<Y.Text | null>(id, 'members', sourceOf, null);

export function useBlockMetadata(id: string): Readonly<Record<string, unknown>> {
  return useBlock<Readonly<Record<string, unknown>>>(
    id,
    'metadata',
    (block) => metadataOf(block).toJSON(),
    none,
  );
}
const none = {};
