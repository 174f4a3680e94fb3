import { expect, it } from 'vitest';
import { largestShare, parseShare, shareAfterKey, smallestShare, usualShare } from './panel-share.ts';

it('moves the divider with the keyboard, within bounds', () => {
  expect(shareAfterKey('ArrowUp', 40)).toBe(44);
  expect(shareAfterKey('ArrowDown', 40)).toBe(36);
  expect(shareAfterKey('ArrowUp', largestShare)).toBe(largestShare);
  expect(shareAfterKey('ArrowDown', smallestShare)).toBe(smallestShare);
  expect(shareAfterKey('Home', 40)).toBe(largestShare);
  expect(shareAfterKey('End', 40)).toBe(smallestShare);
  expect(shareAfterKey('Enter', 70)).toBe(usualShare);
  expect(shareAfterKey('a', 40)).toBeNull();
});

it('brings a stored height back within bounds', () => {
  expect(parseShare(50.04)).toBe(50);
  expect(parseShare(1000)).toBe(largestShare);
  expect(parseShare(-1)).toBe(smallestShare);
  expect(parseShare('50')).toBeNull();
});
