import { isDeepStrictEqual } from 'node:util';
import type { BlockComparison } from '@notelab/contract';
import type { Block, Notebook } from '@notelab/notebook';

/**
 * Two states of a notebook block by block, in the order of now; what is gone stands where it was.
 * @param before,now null for a notebook that is not there
 */
export function compareBlocks(before: Notebook | null, now: Notebook | null): BlockComparison[] {
  const [old, present] = [before?.blocks ?? [], now?.blocks ?? []];
  const oldById = new Map(old.map((block) => [block.id, block]));
  const moved = findMoved(old, present);
  const compared = present.map((block): BlockComparison => {
    const was = oldById.get(block.id) ?? null;
    const change = !was
      ? 'added'
      : !isSameBlock(was, block)
        ? 'changed'
        : moved.has(block.id)
          ? 'moved'
          : 'same';
    return { id: block.id, change, before: was, now: block };
  });
  const places = new Map(present.map(({ id }, index) => [id, index]));
  /** What is gone, by the index of the block that it stood before. */
  const gone = new Map<number, BlockComparison[]>();
  let at = 0;
  for (const block of old) {
    const index = places.get(block.id);
    if (index !== undefined) at = Math.max(at, index + 1);
    else {
      const before = gone.get(at) ?? [];
      gone.set(at, before);
      before.push({ id: block.id, change: 'removed', before: block, now: null });
    }
  }
  const end = gone.get(present.length) ?? [];
  return [...compared.flatMap((one, index) => [...(gone.get(index) ?? []), one]), ...end];
}

/** What orders blocks does not make them other ones. */
function isSameBlock({ sortingKey: _, ...one }: Block, { sortingKey: __, ...other }: Block): boolean {
  return isDeepStrictEqual(one, other);
}

/** Blocks that stand behind one that they stood before. */
function findMoved(old: Block[], present: Block[]): Set<string> {
  const places = new Map(old.map(({ id }, index) => [id, index]));
  const moved = new Set<string>();
  let furthest = -1;
  for (const { id } of present) {
    const place = places.get(id);
    if (place === undefined) continue;
    if (place < furthest) moved.add(id);
    else furthest = place;
  }
  return moved;
}
