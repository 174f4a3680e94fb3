import type { NotebookSource } from '@notelab/contract';
import { expect, test } from 'vitest';
import { mergeInWords, sourceInWords } from './source-words.ts';

const source = (state: NotebookSource['state'], notebook = 0, file = 0) => ({
  state,
  path: 'repo/a.ipynb',
  changedBlocks: { notebook, file },
  problem: state === 'file-broken' ? 'It is not JSON.' : null,
});

test('it is said which side changed, and by how much', () => {
  expect(sourceInWords(source('file-changed', 0, 1)).sentence).toContain('repo/a.ipynb changed: 1 block.');
  expect(sourceInWords(source('notebook-changed', 3)).sentence).toContain('The notebook changed: 3 blocks.');
  expect(sourceInWords(source('both-changed', 1, 2)).sentence).toContain('1 block here, 2 blocks in');
  expect(sourceInWords(source('file-broken')).sentence).toContain('It is not JSON.');
});

test('a merge says what it changed and what is to be run again', () => {
  const merged = (changedBlocks: number, outputsDropped: number) =>
    mergeInWords({ changedBlocks, outputsDropped });
  expect(merged(2, 0)).toBe('2 blocks changed.');
  expect(merged(1, 1)).toBe('1 block changed. The results of 1 block are left out: run it again.');
  expect(merged(0, 0)).toBe('The notebook says all of it already.');
});
