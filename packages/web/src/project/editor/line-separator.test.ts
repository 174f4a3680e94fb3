import { expect, test } from 'vitest';
import { lineSeparatorOf } from './line-separator.ts';

test('a text from Windows keeps its line ends', () => {
  expect(lineSeparatorOf('a\r\nb\r\n')).toBe('\r\n');
});

test('a text from elsewhere, a mixed one and an empty one are edited with line feeds', () => {
  expect(lineSeparatorOf('a\nb\n')).toBe('\n');
  expect(lineSeparatorOf('a\r\nb\n')).toBe('\n');
  expect(lineSeparatorOf('a\rb\r\n')).toBe('\n');
  expect(lineSeparatorOf('')).toBe('\n');
});
