import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FoldedText } from './folded-text.ts';

const printed = (...parts: string[]) => {
  const text = new FoldedText({ head: 1000, tail: 1000 });
  for (const part of parts) text.append(part);
  return text.toString();
};

describe('what a program prints', () => {
  test('is shown as a terminal shows it, however it is cut in pieces', () => {
    expect(printed('10%\r', '50%\r100%\n', 'done')).toBe('100%\ndone');
    expect(printed('a\r', '\nb')).toBe('a\nb');
    expect(printed('long line\r', 'short')).toBe('shortline');
    expect(printed('abc\b\bX\n\bY')).toBe('aXc\nY');
    expect(printed('stays\r')).toBe('stays');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'bc', '\r', '\n', '\b', '😀')), (parts) => {
        expect(printed(...parts)).toBe(printed(parts.join('')));
      }),
    );
  });

  test('keeps its beginning and its end when it is too long, and says how much is left out', () => {
    const text = new FoldedText({ head: 10, tail: 10 });
    for (let index = 0; index < 1000; index++) text.append(`${index}\n`);
    expect(text.toString()).toBe('0\n1\n2\n3\n4\n\n… 3,870 characters left out …\n7\n998\n999\n');
  });

  test('is never cut in the middle of a letter', () => {
    const text = new FoldedText({ head: 5, tail: 5 });
    for (let index = 0; index < 20; index++) text.append('😀😀😀\n');
    expect(text.toString()).not.toMatch(/\ufffd/);
    expect(text.toString().startsWith('😀😀\n…')).toBe(true);
  });
});
