import { beforeEach, expect, test, vi } from 'vitest';
import { createDrafts } from './drafts.ts';

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
});

test('unsaved text comes back after a reload', () => {
  const before = createDrafts('drafts');
  before.set('a.py', { text: 'x = 1', etag: 'e1' });
  before.keep();
  const after = createDrafts('drafts');
  expect(after.get('a.py')).toEqual({ text: 'x = 1', etag: 'e1' });
  expect(after.paths()).toEqual(['a.py']);
});

test('typing on in the same file keeps the list of paths the same', () => {
  const drafts = createDrafts('drafts');
  drafts.set('a.py', { text: '1', etag: 'e' });
  const paths = drafts.paths();
  drafts.set('a.py', { text: '12', etag: 'e' });
  expect(drafts.paths()).toBe(paths);
  drafts.remove('a.py');
  expect(drafts.paths()).toEqual([]);
});

test('unsaved text follows a renamed folder', () => {
  const drafts = createDrafts('drafts');
  drafts.set('data/a.py', { text: '1', etag: 'e' });
  drafts.rename('data', 'facts');
  expect(drafts.get('facts/a.py')?.text).toBe('1');
  expect(drafts.get('data/a.py')).toBeUndefined();
});

test('a broken storage is no reason to fail', () => {
  sessionStorage.setItem('drafts', '{"a.py": 7, "b.py": {"text": "x", "etag": "e"}}');
  expect(createDrafts('drafts').paths()).toEqual(['b.py']);
  sessionStorage.setItem('drafts', 'nonsense');
  expect(createDrafts('drafts').paths()).toEqual([]);
});
