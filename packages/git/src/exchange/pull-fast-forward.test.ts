import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { fetchRemote } from './fetch-remote.ts';
import { pullFastForward } from './pull-fast-forward.ts';

async function pull(dir: string, branch = 'main', upstream = branch) {
  await fetchRemote(testGit, dir);
  return pullFastForward(testGit, dir, { branch, upstream });
}
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');

function pushFrom(dir: string, files: Record<string, string>): string {
  const oid = commitAll(dir, files);
  raw(dir, 'push', '-q');
  return oid;
}

test('nothing new is up to date, own commits are counted', async () => {
  const { here } = makeRemoteWithClones();
  expect(await pull(here)).toEqual({ kind: 'up-to-date', ahead: 0 });
  commitAll(here, { 'mine.txt': 'mine' });
  expect(await pull(here)).toEqual({ kind: 'up-to-date', ahead: 1 });
});

test('new commits arrive with their files', async () => {
  const { here, there } = makeRemoteWithClones();
  const from = raw(here, 'rev-parse', 'HEAD');
  const to = pushFrom(there, { 'a.txt': 'two\n', 'b.txt': 'b\n' });
  expect(await pull(here)).toEqual({ kind: 'updated', from, to, fileCount: 2 });
  expect([raw(here, 'rev-parse', 'HEAD'), read(here, 'a.txt')]).toEqual([to, 'two\n']);
});

test('two clones that went apart are told how far, and nothing happens', async () => {
  const { here, there } = makeRemoteWithClones();
  pushFrom(there, { 'b.txt': 'b' });
  const mine = commitAll(here, { 'c.txt': 'c' });
  commitAll(here, { 'c.txt': 'd' });
  raw(here, 'reset', '-q', '--hard', mine);
  expect(await pull(here)).toEqual({ kind: 'diverged', ahead: 1, behind: 1 });
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(mine);
});

test('changes that are not in the way stay, staged or not', async () => {
  const { here, there } = makeRemoteWithClones({ 'a.txt': 'one\n', 'b.txt': 'one\n', 'c.txt': 'one\n' });
  pushFrom(there, { 'a.txt': 'two\n' });
  write(here, 'b.txt', 'mine\n');
  write(here, 'c.txt', 'staged\n');
  raw(here, 'add', 'c.txt');
  expect((await pull(here)).kind).toBe('updated');
  expect(raw(here, 'diff', '--name-only')).toBe('b.txt');
  expect(raw(here, 'diff', '--cached', '--name-only')).toBe('c.txt');
});

test('changes in the way block, are named, and stay; HEAD too', async () => {
  const { here, there } = makeRemoteWithClones();
  const before = raw(here, 'rev-parse', 'HEAD');
  pushFrom(there, { 'a.txt': 'two\n', 'new.txt': 'new\n' });
  write(here, 'a.txt', 'mine\n');
  expect(await pull(here)).toEqual({ kind: 'blocked', files: ['a.txt'], untracked: [] });
  raw(here, 'restore', 'a.txt');
  write(here, 'new.txt', 'mine\n');
  expect(await pull(here)).toEqual({ kind: 'blocked', files: ['new.txt'], untracked: ['new.txt'] });
  expect([read(here, 'new.txt'), raw(here, 'rev-parse', 'HEAD')]).toEqual(['mine\n', before]);
});

test('an ignored file in the way is kept', async () => {
  const { here, there } = makeRemoteWithClones({ '.gitignore': '.env\n' });
  write(there, '.env', 'theirs\n');
  raw(there, 'add', '-f', '.env');
  pushFrom(there, {});
  write(here, '.env', 'secret\n');
  expect(await pull(here)).toMatchObject({ kind: 'blocked', files: ['.env'] });
  expect(read(here, '.env')).toBe('secret\n');
});

test('a branch that follows one of another name', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'mine');
  const to = pushFrom(there, { 'a.txt': 'two\n' });
  expect(await pull(here, 'mine', 'main')).toMatchObject({ kind: 'updated', to });
});

test('an upstream that is gone is said', async () => {
  const { here } = makeRemoteWithClones();
  expect(await pull(here, 'main', 'gone')).toEqual({ kind: 'upstream-gone' });
});

test('the first commit of an empty repository arrives', async () => {
  const remote = join(makeFolder(), 'r.git');
  const folder = makeFolder();
  raw('/', 'init', '-q', '--bare', '--initial-branch=main', remote);
  for (const name of ['here', 'there']) raw(folder, 'clone', '-q', `file://${remote}`, name);
  const here = join(folder, 'here');
  expect(await pull(here)).toEqual({ kind: 'unborn' });
  const to = commitAll(join(folder, 'there'), { 'a.txt': 'one\n' });
  raw(join(folder, 'there'), 'push', '-q', 'origin', 'main');
  write(here, 'a.txt', 'mine\n');
  expect(await pull(here)).toMatchObject({ kind: 'blocked', files: ['a.txt'] });
  raw(here, 'clean', '-qf');
  expect(await pull(here)).toEqual({ kind: 'updated', from: null, to, fileCount: 1 });
  expect(read(here, 'a.txt')).toBe('one\n');
});

test('another branch than the caller thinks is current: nothing happens', async () => {
  const { here, there } = makeRemoteWithClones();
  pushFrom(there, { 'a.txt': 'two\n' });
  raw(here, 'switch', '-qc', 'other');
  expect(await pull(here, 'main')).toEqual({ kind: 'not-current', current: 'other' });
  raw(here, 'switch', '-q', '--detach');
  expect(await pull(here, 'main')).toEqual({ kind: 'not-current', current: null });
});

test('an unfinished merge is said', async () => {
  const { here, there } = makeRemoteWithClones();
  pushFrom(there, { 'a.txt': 'theirs\n' });
  commitAll(here, { 'a.txt': 'ours\n' });
  raw(here, 'fetch', '-q');
  expect(() => raw(here, 'merge', 'origin/main')).toThrow();
  expect(await pull(here)).toEqual({ kind: 'operation-in-progress', operation: 'merge' });
});

test('settings of the repository make no merge of it', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(here, 'config', 'merge.ff', 'false');
  raw(here, 'config', 'merge.autoStash', 'true');
  raw(here, 'config', 'branch.main.mergeOptions', '--no-ff');
  const to = pushFrom(there, { 'a.txt': 'two\n' });
  expect(await pull(here)).toMatchObject({ kind: 'updated', to });
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(to);
});
