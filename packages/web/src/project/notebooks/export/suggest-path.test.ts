import { expect, test } from 'vitest';
import { suggestPath, withFormat } from './suggest-path.ts';

test('a notebook is exported beside the file that it came from', () => {
  expect(suggestPath('Explore', 'ipynb', { path: 'analytics/notebooks/old.ipynb' })).toBe(
    'analytics/notebooks/Explore.ipynb',
  );
  expect(suggestPath('1/2: <Model>', 'deepnote', null)).toBe('1-2- -Model.deepnote');
});

test('another format changes the ending alone', () => {
  expect(withFormat('a.b/c.ipynb', 'deepnote')).toBe('a.b/c.deepnote');
  expect(withFormat('a.b/c', 'ipynb')).toBe('a.b/c');
});
