import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Block } from '../native/document.ts';
import {
  changeBlockType,
  changeHeading,
  duplicateBlock,
  joinBlocks,
  newBlock,
  splitBlock,
} from './edit-blocks.ts';
import { fillLiveNotebook, liveBlocks, readLiveNotebook, sourceOf } from './live-notebook.ts';

function open(...blocks: Block[]) {
  const doc = new Y.Doc();
  fillLiveNotebook(doc, { id: 'n', name: 'N', blocks });
  const read = () => readLiveNotebook(doc, { id: 'n', name: 'N' }).blocks;
  const said = () => read().map(({ type, content }) => [type, content]);
  return { doc, read, said };
}
const ran = (id: string, content: string): Block => ({
  ...newBlock(id, 'code', content),
  executionCount: 3,
  outputs: [{ output_type: 'stream', name: 'stdout', text: 'hi' }],
});

test('a block is split at the cursor, and the ends of lines there are left out', () => {
  const { doc, read } = open(ran('a', 'x = 1\ny = 2'), newBlock('z', 'code', 'z'));
  expect(splitBlock(doc, 'a', 5, 'b')).toBe(true);
  expect(read()).toMatchObject([
    { id: 'a', content: 'x = 1', executionCount: 3, outputs: [{}] },
    { id: 'b', type: 'code', content: 'y = 2', executionCount: null, outputs: [], blockGroup: 'b' },
    { id: 'z' },
  ]);
});

test('what others type in the first part while it is split is kept', () => {
  const { doc, said } = open(newBlock('a', 'code', 'one\ntwo'));
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  sourceOf(liveBlocks(other).get('a')!)!.insert(0, '# ');
  splitBlock(doc, 'a', 4, 'b');
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(said()).toEqual([
    ['code', '# one'],
    ['code', 'two'],
  ]);
});

test('blocks are joined into the first one, as what that one is', () => {
  const { doc, read } = open(
    newBlock('a', 'markdown', 'Intro'),
    newBlock('b', 'text-cell-h2', 'Part'),
    newBlock('c', 'markdown', ''),
    newBlock('d', 'code', 'x = 1'),
  );
  expect(joinBlocks(doc, ['a', 'b', 'c'])).toBe(true);
  expect(read()).toMatchObject([{ id: 'a', content: 'Intro\n\n## Part' }, { id: 'd' }]);
});

test('an input is neither split nor joined nor made another type', () => {
  const { doc, said } = open(newBlock('a', 'code', 'x'), newBlock('b', 'input-text', ''));
  expect(joinBlocks(doc, ['a', 'b'])).toBe(false);
  expect(splitBlock(doc, 'b', 0, 'c')).toBe(false);
  changeBlockType(doc, 'b', 'markdown');
  expect(said()).toEqual([
    ['code', 'x'],
    ['input-text', ''],
  ]);
});

test('code becomes text without what it wrote, and code again that was not run', () => {
  const { doc, read } = open(ran('a', 'x = 1'));
  changeBlockType(doc, 'a', 'markdown');
  expect(read()[0]).not.toHaveProperty('outputs');
  expect(read()[0]).toMatchObject({ type: 'markdown', content: 'x = 1' });
  changeBlockType(doc, 'a', 'code');
  expect(read()[0]).toMatchObject({ type: 'code', executionCount: null, outputs: [] });
});

test('a raw cell that is made text is no raw cell any more', () => {
  const raw = { ...newBlock('a', 'markdown', 'x'), metadata: { ipynb: { type: 'raw', metadata: { a: 1 } } } };
  const { doc, read } = open(raw);
  changeBlockType(doc, 'a', 'code');
  expect(read()[0]!.metadata).toEqual({ ipynb: { metadata: { a: 1 } } });
});

test('headings change their level, and text cells become markdown that reads the same', () => {
  const { doc, said } = open(newBlock('a', 'markdown', '## Old\nmore'), newBlock('b', 'code', 'Title'), {
    ...newBlock('c', 'text-cell-todo', 'buy'),
    metadata: { checked: true },
  });
  changeHeading(doc, 'a', 1);
  changeHeading(doc, 'b', 3);
  changeBlockType(doc, 'c', 'markdown');
  expect(said()).toEqual([
    ['markdown', '# Old\nmore'],
    ['markdown', '### Title'],
    ['markdown', '- [x] buy'],
  ]);
});

test('a copy stands behind its block, in a group of its own, with all that it had', () => {
  const { doc, read } = open({ ...ran('a', 'x'), metadata: { tags: ['keep'] } }, newBlock('z', 'code'));
  duplicateBlock(doc, 'a', 'b');
  expect(read().map(({ id }) => id)).toEqual(['a', 'b', 'z']);
  expect(read()[1]).toMatchObject({ blockGroup: 'b', executionCount: 3, metadata: { tags: ['keep'] } });
});
