import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

const thousand = Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join('');

test('a long text shows its beginning, a long traceback its end', () => {
  expect(foldText('short\n')).toEqual({ shown: 'short\n', end: '', lines: null });
  const start = foldText(thousand);
  expect(start.lines).toBe(1000);
  expect(start.shown.split('\n').slice(0, 2)).toEqual(['line 0', 'line 1']);
  expect(start.shown.split('\n')).toHaveLength(60);
  expect(foldText(thousand, 'end').shown).toMatch(/^line 940\n[\s\S]*line 999\n$/);
});

test('of what a program prints both ends are shown', () => {
  const { shown, end } = foldText(thousand, 'ends');
  expect(shown.split('\n').at(-1)).toBe('line 39');
  expect(end).toMatch(/^line 980\n[\s\S]*line 999\n$/);
  const endless = foldText('x'.repeat(1_000_000), 'ends');
  expect(endless.shown.length + endless.end.length).toBeLessThan(20_000);
});

test('a text of one endless line is cut too', () => {
  expect(foldText('x'.repeat(1_000_000)).shown.length).toBeLessThan(20_000);
});
