import { newBlock } from '@notelab/notebook/live';
import { expect, test } from 'vitest';
import { blocksToText, parseCopied, withoutStoredOutputs } from './copied-blocks.ts';

test('blocks come out as they were copied, without their old ids', () => {
  const block = { ...newBlock('a', 'code', 'x = 1'), executionCount: 2, metadata: { tags: ['t'] } };
  const copied = parseCopied(JSON.stringify({ notebookId: 'n', blocks: [block] }));
  expect(copied?.blocks).toEqual([{ ...block, id: '', blockGroup: '' }]);
});

test('what is no block is left out, and nothing usable is null', () => {
  const of = (...blocks: unknown[]) => parseCopied(JSON.stringify({ notebookId: 'n', blocks }));
  expect(of({ type: 'code', content: 1 }, 'text', null, { content: 'x' })).toBeNull();
  expect(of({ type: 'code', content: 'x', place: 'zzz', metadata: [] }, 7)?.blocks).toEqual([
    { id: '', type: 'code', blockGroup: '', sortingKey: '', content: 'x', metadata: {} },
  ]);
  const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
  expect(parseCopied(`{"notebookId":"n","blocks":[{"type":"code","metadata":{"a":${deep}}}]}`)).toBeNull();
  for (const text of ['', '{', '[]', '{"blocks":[]}', '{"notebookId":"n","blocks":{}}'])
    expect(parseCopied(text)).toBeNull();
});

test('outputs that are stored beside a notebook stay there', () => {
  const small = { output_type: 'stream', name: 'stdout', text: 'hi' };
  const stored = { output_type: 'display_data', notelab_output: { hash: 'h', bytes: 1, mimeTypes: [] } };
  expect(withoutStoredOutputs({ ...newBlock('a', 'code'), outputs: [small, stored] }).outputs).toEqual([
    small,
  ]);
});

test('elsewhere blocks are their texts', () => {
  const blocks = [
    newBlock('a', 'code', 'x = 1'),
    newBlock('b', 'separator'),
    newBlock('c', 'markdown', '# T'),
  ];
  expect(blocksToText(blocks)).toBe('x = 1\n\n# T');
});
