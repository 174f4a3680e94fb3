import type { Branch } from '@notelab/contract';
import { expect, test } from 'vitest';
import { markCurrent, toBranchRows } from './branch-rows.ts';

const branch = (name: string, change: Partial<Branch> = {}): Branch => ({
  name,
  where: 'local',
  current: false,
  upstream: null,
  upstreamGone: false,
  ahead: 0,
  behind: 0,
  subject: '',
  committedAt: '2026-11-01T00:00:00.000Z',
  leftFileCount: 0,
  ...change,
});
const names = (rows: ReturnType<typeof toBranchRows>) =>
  rows.map((row) => (row.kind === 'heading' ? row.label : row.branch.name));

test('branches are grouped, the current one and the latest first', () => {
  const rows = toBranchRows(
    [
      branch('old', { committedAt: '2026-01-01T00:00:00.000Z' }),
      branch('new', { committedAt: '2026-11-02T00:00:00.000Z' }),
      branch('main', { current: true, committedAt: null }),
      branch('feature/x', { where: 'remote' }),
    ],
    '',
  );
  expect(names(rows)).toEqual([
    'Local branches · 3',
    'main',
    'new',
    'old',
    'On GitLab only · 1',
    'feature/x',
  ]);
});

test('every word of the search must be in the name, in either case', () => {
  const branches = [branch('feature/churn-v2'), branch('fix/churn'), branch('churn')];
  expect(names(toBranchRows(branches, 'CHURN'))).toEqual([
    'Local branches · 3',
    'churn',
    'feature/churn-v2',
    'fix/churn',
  ]);
  expect(names(toBranchRows(branches, 'v2 feature'))).toEqual(['Local branches · 1', 'feature/churn-v2']);
  expect(toBranchRows(branches, 'none')).toEqual([]);
});

test('which branch is current is said by the checkout, not by a list that may be older', () => {
  const known = [branch('main', { current: true }), branch('dev'), branch('dev', { where: 'remote' })];
  expect(markCurrent(known, 'dev').map(({ current }) => current)).toEqual([false, true, false]);
  expect(markCurrent(known, null).some(({ current }) => current)).toBe(false);
});
