import type { Change } from '@notelab/contract';
import { expect, test } from 'vitest';
import { toChangeRows } from './change-rows.ts';

const change = (path: string, kind: Change['kind']): Change => ({ path, originalPath: null, kind });
const status = {
  changes: [
    change('both.py', 'conflicted'),
    change('a.py', 'modified'),
    change('gone.py', 'deleted'),
    change('new.py', 'untracked'),
  ],
  counts: { conflicts: 1, changes: 2, untracked: 7 },
};
const inWords = (rows: ReturnType<typeof toChangeRows>) =>
  rows.map((row) =>
    row.kind === 'heading'
      ? `# ${row.group} ${row.count}`
      : row.kind === 'change'
        ? row.change.path
        : `+${row.count}`,
  );

test('conflicts stand first, then what changed, then new files; what is not listed is counted', () => {
  expect(inWords(toChangeRows(status, []))).toEqual([
    '# conflicts 1',
    'both.py',
    '# changes 2',
    'a.py',
    'gone.py',
    '# untracked 7',
    'new.py',
    '+6',
  ]);
});

test('a folded group shows its count alone, an empty one nothing', () => {
  const rows = toChangeRows({ ...status, counts: { ...status.counts, conflicts: 0 } }, ['untracked']);
  expect(inWords(rows)).toEqual(['# changes 2', 'a.py', 'gone.py', '# untracked 7']);
});
