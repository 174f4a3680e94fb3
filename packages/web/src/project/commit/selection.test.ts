import type { Change } from '@notelab/contract';
import { expect, test } from 'vitest';
import { filterChanges, selectAtFirst, toCommitPaths, whyNotCommit, withTicks } from './selection.ts';

const changes: Change[] = [
  { path: 'churn/features.py', originalPath: null, kind: 'modified' },
  { path: 'new.py', originalPath: 'old.py', kind: 'renamed' },
  { path: 'data.csv', originalPath: null, kind: 'untracked' },
  { path: 'both.py', originalPath: null, kind: 'conflicted' },
];

test('everything is ticked at first, except what is in conflict', () => {
  expect([...selectAtFirst(changes)]).toEqual(['churn/features.py', 'new.py', 'data.csv']);
});

test('a rename is committed with both its paths', () => {
  expect(toCommitPaths(changes, new Set(['new.py']))).toEqual(['new.py', 'old.py']);
});

test('only files that are still changed are committed', () => {
  expect(toCommitPaths(changes, new Set(['gone.py', 'data.csv']))).toEqual(['data.csv']);
});

test('ticking some files leaves the others as they are', () => {
  const selected = withTicks(new Set(['a']), ['b', 'c'], true);
  expect([...selected]).toEqual(['a', 'b', 'c']);
  expect([...withTicks(selected, ['a', 'b'], false)]).toEqual(['c']);
});

test('files are found by a part of their path', () => {
  expect(filterChanges(changes, ' CHURN ').map(({ path }) => path)).toEqual(['churn/features.py']);
  expect(filterChanges(changes, '')).toHaveLength(4);
});

test('a commit needs words and files', () => {
  expect(whyNotCommit(' \n\t', 3)).toMatch(/message/);
  expect(whyNotCommit('Use 90 days', 0)).toMatch(/file/);
  expect(whyNotCommit('Use 90 days', 1)).toBeNull();
});
