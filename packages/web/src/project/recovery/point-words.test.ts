import { expect, test } from 'vitest';
import { holdingsInWords } from './point-words.ts';

const nothing = { changedCount: 0, newCount: 0, branchCount: 0, stashCount: 0, operation: null };

test('what a recovery point holds is said in a few words', () => {
  expect(holdingsInWords(nothing)).toBe('no local changes');
  expect(holdingsInWords({ ...nothing, newCount: 1 })).toBe('1 file');
  expect(
    holdingsInWords({ changedCount: 2, newCount: 12, branchCount: 1, stashCount: 2, operation: 'merge' }),
  ).toBe('14 files, 1 branch, 2 stashes, a merge under way');
});
