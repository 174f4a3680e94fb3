import { expect, test } from 'vitest';
import { findProjectPaths } from './project-paths.ts';

test('files of the project are found by their paths in the project, with their lines', () => {
  expect(findProjectPaths('File /srv/data/projects/p1/a/src/my churn.py:12, in f', 'p1')).toEqual([
    { text: 'File ', file: null },
    { text: 'a/src/my churn.py:12', file: { path: 'a/src/my churn.py', line: 12 } },
    { text: ', in f', file: null },
  ]);
  expect(findProjectPaths('File "/x/projects/p1/run.py", line 3, in g', 'p1')[1]).toEqual({
    text: 'run.py", line 3',
    file: { path: 'run.py', line: 3 },
  });
});

test('files elsewhere are no links', () => {
  const text = 'File /usr/lib/python3/json.py:12 of /x/projects/p2/a.py:3';
  expect(findProjectPaths(text, 'p1')).toEqual([{ text, file: null }]);
});
