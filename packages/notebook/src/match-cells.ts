import { findCommon } from './common-lines.ts';
import { keptInOrder } from './kept-in-order.ts';
import type { Cell } from './read-notebook.ts';
import { countWords, similarity } from './similarity.ts';

/** Which cell of `b` a cell of `a` became, by index; -1 for none. */
export type CellMatch = number[];

const leastSimilar = 0.5;
/** Beyond so many pairs in one stretch only equal cells are matched. */
const mostComparisons = 20_000;
/** Words that are looked at in all comparisons of one stretch, and in one comparison: more says nothing new. */
const mostWordsCompared = 1_500_000;
const mostWords = 5000;

/**
 * Finds the cells that are the same in two notebooks: by id first; where ids are missing or were made anew, by
 * equal and then by similar source between the neighbours that are known.
 */
export function matchCells(a: Cell[], b: Cell[]): CellMatch {
  const match: CellMatch = a.map(() => -1);
  const taken = new Set<number>();
  const idsOfB = uniqueIds(b);
  for (const [id, indexA] of uniqueIds(a)) {
    const indexB = idsOfB.get(id);
    if (indexB === undefined) continue;
    match[indexA] = indexB;
    taken.add(indexB);
  }
  for (const stretch of stretchesBetween(match, a.length, b.length)) {
    const restA = range(stretch.a).filter((index) => match[index] === -1);
    const restB = range(stretch.b).filter((index) => !taken.has(index));
    for (const [indexA, indexB] of matchBySource(a, b, restA, restB)) match[indexA] = indexB;
  }
  return match;
}

interface Stretch {
  a: [from: number, to: number];
  b: [from: number, to: number];
}

/** What lies between cells that are matched and kept their order. */
function stretchesBetween(match: CellMatch, lengthA: number, lengthB: number): Stretch[] {
  const anchors = [...keptInOrder(match)].sort((x, y) => x - y);
  const stretches: Stretch[] = [];
  let [fromA, fromB] = [0, 0];
  for (const anchor of anchors) {
    stretches.push({ a: [fromA, anchor], b: [fromB, match[anchor]!] });
    [fromA, fromB] = [anchor + 1, match[anchor]! + 1];
  }
  return [...stretches, { a: [fromA, lengthA], b: [fromB, lengthB] }];
}

function matchBySource(a: Cell[], b: Cell[], restA: number[], restB: number[]): [number, number][] {
  if (restA.length === 0 || restB.length === 0) return [];
  const key = ({ type, source }: Cell) => `${type}\n${source}`;
  const equal = findCommon(
    restA.map((index) => key(a[index]!)),
    restB.map((index) => key(b[index]!)),
  ).map(([x, y]): [number, number] => [restA[x]!, restB[y]!]);
  const pairs = [...equal];
  const ends: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [afterA, afterB] = [-1, -1];
  for (const [untilA, untilB] of [...equal, ends]) {
    const gapA = restA.filter((index) => index > afterA && index < untilA);
    const gapB = restB.filter((index) => index > afterB && index < untilB);
    pairs.push(...similarPairs(a, b, gapA, gapB));
    [afterA, afterB] = [untilA, untilB];
  }
  return pairs;
}

/** The pairing in order with the greatest sum of similarities. */
function similarPairs(a: Cell[], b: Cell[], gapA: number[], gapB: number[]): [number, number][] {
  if (gapA.length === 0 || gapB.length === 0 || gapA.length * gapB.length > mostComparisons) return [];
  const most = Math.min(mostWords, Math.ceil(mostWordsCompared / (gapA.length * gapB.length)));
  const read = ({ type, source }: Cell) => ({ type, words: countWords(source, most) });
  const [readA, readB] = [gapA.map((index) => read(a[index]!)), gapB.map((index) => read(b[index]!))];
  const scores = readA.map((one) =>
    readB.map((other) => {
      const score = one.type === other.type ? similarity(one.words, other.words) : 0;
      return score < leastSimilar ? 0 : score;
    }),
  );
  // best[x][y]: the greatest sum for the cells from x and y on.
  const best = Array.from({ length: gapA.length + 1 }, () => new Array<number>(gapB.length + 1).fill(0));
  for (let x = gapA.length - 1; x >= 0; x--)
    for (let y = gapB.length - 1; y >= 0; y--)
      best[x]![y] = Math.max(best[x + 1]![y]!, best[x]![y + 1]!, scores[x]![y]! + best[x + 1]![y + 1]!);
  const pairs: [number, number][] = [];
  for (let x = 0, y = 0; x < gapA.length && y < gapB.length; ) {
    const score = scores[x]![y]!;
    if (score > 0 && best[x]![y] === score + best[x + 1]![y + 1]!) pairs.push([gapA[x++]!, gapB[y++]!]);
    else if (best[x]![y] === best[x + 1]![y]) x++;
    else y++;
  }
  return pairs;
}

function uniqueIds(cells: Cell[]): Map<string, number> {
  const seen = new Map<string, number>();
  const twice = new Set<string>();
  for (const [index, { id }] of cells.entries()) {
    if (id === null) continue;
    if (seen.has(id)) twice.add(id);
    seen.set(id, index);
  }
  for (const id of twice) seen.delete(id);
  return seen;
}

const range = ([from, to]: [number, number]) => Array.from({ length: to - from }, (_, step) => from + step);
