import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStatus } from './read-status.ts';
import { refreshIndex } from './refresh-index.ts';
import { makeRepository, testGit, write } from './testing/temporary-repository.ts';

const changesOf = async (dir: string) =>
  (await readStatus(testGit, dir)).entries.map(({ path, kind }) => `${kind} ${path}`);

test('after git has written down what it found, every later change is still seen', async () => {
  const dir = makeRepository({
    'a/one.txt': '1\n',
    'b/two.txt': '2\n',
    'c/three.txt': '3\n',
    '.gitignore': '*.log\n',
  });
  await refreshIndex(testGit, dir);
  expect(readFileSync(join(dir, '.git/index')).includes('UNTR')).toBe(true);
  expect(await changesOf(dir)).toEqual([]);

  write(dir, 'a/one.txt', 'changed\n');
  write(dir, 'b/new.txt');
  write(dir, 'b/deep/newer.txt');
  write(dir, 'b/ignored.log');
  rmSync(join(dir, 'c'), { recursive: true });
  expect(await changesOf(dir)).toEqual([
    'modified a/one.txt',
    'deleted c/three.txt',
    'untracked b/deep/newer.txt',
    'untracked b/new.txt',
  ]);

  await refreshIndex(testGit, dir);
  rmSync(join(dir, 'b/new.txt'));
  write(dir, '.gitignore', '');
  expect(await changesOf(dir)).toEqual([
    'modified .gitignore',
    'modified a/one.txt',
    'deleted c/three.txt',
    'untracked b/deep/newer.txt',
    'untracked b/ignored.log',
  ]);
});
