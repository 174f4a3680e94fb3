import { expect, test } from 'vitest';
import { sizeInWords } from './sizes.ts';

test('sizes are said with one unit that fits', () => {
  expect(sizeInWords(0)).toBe('0 bytes');
  expect(sizeInWords(1)).toBe('1 byte');
  expect(sizeInWords(999)).toBe('999 bytes');
  expect(sizeInWords(1400)).toBe('1.4 kB');
  expect(sizeInWords(41_000_000)).toBe('41 MB');
  expect(sizeInWords(5_200_000_000)).toBe('5.2 GB');
});
