import { execFileSync } from 'node:child_process';
import { rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readStatus } from '../status/read-status.ts';
import { makeRepository, raw, testGit, write } from '../testing/temporary-repository.ts';
import { refreshIndex } from './refresh-index.ts';

test('what has not changed need not be read again, and every change is still seen', async () => {
  const dir = makeRepository({ 'a/one.txt': '1\n', 'b/two.txt': '2\n', 'c/three.txt': '3\n' });
  const recorded = () => raw(dir, 'ls-files', '--debug', '--', 'b/two.txt');
  utimesSync(join(dir, 'b/two.txt'), 1000, 1000);
  const before = recorded();
  await refreshIndex(testGit, dir);
  expect(recorded()).not.toBe(before);
  expect((await readStatus(testGit, dir)).entries).toEqual([]);

  write(dir, 'a/one.txt', 'changed\n');
  write(dir, 'b/new.txt');
  rmSync(join(dir, 'c'), { recursive: true });
  await refreshIndex(testGit, dir);
  expect((await readStatus(testGit, dir)).entries.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'modified a/one.txt',
    'deleted c/three.txt',
    'untracked b/new.txt',
  ]);
});

test('files of a large checkout that were written last need not be read again either', async () => {
  const dir = makeRepository({ 'first.txt': '1\n' });
  const blob = raw(dir, 'rev-parse', 'HEAD:first.txt').trim();
  const many = Array.from(
    { length: 8000 },
    (_, index) => `100644 ${blob}\tmissing/${'x'.repeat(120)}${index}`,
  );
  execFileSync('git', ['update-index', '--index-info'], { cwd: dir, input: `${many.join('\n')}\n` });
  write(dir, 'last.txt');
  raw(dir, 'add', 'last.txt');

  await refreshIndex(testGit, dir);

  const secondOf = (path: string) => Math.floor(statSync(join(dir, path)).mtimeMs / 1000);
  expect(secondOf('.git/index')).toBeGreaterThan(secondOf('last.txt'));
});
