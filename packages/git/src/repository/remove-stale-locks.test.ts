import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commitFiles } from '../commits/commit-files.ts';
import { findGitProcesses } from '../process/find-git-processes.ts';
import { ada, makeRepository, testGit, write } from '../testing/temporary-repository.ts';
import { removeStaleLocks } from './remove-stale-locks.ts';

function addLock(dir: string, lock: string, ageMs = 60_000): void {
  write(dir, `.git/${lock}`, '');
  const time = (Date.now() - ageMs) / 1000;
  utimesSync(join(dir, '.git', lock), time, time);
}

/** A git that waits for input, working in the given folder. */
async function startGit(cwd: string): Promise<number> {
  const child = spawn('git', ['cat-file', '--batch'], { cwd, stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill());
  child.stdin.write('HEAD\n');
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid!;
}

test('without locks nothing happens', async () => {
  expect(await removeStaleLocks(makeRepository())).toEqual({ removed: [], held: [] });
});

test('locks whose git is gone are removed, and work goes on', async () => {
  const dir = makeRepository();
  const locks = [
    'index.lock',
    'HEAD.lock',
    'refs/heads/main.lock',
    'refs/heads/a/b.lock',
    'notelab-commit-1',
    'notelab-commit-1.lock',
  ];
  for (const lock of locks) addLock(dir, lock);
  write(dir, 'poetry.lock');
  const { removed, held } = await removeStaleLocks(dir);
  expect(removed.sort()).toEqual(locks.toSorted());
  expect(held).toEqual([]);
  expect(existsSync(join(dir, 'poetry.lock'))).toBe(true);
  expect((await commitFiles(testGit, dir, { paths: ['poetry.lock'], message: 'x', author: ada })).kind).toBe(
    'committed',
  );
});

test('a lock is left while a git works in the repository, be it in a folder of it', async () => {
  const dir = makeRepository();
  addLock(dir, 'index.lock');
  mkdirSync(join(dir, 'deep/folder'), { recursive: true });
  const pid = await startGit(join(dir, 'deep/folder'));
  expect(await findGitProcesses(dir)).toEqual([pid]);
  expect(await removeStaleLocks(dir)).toEqual({ removed: [], held: ['index.lock'] });
});

test('a git at work in another repository does not matter', async () => {
  const dir = makeRepository();
  addLock(dir, 'index.lock');
  await startGit(makeRepository());
  expect((await removeStaleLocks(dir)).removed).toEqual(['index.lock']);
});

test('a lock made this moment is left, unless the caller knows better', async () => {
  const dir = makeRepository();
  addLock(dir, 'index.lock', 0);
  expect((await removeStaleLocks(dir)).held).toEqual(['index.lock']);
  expect((await removeStaleLocks(dir, { minAgeMs: 0 })).removed).toEqual(['index.lock']);
});

test.each(['.git', '.git/refs', 'repository'])('locks behind the link %s are left', async (link) => {
  const other = makeRepository();
  for (const lock of ['index.lock', 'refs/heads/main.lock']) addLock(other, lock);
  const dir = join(makeRepository(), '..', link === 'repository' ? 'link' : 'repository');
  if (link === 'repository') symlinkSync(other, dir);
  else {
    rmSync(join(dir, link), { recursive: true });
    symlinkSync(join(other, link), join(dir, link));
  }
  expect(await removeStaleLocks(dir, { minAgeMs: 0 })).toEqual({ removed: [], held: [] });
  expect(existsSync(join(other, '.git/index.lock'))).toBe(true);
  expect(existsSync(join(other, '.git/refs/heads/main.lock'))).toBe(true);
});
