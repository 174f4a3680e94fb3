import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath, encodePath } from './path-encoding.ts';

test('any bytes come back as they were, also through JSON and a URL', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const path = JSON.parse(JSON.stringify(decodePath(bytes))) as string;
      expect(encodePath(decodeURIComponent(encodeURIComponent(path)))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('any proper text is itself, and names with the escape characters in them come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const path = decodePath(Buffer.from(text));
      if (!/[\uf780-\uf7ff]/.test(text)) expect(path).toBe(text);
      expect(encodePath(path)).toEqual(Buffer.from(text));
    }),
  );
  const icon = '\uf7a0';
  expect(decodePath(Buffer.from(icon))).toBe('\uf7ef\uf79e\uf7a0');
  expect(encodePath(decodePath(Buffer.from(icon))).toString()).toBe(icon);
});

test('an escape never stands for an ASCII character, so none can hide a slash or a dot', () => {
  expect(encodePath('\uf72f\uf72e').toString()).toBe('\uf72f\uf72e');
});

test('a byte order mark is part of the name', () => {
  expect(decodePath(Buffer.from('\ufeffa'))).toBe('\ufeffa');
});

test.each([
  ['a lone continuation byte', [0x80], '\uf780'],
  ['Latin-1 é between letters', [0x61, 0xe9, 0x62], 'a\uf7e9b'],
  ['an overlong slash', [0xc0, 0xaf], '\uf7c0\uf7af'],
  ['an encoded surrogate', [0xed, 0xb2, 0x80], '\uf7ed\uf7b2\uf780'],
  ['a cut-off emoji', [0xf0, 0x9f, 0x98], '\uf7f0\uf79f\uf798'],
])('%s is escaped byte by byte', (_, bytes, expected) => {
  expect(decodePath(Uint8Array.from(bytes))).toBe(expected);
});

test('a lone surrogate is refused: no file name decodes to one', () => {
  expect(() => encodePath('a\ud800')).toThrow(RangeError);
  expect(() => encodePath('a\udc41')).toThrow(RangeError);
});
