import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectStyle, jupyterStyle, writeJson } from './json-style.ts';
import { isSameJson, JsonSyntaxError, parseJson, toValue } from './json-tree.ts';

test('any JSON that JavaScript writes is read as JavaScript reads it, and written back the same', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 1, 2, 4), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent);
      const node = parseJson(written);
      expect(toValue(node)).toEqual(JSON.parse(written));
      if (node.kind === 'object' && node.members.length > 0)
        expect(writeJson(node, detectStyle(written))).toBe(written);
    }),
  );
});

test('numbers stay as they were written, and members in their order, also those that look like numbers', () => {
  const text = '{"b": 1.0, "10": 1e5, "2": 12345678901234567890, "a": -0.0}';
  expect(writeJson(parseJson(text), detectStyle(text))).toBe(text);
});

test('what Python writes for numbers that JSON does not know is kept', () => {
  const text = '{"a": [NaN, Infinity, -Infinity]}';
  expect(writeJson(parseJson(text), detectStyle(text))).toBe(text);
});

test('a file that escapes everything beyond ASCII stays so', () => {
  const text = '{\n "a": "caf\\u00e9 \\ud83d\\ude00"\n}';
  expect(writeJson(parseJson(text), detectStyle(text))).toBe(text);
});

test('the order of members and the way of writing do not matter for being the same', () => {
  const same = (a: string, b: string) => isSameJson(parseJson(a), parseJson(b));
  expect(same('{"a":1,"b":[2]}', '{ "b": [2.0], "a": 1 }')).toBe(true);
  expect(same('{"a":1}', '{"a":1,"b":2}')).toBe(false);
  expect(same('"1"', '1')).toBe(false);
});

test('a member called __proto__ is a member like others', () => {
  const value = toValue(parseJson('{"__proto__": {"polluted": true}}')) as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect('polluted' in {}).toBe(false);
});

test.each([
  ['{"a": 1,}', 1, 9],
  ['{\n "a": [1 2]\n}', 2, 10],
  ['{\n "a": "no end\n}', 2, 14],
  ['{"a": 1', 1, 8],
  ['{"a": 01}', 1, 7],
  ['', 1, 1],
  ['{} {}', 1, 4],
  ['{"a": "\\x"}', 1, 7],
])('%j is refused with its place', (text, line, column) => {
  expect(() => parseJson(text)).toThrow(JsonSyntaxError);
  expect(() => parseJson(text)).toThrow(`at line ${line}, column ${column}`);
});

test('nesting without end is refused and harms nothing', () => {
  expect(() => parseJson('['.repeat(100_000))).toThrow('nested too deeply');
});

test('new files are written as Jupyter writes them', () => {
  expect(writeJson(parseJson('{"a":[],"b":{},"c":["é"]}'), jupyterStyle)).toBe(
    '{\n "a": [],\n "b": {},\n "c": [\n  "é"\n ]\n}',
  );
});
