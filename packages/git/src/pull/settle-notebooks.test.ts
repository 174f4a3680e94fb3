import { expect, test } from 'vitest';
import { commitAll, makeRepository, raw, testGit } from '../testing/temporary-repository.ts';
import { settleNotebooks } from './settle-notebooks.ts';

test('notebooks that would take much of the server’s memory stay in conflict and are not read', async () => {
  const dir = makeRepository({ 'n.ipynb': 'base\n', 'small.ipynb': 'base\n' });
  raw(dir, 'branch', 'other');
  commitAll(dir, { 'n.ipynb': `${' '.repeat(17 * 1024 * 1024)}\nours\n`, 'small.ipynb': 'ours\n' });
  raw(dir, 'checkout', '-q', 'other');
  commitAll(dir, { 'n.ipynb': 'theirs\n', 'small.ipynb': 'theirs\n' });
  try {
    raw(dir, 'merge', '-q', '-');
  } catch {
    // It ends with conflicts.
  }
  const asked: number[] = [];
  const left = await settleNotebooks(testGit, dir, ({ other }) => {
    asked.push(other.length);
    return null;
  });
  expect(left.map(({ path }) => path)).toEqual(['n.ipynb', 'small.ipynb']);
  expect(asked).toEqual(['ours\n'.length]);
});
