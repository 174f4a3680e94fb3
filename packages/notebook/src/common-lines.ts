import { LCS } from 'node-diff3';
import { keptInOrder } from './kept-in-order.ts';

/** Of a line or a cell in one list: the same one in the other. */
export type Pair = [inA: number, inB: number];

/** About the steps of exact searches in one comparison: a moment. Equal lines, in both lists, make three times the digits. */
const mostSteps = 5_000_000;

/**
 * What two lists have in common, in order: the longest such sequence. Where finding that would take long (lists can be
 * made for it, of the same line again and again), a long one: what is there once in both first, then what lies between.
 */
export function findCommon(a: readonly string[], b: readonly string[]): Pair[] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pairs: Pair[] = Array.from({ length: start }, (_, index) => [index, index]);
  for (const [inA, inB] of findWithin(a.slice(start, a.length - end), b.slice(start, b.length - end)))
    pairs.push([inA + start, inB + start]);
  for (let left = end; left > 0; left--) pairs.push([a.length - left, b.length - left]);
  return pairs;
}

function findWithin(a: string[], b: string[]): Pair[] {
  let left = mostSteps;
  const search = (inA: string[], inB: string[]): Pair[] | null => {
    const steps = countSteps(inA, inB);
    if (steps > left) return null;
    left -= steps;
    return findLongest(inA, inB);
  };
  const exact = search(a, b);
  if (exact) return exact;
  const pairs: Pair[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [toA, toB] of [...pairUp(onlyOnce(a), onlyOnce(b)), [a.length, b.length] as Pair]) {
    const [inA, inB] = [a.slice(fromA, toA), b.slice(fromB, toB)];
    for (const [x, y] of search(inA, inB) ?? pairUp(numbered(inA), numbered(inB)))
      pairs.push([x + fromA, y + fromB]);
    if (toA < a.length) pairs.push([toA, toB]);
    [fromA, fromB] = [toA + 1, toB + 1];
  }
  return pairs;
}

/** How long the exact search takes at most: each pair of equal lines is held against the sequences found so far. */
function countSteps(a: string[], b: string[]): number {
  const inB = countEach(b);
  const pairs = a.reduce((sum, line) => sum + (inB.get(line) ?? 0), 0);
  return pairs * Math.min(a.length, b.length);
}

function findLongest(a: string[], b: string[]): Pair[] {
  const pairs: Pair[] = [];
  for (let step: ReturnType<typeof LCS<string>> | null = LCS(a, b); step?.chain; step = step.chain)
    pairs.push([step.buffer1index, step.buffer2index]);
  return pairs.reverse();
}

/** Pairs what has the same name in both, null being none, as far as the order allows it. */
function pairUp(a: (string | null)[], b: (string | null)[]): Pair[] {
  const inB = new Map(b.map((name, index) => [name, index]));
  inB.delete(null);
  const match = a.map((name) => inB.get(name) ?? -1);
  const kept = keptInOrder(match);
  return match.flatMap((target, index): Pair[] => (kept.has(index) ? [[index, target]] : []));
}

function onlyOnce(lines: string[]): (string | null)[] {
  const counts = countEach(lines);
  return lines.map((line) => (counts.get(line) === 1 ? line : null));
}

/** Each line with how often it was there before. */
function numbered(lines: string[]): string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const before = seen.get(line) ?? 0;
    seen.set(line, before + 1);
    return `${before} ${line}`;
  });
}

function countEach(lines: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Lines that became others; `at` counts in the first list. */
export interface Hunk {
  at: number;
  removed: number;
  added: string[];
}

/** What makes one list of lines the other. */
export function findHunks(before: readonly string[], after: readonly string[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [at, from] = [0, 0];
  for (const [inBefore, inAfter] of [...findCommon(before, after), [before.length, after.length] as Pair]) {
    if (inBefore > at || inAfter > from)
      hunks.push({ at, removed: inBefore - at, added: after.slice(from, inAfter) });
    [at, from] = [inBefore + 1, inAfter + 1];
  }
  return hunks;
}
