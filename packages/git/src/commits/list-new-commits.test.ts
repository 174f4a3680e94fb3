import { expect, test } from 'vitest';
import {
  commitAll,
  makeEmptyRepository,
  makeRepository,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { listNewCommits } from './list-new-commits.ts';

test('what a branch would bring is counted, newest first, without merges', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-qc', 'feature');
  commitAll(dir, { 'b.txt': 'b' }, 'Second');
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'c.txt': 'c' }, 'Meanwhile');
  raw(dir, 'switch', '-q', 'feature');
  raw(dir, 'merge', '-q', '--no-edit', 'main');
  commitAll(dir, { 'd.txt': 'd' }, 'Third');
  const list = (from: string, to: string, limit = 10) => listNewCommits(testGit, dir, { from, to, limit });
  const { count, commits } = await list('refs/heads/feature', 'refs/heads/main');
  expect([count, commits.map(({ subject }) => subject)]).toEqual([2, ['Third', 'Second']]);
  expect(await list('feature', 'main', 1)).toMatchObject({ count: 2, commits: [{ subject: 'Third' }] });
  expect(await list('main', 'feature')).toEqual({ count: 0, commits: [] });
  // A branch that is nowhere yet brings all it has; one without a commit brings nothing.
  expect((await list('main', 'refs/remotes/origin/main')).count).toBe(2);
  expect(
    await listNewCommits(testGit, makeEmptyRepository(), { from: 'HEAD', to: 'main', limit: 1 }),
  ).toEqual({ count: 0, commits: [] });
});
