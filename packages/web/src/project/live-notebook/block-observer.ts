import { type LiveBlock, liveBlocks, orderedIds } from '@notelab/notebook/live';
import type * as Y from 'yjs';
import { createValueStore, type Readable } from './value-store.ts';

/** What of a block changed: its text, its outputs, its metadata, or its other members (type, place, count). */
export type BlockPart = 'content' | 'outputs' | 'metadata' | 'members';

/**
 * Tells the parts of the page which block changed, and what of it, so that a key that is typed makes nothing anew but
 * the editor it is typed into.
 */
export interface BlockObserver {
  /** The ids of the blocks in their order. The list is another one when, and only when, it differs. */
  order: Readable<readonly string[]>;
  find(id: string): LiveBlock | null;
  subscribe(id: string, part: BlockPart, listener: () => void): () => void;
  /** Rises when that part of the block changes. */
  versionOf(id: string, part: BlockPart): number;
  close(): void;
}

const parts: readonly BlockPart[] = ['content', 'outputs', 'metadata', 'members'];
const isPart = (key: unknown): key is BlockPart => parts.includes(key as BlockPart);

export function observeBlocks(doc: Y.Doc): BlockObserver {
  const blocks = liveBlocks(doc);
  const order = createValueStore<readonly string[]>(orderedIds(doc));
  const listeners = new Map<string, Set<() => void>>();
  const versions = new Map<string, number>();
  const keyOf = (id: string, part: BlockPart) => `${part} ${id}`;

  const observe = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    const changed = new Set<string>();
    let isReordered = false;
    for (const event of events) {
      const [id, part] = event.path as (string | undefined)[];
      if (id === undefined) {
        isReordered = true;
        for (const key of event.keys.keys()) for (const each of parts) changed.add(keyOf(key, each));
      } else if (part === undefined) {
        changed.add(keyOf(id, 'members'));
        for (const key of event.keys.keys()) {
          if (key === 'place') isReordered = true;
          if (isPart(key)) changed.add(keyOf(id, key));
        }
      } else if (isPart(part)) changed.add(keyOf(id, part));
    }
    for (const key of changed) versions.set(key, (versions.get(key) ?? 0) + 1);
    if (isReordered) {
      const ids = orderedIds(doc);
      const before = order.get();
      if (ids.length !== before.length || ids.some((id, index) => id !== before[index])) order.set(ids);
    }
    for (const key of changed) for (const listener of [...(listeners.get(key) ?? [])]) listener();
  };
  blocks.observeDeep(observe);

  return {
    order,
    find: (id) => blocks.get(id) ?? null,
    subscribe(id, part, listener) {
      const key = keyOf(id, part);
      const those = listeners.get(key) ?? new Set();
      listeners.set(key, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0 && listeners.get(key) === those) listeners.delete(key);
      };
    },
    versionOf: (id, part) => versions.get(keyOf(id, part)) ?? 0,
    close: () => blocks.unobserveDeep(observe),
  };
}
