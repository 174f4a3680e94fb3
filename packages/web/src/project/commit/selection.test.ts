import type { Change } from '@notelab/contract';
import { expect, test } from 'vitest';
import { filterChanges, selectAtFirst, whyNotCommit } from './selection.ts';

const changes: Change[] = [
  { path: 'churn/features.py', originalPath: null, kind: 'modified' },
  { path: 'new.py', originalPath: 'old.py', kind: 'renamed' },
  { path: 'data.csv', originalPath: null, kind: 'untracked' },
  { path: 'both.py', originalPath: null, kind: 'conflicted' },
];

test('everything is ticked at first, except what is in conflict', () => {
  expect([...selectAtFirst(changes)]).toEqual(['churn/features.py', 'new.py', 'data.csv']);
});

test('files are found by a part of their path', () => {
  expect(filterChanges(changes, ' CHURN ').map(({ path }) => path)).toEqual(['churn/features.py']);
  expect(filterChanges(changes, '')).toHaveLength(4);
});

test('a commit needs words and files', () => {
  expect(whyNotCommit(' \n\t', 3)).toMatch(/message/);
  expect(whyNotCommit('Use 90 days', 0)).toMatch(/file/);
  expect(whyNotCommit('Use 90 days', 1)).toBeNull();
  expect(whyNotCommit('Better words for the last one', 0, { amend: true })).toBeNull();
});
