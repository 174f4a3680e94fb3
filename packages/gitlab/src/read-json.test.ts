import { expect, test } from 'vitest';
import { readObject } from './read-json.ts';

test('strings lose what no database takes, and names their end when nobody would call anything so', () => {
  const long = 'x'.repeat(20_000);
  const read = readObject({ name: 'Da\0na \ud800', path: long, web_url: long, description: long }, 'thing');
  expect(read.string('name')).toBe('Dana \ufffd');
  expect(read.string('path')).toHaveLength(1_000);
  expect(read.stringOrNull('web_url', 'address')).toHaveLength(8_000);
  expect(read.stringOrNull('description', 'text')).toBe(long);
  expect(readObject({ scope: ['a\0pi'] }, 'thing').strings('scope')).toEqual(['api']);
});
