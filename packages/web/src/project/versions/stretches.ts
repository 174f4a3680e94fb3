import type { BlockComparison } from '@notelab/contract';

/** A block that changed, or those between that did not. */
export type Stretch =
  | { kind: 'change'; key: string; comparison: BlockComparison }
  | { kind: 'same'; key: string; comparisons: BlockComparison[] };

/** What is to be looked at one by one, with what lies between folded. */
export function toStretches(comparisons: BlockComparison[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const comparison of comparisons) {
    const last = stretches.at(-1);
    const key = comparison.id;
    if (comparison.change !== 'same') stretches.push({ kind: 'change', key, comparison });
    else if (last?.kind === 'same') last.comparisons.push(comparison);
    else stretches.push({ kind: 'same', key, comparisons: [comparison] });
  }
  return stretches;
}
