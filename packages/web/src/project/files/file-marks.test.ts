import type { Change } from '@notelab/contract';
import { expect, test } from 'vitest';
import { markOf, toFileMarks } from './file-marks.ts';

const change = (path: string, kind: Change['kind']): Change => ({ path, originalPath: null, kind });

test('changes are marked by their path in the project, and tint the folders above them', () => {
  const marks = toFileMarks([
    {
      checkout: { folderName: 'analytics' },
      changes: [change('churn/deep/features.py', 'modified'), change('churn/segments.py', 'untracked')],
    },
    { checkout: { folderName: 'forecasting' }, changes: [change('README.md', 'deleted')] },
  ]);
  expect(markOf(marks, 'analytics/churn/deep/features.py')).toBe('modified');
  expect(markOf(marks, 'analytics/churn/segments.py')).toBe('untracked');
  expect(markOf(marks, 'churn/segments.py')).toBeNull();
  expect([...marks.folders].sort()).toEqual([
    'analytics',
    'analytics/churn',
    'analytics/churn/deep',
    'forecasting',
  ]);
});

test('everything in a folder that git names as a whole is untracked', () => {
  const marks = toFileMarks([
    { checkout: { folderName: 'analytics' }, changes: [change('data/raw/', 'untracked')] },
  ]);
  expect(markOf(marks, 'analytics/data/raw/2026/a.csv')).toBe('untracked');
  expect(markOf(marks, 'analytics/data/rawer.csv')).toBeNull();
  expect(marks.folders.has('analytics/data/raw')).toBe(true);
  expect(marks.folders.has('analytics')).toBe(true);
});
