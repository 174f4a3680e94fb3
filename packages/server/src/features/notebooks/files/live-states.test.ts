import type { Block, Notebook } from '@notelab/notebook';
import {
  fillLiveNotebook,
  insertBlock,
  liveBlocks,
  readLiveNotebook,
  sourceOf,
} from '@notelab/notebook/live';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { changeFrom } from './live-states.ts';

const named = { id: 'n', name: 'Sales' };
const block = (id: string, content: string): Block => ({
  id,
  type: 'code',
  blockGroup: id,
  sortingKey: '',
  content,
  metadata: {},
  outputs: [],
});
const notebook = (...blocks: Block[]): Notebook => ({ ...named, blocks });

test('what is typed while a merge is made stays, in the blocks that it changes, too', () => {
  const doc = new Y.Doc();
  fillLiveNotebook(doc, notebook(block('a', 'a = 1'), block('b', 'b = 1\nb = 2\n'), block('c', 'c = 1')));
  const state = Y.encodeStateAsUpdate(doc);
  sourceOf(liveBlocks(doc).get('b')!)!.insert(0, '# typed\n');
  insertBlock(doc, block('typed', 'new'), 'c');
  const merged = notebook(block('a', 'a = 1'), block('b', 'b = 1\nb = 20\n'), block('theirs', 'x'));
  Y.applyUpdate(doc, changeFrom(state, merged));
  expect(readLiveNotebook(doc, named).blocks.map(({ content }) => content)).toEqual([
    'a = 1',
    '# typed\nb = 1\nb = 20\n',
    'new',
    'x',
  ]);
});
