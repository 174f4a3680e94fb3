import {
  fillLiveNotebook,
  liveBlocks,
  metadataOf,
  moveBlock,
  outputsOf,
  removeBlock,
  sourceOf,
} from '@notelab/notebook/live';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type BlockPart, observeBlocks } from './block-observer.ts';

function open() {
  const doc = new Y.Doc();
  const block = (id: string) => ({
    id,
    type: 'code',
    blockGroup: id,
    sortingKey: '',
    content: id,
    metadata: {},
    outputs: [],
  });
  fillLiveNotebook(doc, { id: 'n', name: 'N', blocks: ['a', 'b', 'c'].map(block) });
  const observer = observeBlocks(doc);
  const heard: string[] = [];
  for (const id of ['a', 'b', 'c'])
    for (const part of ['content', 'outputs', 'metadata', 'members'] as BlockPart[])
      observer.subscribe(id, part, () => heard.push(`${id} ${part}`));
  observer.order.subscribe(() => heard.push(`order ${observer.order.get().join('')}`));
  return { doc, observer, heard, block: (id: string) => liveBlocks(doc).get(id)! };
}

test('a key that is typed is heard of by its block alone', () => {
  const { heard, block } = open();
  sourceOf(block('b'))!.insert(0, 'x');
  expect(heard).toEqual(['b content']);
});

test('each part of a block is told apart', () => {
  const { heard, block } = open();
  outputsOf(block('a'))!.push([{ output_type: 'stream' }]);
  metadataOf(block('b')).set('is_code_hidden', true);
  block('c').set('type', 'markdown');
  expect(heard).toEqual(['a outputs', 'b metadata', 'c members']);
});

test('a block that is moved or taken away changes the order', () => {
  const { doc, heard } = open();
  moveBlock(doc, 'c', 'a');
  removeBlock(doc, 'a');
  expect(heard.filter((what) => what.startsWith('order'))).toEqual(['order cab', 'order cb']);
});
