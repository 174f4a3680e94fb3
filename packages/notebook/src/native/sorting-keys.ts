import type { Block } from './document.ts';

/**
 * Gives every block a sorting key that rises with its place. Keys that do so already stay, so that a block put
 * between others changes none of them.
 */
export function withSortingKeys(blocks: Block[]): Block[] {
  const keys = blocks.map(({ sortingKey }) => sortingKey);
  const staying = longestRise(keys);
  const following = keys.map((): string | null => null);
  for (let index = keys.length - 2; index >= 0; index--)
    following[index] = staying.has(index + 1) ? keys[index + 1]! : following[index + 1]!;
  let before = '';
  for (const [index, key] of keys.entries()) {
    if (!staying.has(index)) {
      const made = keyBetween(before, following[index]!);
      if (made === null) return renumbered(blocks);
      keys[index] = made;
    }
    before = keys[index] ?? key;
  }
  return blocks.map((block, index) =>
    block.sortingKey === keys[index] ? block : { ...block, sortingKey: keys[index]! },
  );
}

/** Each that is put behind the one before is longer: of thousands all are better made anew. */
const longestMade = 200;

const numbered = (index: number) => String(index).padStart(6, '0');
const renumbered = (blocks: Block[]) =>
  blocks.map((block, index) => ({ ...block, sortingKey: numbered(index) }));

function keyBetween(before: string, next: string | null): string | null {
  const tries = [
    /^\d{6}$/.test(before) ? numbered(Number(before) + 1) : numbered(0),
    `${before}i`,
    `${before}00i`,
  ];
  return (
    tries.find((key) => key.length <= longestMade && key > before && (next === null || key < next)) ?? null
  );
}

/** The most keys that rise as they stand, by index. */
export function longestRise(keys: string[]): Set<number> {
  // Patience sorting: `ends[n]` is where a rise of n + 1 keys ends lowest.
  const ends: number[] = [];
  const previous = keys.map((key, index) => {
    if (key === '') return undefined;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[ends[middle]!]! < key) low = middle + 1;
      else high = middle;
    }
    ends[low] = index;
    return ends[low - 1];
  });
  const rise = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) rise.add(index);
  return rise;
}
