import type { Block, Notebook } from '@notelab/notebook';
import { expect, test } from 'vitest';
import { packContent, unpackContent } from './content.ts';

const named = { id: 'n', name: 'Sales' };
const block = {
  id: 'a',
  type: 'code',
  blockGroup: 'a',
  sortingKey: '0',
  content: 'é 1',
  metadata: { b: 1, a: 2 },
};
const notebook = (...blocks: object[]): Notebook => ({ ...named, blocks: blocks as Block[] });

test('what is packed comes out as it was, with the numbers that only Python writes', async () => {
  const made = notebook({ ...block, outputs: [{ data: { x: [Number.NaN, -Infinity, 1.5, null] } }] });
  const { bytes } = await packContent(made);
  expect(await unpackContent(bytes, named)).toEqual(made);
});

test('the same content has the same hash, however its members came together', async () => {
  // A part of a text with other letters is kept in another way, and so is a number that was calculated.
  const content = `${'日本'}é 1`.slice(2);
  const other = { ...block, metadata: { a: 2.5 - 0.5, b: 1 }, content };
  expect((await packContent(notebook(other))).hash).toBe((await packContent(notebook(block))).hash);
});

test('other content has another hash, another name has not', async () => {
  const { hash } = await packContent(notebook(block));
  expect((await packContent(notebook({ ...block, content: '2' }))).hash).not.toBe(hash);
  expect((await packContent({ ...notebook(block), name: 'Costs' })).hash).toBe(hash);
});
