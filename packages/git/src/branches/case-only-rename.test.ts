import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles } from '../commits/commit-files.ts';
import { discardChanges } from '../recovery/discard-changes.ts';
import { listRecoveryPoints } from '../recovery/recovery-points.ts';
import { restoreRecoveryPoint } from '../recovery/restore-recovery-point.ts';
import { ada, makeRepository, raw, testGit } from '../testing/temporary-repository.ts';
import { switchBranch } from './switch-branch.ts';

const filesOf = (dir: string) => readdirSync(dir).filter((name) => name !== '.git');

test('a file that changed upper case alone is discarded, brought back, committed and switched like any other', async () => {
  const dir = makeRepository({ 'README.md': 'text\n' });
  raw(dir, 'branch', 'before');
  const rename = { id: 'one', reason: 'Before discarding', by: ada, paths: ['README.md', 'Readme.md'] };
  renameSync(join(dir, 'README.md'), join(dir, 'Readme.md'));

  await discardChanges(testGit, dir, rename);
  expect(filesOf(dir)).toEqual(['README.md']);
  const [point] = await listRecoveryPoints(testGit, dir);
  await restoreRecoveryPoint(testGit, dir, point!, { ...rename, id: 'two' });
  expect(filesOf(dir)).toEqual(['Readme.md']);

  const committed = await commitFiles(testGit, dir, { message: 'Rename', author: ada, paths: rename.paths });
  expect(committed.kind).toBe('committed');
  expect(raw(dir, 'ls-tree', '--name-only', 'HEAD')).toBe('Readme.md');

  expect((await switchBranch(testGit, dir, 'before')).kind).toBe('switched');
  expect(filesOf(dir)).toEqual(['README.md']);
  expect((await switchBranch(testGit, dir, 'main')).kind).toBe('switched');
  expect(filesOf(dir)).toEqual(['Readme.md']);
});
