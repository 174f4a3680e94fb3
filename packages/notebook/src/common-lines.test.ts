import { LCS } from 'node-diff3';
import { expect, test } from 'vitest';
import { findCommon, findHunks } from './common-lines.ts';
import { mergeText } from './merge-values.ts';

/** Always the same numbers. */
function chances(): (below: number) => number {
  let state = 7;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function longest(a: string[], b: string[]): number {
  let length = 0;
  for (let step: ReturnType<typeof LCS<string>> | null = LCS(a, b); step?.chain; step = step.chain) length++;
  return length;
}

function applied(before: string[], after: string[]): string[] {
  return findHunks(before, after).reduceRight(
    (lines, { at, removed, added }) => lines.toSpliced(at, removed, ...added),
    before,
  );
}

test('what two lists have in common is the longest there is', () => {
  const chance = chances();
  const list = () => Array.from({ length: chance(12) }, () => 'abcd'.charAt(chance(4)));
  for (let round = 0; round < 500; round++) {
    const [a, b] = [list(), list()];
    const common = findCommon(a, b);
    expect(common).toHaveLength(longest(a, b));
    for (const [index, [inA, inB]] of common.entries()) {
      expect(a[inA]).toBe(b[inB]);
      if (index > 0) expect(inA > common[index - 1]![0] && inB > common[index - 1]![1]).toBe(true);
    }
    expect(applied(a, b)).toEqual(b);
  }
});

test('the same line without end does not keep anybody waiting', () => {
  const same = Array<string>(50_000).fill('x');
  const mixed = ['first', ...same, 'middle', ...same, 'last'];
  const other = ['other', ...same, ...same, 'middle', 'end'];
  const common = findCommon(mixed, other);
  expect(common.every(([inA, inB]) => mixed[inA] === other[inB])).toBe(true);
  expect(common.length).toBeGreaterThan(50_000);
  const unlike = Array.from({ length: 50_000 }, (_, index) => `${index}`);
  expect(findCommon(['a', ...unlike, 'b'], ['c', ...unlike, 'd'])).toHaveLength(50_000);

  const text = (...lines: string[]) => lines.join('\n');
  const merged = mergeText(text(...mixed), text('ours', ...mixed.slice(1)), text(...mixed, 'theirs'));
  expect(merged).toEqual({ conflict: false, value: text('ours', ...mixed.slice(1), 'theirs') });
  const both = mergeText(
    text(...mixed),
    text('ours', ...mixed.slice(1), 'a'),
    text('theirs', ...mixed.slice(1), 'b'),
  );
  expect(both).toEqual({ conflict: true });
});
