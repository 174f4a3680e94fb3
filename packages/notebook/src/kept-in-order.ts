/** The indices of `match` that keep their order among each other: the longest rising run. The others were moved. */
export function keptInOrder(match: readonly number[]): Set<number> {
  // Patience sorting: `ends[n]` is where a rising run of n + 1 cells ends lowest.
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const [index, target] of match.entries()) {
    if (target === -1) continue;
    let [at, above] = [0, ends.length];
    while (at < above) {
      const middle = (at + above) >> 1;
      if (match[ends[middle]!]! < target) at = middle + 1;
      else above = middle;
    }
    before.set(index, ends[at - 1]);
    ends[at] = index;
  }
  const kept = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = before.get(index)) kept.add(index);
  return kept;
}
