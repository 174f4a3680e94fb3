import type { Hunk } from '@notelab/contract';
import { expect, test } from 'vitest';
import { placeInWords, toNumberedLines, toPairs } from './hunk-rows.ts';

const hunk = (...lines: string[]): Hunk => ({
  id: '0123456789abcdef',
  oldStart: 10,
  newStart: 12,
  lines: lines.map((line) => ({
    kind: line[0] === '+' ? 'added' : line[0] === '-' ? 'removed' : 'same',
    text: line.slice(1),
  })),
});

test('lines have the numbers they had and have', () => {
  const lines = toNumberedLines(hunk(' a', '-b', '+c', '+d', ' e'));
  expect(lines.map(({ oldNumber, newNumber }) => [oldNumber, newNumber])).toEqual([
    [10, 12],
    [11, null],
    [null, 13],
    [null, 14],
    [12, 15],
  ]);
  expect(placeInWords(lines)).toBe('Lines 13–14');
});

test('beside a removed line stands what took its place', () => {
  const pairs = toPairs(toNumberedLines(hunk(' a', '-b', '-c', '+d', ' e', '+f', '-g')));
  expect(pairs.map((pair) => pair.map((line) => line?.text ?? null))).toEqual([
    ['a', 'a'],
    ['b', 'd'],
    ['c', null],
    ['e', 'e'],
    [null, 'f'],
    ['g', null],
  ]);
});

test('what is only gone is named by where it was', () => {
  expect(placeInWords(toNumberedLines(hunk(' a', '-b')))).toBe('Line 11');
});
