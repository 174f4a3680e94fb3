import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTexts, textOf } from './text-merge.ts';

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join('');
const merged = (parts: ReturnType<typeof mergeTexts>, choice: 'mine' | 'theirs' | 'both' = 'mine') =>
  parts.map((part) => (part.kind === 'merged' ? part.text : textOf(part, choice))).join('');

test('changes of different lines come together; the same line is a conflict, with its place on both sides', () => {
  const parts = mergeTexts(
    lines('a', 'b', 'c', 'd', 'e', 'f'),
    lines('new', 'a', 'b', 'mine', 'd', 'e', 'f'),
    lines('a', 'b', 'theirs', 'd', 'e', 'F'),
  );
  expect(parts.filter(({ kind }) => kind === 'conflict')).toEqual([
    {
      kind: 'conflict',
      mine: { text: 'mine\n', line: 3 },
      theirs: { text: 'theirs\n', line: 2 },
    },
  ]);
  expect(merged(parts, 'both')).toBe(lines('new', 'a', 'b', 'mine', 'theirs', 'd', 'e', 'F'));
});

test('lines that one side removed are removed, a last line without an end gets one before another', () => {
  expect(
    merged(mergeTexts(lines('a', 'b', 'c', 'd'), lines('a', 'd'), lines('a', 'b', 'c', 'D')), 'both'),
  ).toBe(lines('a', 'd', 'b', 'c', 'D'));
  expect(merged(mergeTexts('', 'mine', 'theirs'), 'both')).toBe('mine\ntheirs');
});

test('whatever the texts, one side everywhere gives what that side has in every conflict', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 }).map((all) => all.join('\n'));
  fc.assert(
    fc.property(text, text, (base, changed) => {
      expect(merged(mergeTexts(base, changed, base))).toBe(changed);
      expect(merged(mergeTexts(base, base, changed))).toBe(changed);
      expect(merged(mergeTexts(base, changed, changed))).toBe(changed);
      expect(merged(mergeTexts('', changed, base), 'theirs')).toBe(changed === '' ? base : base || changed);
    }),
  );
});
