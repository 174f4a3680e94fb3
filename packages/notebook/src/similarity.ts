/** The words and signs of a text, counted. */
export interface Words {
  counts: Map<string, number>;
  total: number;
}

const aWord = /[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;

/** @param most more of a text than this many words is not looked at */
export function countWords(text: string, most: number): Words {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [word] of text.matchAll(aWord)) {
    if (total === most) break;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}

/** How much two texts share, 0–1: the words and signs they have in common against all they have. */
export function similarity(a: Words, b: Words): number {
  if (a.total + b.total === 0) return 1;
  const [few, many] = a.counts.size < b.counts.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [word, count] of few.counts) shared += Math.min(count, many.counts.get(word) ?? 0);
  return (2 * shared) / (a.total + b.total);
}
