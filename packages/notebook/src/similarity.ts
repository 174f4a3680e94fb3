/** More of a text than this says nothing new about it. */
const mostWords = 5000;

/** How much two texts share, 0–1: the words and signs they have in common against all they have. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  if (wordsA.length + wordsB.length === 0) return 1;
  const count = new Map<string, number>();
  for (const word of wordsA) count.set(word, (count.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of wordsB) {
    const left = count.get(word) ?? 0;
    if (left === 0) continue;
    count.set(word, left - 1);
    shared++;
  }
  return (2 * shared) / (wordsA.length + wordsB.length);
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []).slice(0, mostWords);
}
