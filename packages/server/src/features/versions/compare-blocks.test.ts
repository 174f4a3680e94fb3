import type { Block, Notebook } from '@notelab/notebook';
import { expect, test } from 'vitest';
import { compareBlocks } from './compare-blocks.ts';

const block = (id: string, content = id): Block => ({
  id,
  type: 'code',
  blockGroup: id,
  sortingKey: '',
  content,
  metadata: {},
});
const notebook = (...blocks: Block[]): Notebook => ({ id: 'n', name: 'Sales', blocks });
const said = (before: Notebook | null, now: Notebook | null) =>
  compareBlocks(before, now).map(({ id, change }) => `${id} ${change}`);

test('what changed, came and went is said in its place', () => {
  const before = notebook(block('a'), block('b'), block('c'), block('d'));
  const now = notebook(block('a'), block('c', 'other'), block('x'), block('d'));
  expect(said(before, now)).toEqual(['a same', 'b removed', 'c changed', 'x added', 'd same']);
});

test('a block that stands elsewhere has moved', () => {
  const before = notebook(block('a'), block('b'), block('c'));
  expect(said(before, notebook(block('c'), block('a'), block('b')))).toEqual([
    'c same',
    'a moved',
    'b moved',
  ]);
});

test('a notebook that is gone has lost all, a new one has gained all', () => {
  expect(said(notebook(block('a')), null)).toEqual(['a removed']);
  expect(said(null, notebook(block('a')))).toEqual(['a added']);
});
