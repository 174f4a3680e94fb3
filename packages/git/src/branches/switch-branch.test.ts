import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHead } from '../status/read-head.ts';
import {
  commitAll,
  makeEmptyRepository,
  makeFolder,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { createBranch, removeNewBranch } from './create-branch.ts';
import { switchBranch } from './switch-branch.ts';

const current = (dir: string) => raw(dir, 'symbolic-ref', 'HEAD').replace('refs/heads/', '');
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');

/** `main` and `other`, which changes a.txt and adds new.txt. */
function makeTwoBranches(): string {
  const dir = makeRepository({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'a.txt': 'other\n', 'new.txt': 'new\n' });
  raw(dir, 'switch', '-q', 'main');
  return dir;
}

test('goes to a local branch', async () => {
  const dir = makeTwoBranches();
  expect(await switchBranch(testGit, dir, 'other')).toEqual({
    kind: 'switched',
    branch: 'other',
    created: false,
  });
  expect([current(dir), read(dir, 'a.txt')]).toEqual(['other', 'other\n']);
});

test('changes that are not in the way come along', async () => {
  const dir = makeTwoBranches();
  write(dir, 'b.txt', 'mine\n');
  write(dir, 'untracked.txt', 'mine\n');
  expect((await switchBranch(testGit, dir, 'other')).kind).toBe('switched');
  expect([read(dir, 'b.txt'), read(dir, 'untracked.txt')]).toEqual(['mine\n', 'mine\n']);
});

test('changes in the way block, are named, and stay', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  write(dir, 'new.txt', 'mine too\n');
  const result = await switchBranch(testGit, dir, 'other');
  expect(result.kind).toBe('blocked-by-local-changes');
  expect(result).toMatchObject({ files: expect.arrayContaining(['a.txt']) });
  expect([current(dir), read(dir, 'a.txt'), read(dir, 'new.txt')]).toEqual(['main', 'mine\n', 'mine too\n']);
});

test('an untracked file in the way is named as untracked', async () => {
  const dir = makeTwoBranches();
  write(dir, 'new.txt', 'mine\n');
  expect(await switchBranch(testGit, dir, 'other')).toEqual({
    kind: 'blocked-by-local-changes',
    files: ['new.txt'],
    untracked: ['new.txt'],
  });
});

test('an ignored file in the way is not overwritten either', async () => {
  const dir = makeTwoBranches();
  write(dir, '.git/info/exclude', 'new.txt\n');
  write(dir, 'new.txt', 'password\n');
  expect(await switchBranch(testGit, dir, 'other')).toMatchObject({
    kind: 'blocked-by-local-changes',
    files: ['new.txt'],
  });
  expect(read(dir, 'new.txt')).toBe('password\n');
});

test.each(['two  spaces', '"quoted"', 'new\nline', 'emoji 🎉', 'ünï', 'tab\there'])(
  'a blocked file called %j is named right',
  async (name) => {
    const dir = makeRepository({ [name]: 'one\n' });
    raw(dir, 'switch', '-qc', 'other');
    commitAll(dir, { [name]: 'two\n' });
    raw(dir, 'switch', '-q', 'main');
    write(dir, name, 'mine\n');
    expect(await switchBranch(testGit, dir, 'other')).toMatchObject({ files: [name], untracked: [] });
  },
);

test('staged changes block too', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  raw(dir, 'add', 'a.txt');
  expect(await switchBranch(testGit, dir, 'other')).toMatchObject({
    kind: 'blocked-by-local-changes',
    files: ['a.txt'],
  });
});

test('a remote branch gets a local one that follows it, under its whole name', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(there, 'switch', '-qc', 'feature/deep/x');
  const oid = commitAll(there, { 'x.txt': 'x' });
  raw(there, 'push', '-q', 'origin', 'feature/deep/x');
  raw(here, 'fetch', '-q');
  expect(await switchBranch(testGit, here, { remoteBranch: 'feature/deep/x' })).toEqual({
    kind: 'switched',
    branch: 'feature/deep/x',
    created: true,
  });
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(oid);
  expect(raw(here, 'rev-parse', '--abbrev-ref', '@{upstream}')).toBe('origin/feature/deep/x');
});

test('the local branch of that name is used when there is one, and keeps its commits', async () => {
  const { here } = makeRemoteWithClones();
  const mine = commitAll(here, { 'mine.txt': 'mine' });
  raw(here, 'switch', '-q', '--detach');
  expect(await switchBranch(testGit, here, { remoteBranch: 'main' })).toEqual({
    kind: 'switched',
    branch: 'main',
    created: false,
  });
  expect(raw(here, 'rev-parse', 'main')).toBe(mine);
});

test('a tag of the same name is not meant', async () => {
  const dir = makeTwoBranches();
  raw(dir, 'tag', 'other', 'main');
  expect((await switchBranch(testGit, dir, 'other')).kind).toBe('switched');
  expect(current(dir)).toBe('other');
});

test.each([
  'nope',
  '',
  '-f',
  '-',
  '@',
  '@{-1}',
  'HEAD',
  'a..b',
  '--detach',
  'main\n',
  'refs/heads/main',
  'a\0b',
])('%j is no branch', async (name) => {
  const dir = makeTwoBranches();
  raw(dir, 'switch', '-q', 'other');
  expect(await switchBranch(testGit, dir, name)).toEqual({ kind: 'no-such-branch' });
  expect(await switchBranch(testGit, dir, { remoteBranch: name })).toEqual({ kind: 'no-such-branch' });
  expect(current(dir)).toBe('other');
});

test('a remote branch is not made by its plain name: that has to be said', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'update-ref', 'refs/remotes/origin/topic', 'HEAD');
  expect(await switchBranch(testGit, here, 'topic')).toEqual({ kind: 'no-such-branch' });
});

test('an unfinished merge is said, not walked over', async () => {
  const dir = makeTwoBranches();
  commitAll(dir, { 'a.txt': 'ours\n' });
  expect(() => raw(dir, 'merge', 'other')).toThrow();
  expect(await switchBranch(testGit, dir, 'other')).toEqual({
    kind: 'operation-in-progress',
    operation: 'merge',
  });
});

test('conflicts a stash left are said', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  raw(dir, 'stash', '-q');
  commitAll(dir, { 'a.txt': 'ours\n' });
  expect(() => raw(dir, 'stash', 'pop')).toThrow();
  expect(await switchBranch(testGit, dir, 'other')).toEqual({ kind: 'unresolved-conflicts' });
});

test('a branch that is open in another worktree is said to be', async () => {
  const dir = makeTwoBranches();
  raw(dir, 'worktree', 'add', '-q', join(makeFolder(), 'w'), 'other');
  expect(await switchBranch(testGit, dir, 'other')).toEqual({ kind: 'in-use-elsewhere' });
});

test('a new branch starts where HEAD is and takes the changes along', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  expect(await createBranch(testGit, dir, { name: 'feature/x' })).toEqual({
    kind: 'created',
    branch: 'feature/x',
  });
  expect([current(dir), read(dir, 'a.txt')]).toEqual(['feature/x', 'mine\n']);
});

test('a new branch from a remote one does not follow it', async () => {
  const { here } = makeRemoteWithClones();
  expect((await createBranch(testGit, here, { name: 'topic', from: 'refs/remotes/origin/main' })).kind).toBe(
    'created',
  );
  expect(() => raw(here, 'rev-parse', '@{upstream}')).toThrow();
});

test('a new branch works before the first commit', async () => {
  const dir = makeEmptyRepository();
  expect(await createBranch(testGit, dir, { name: 'start' })).toEqual({ kind: 'created', branch: 'start' });
  expect(current(dir)).toBe('start');
});

test('a name that is taken, or in the way, is refused with what is there', async () => {
  const dir = makeRepository();
  raw(dir, 'branch', 'a/b');
  expect(await createBranch(testGit, dir, { name: 'main' })).toEqual({
    kind: 'name-taken',
    existing: 'main',
  });
  expect(await createBranch(testGit, dir, { name: 'a' })).toEqual({ kind: 'name-taken', existing: 'a/b' });
  expect(await createBranch(testGit, dir, { name: 'a/b/c' })).toEqual({
    kind: 'name-taken',
    existing: 'a/b',
  });
});

test.each(['--upload-pack=x', '-f', '@{-1}', '@', 'a..b', 'x.lock', 'a\nb'])(
  'the name %j is refused',
  async (name) => {
    const dir = makeRepository();
    expect((await createBranch(testGit, dir, { name })).kind).toBe('invalid-name');
    expect(raw(dir, 'branch', '--format=%(refname:short)')).toBe('main');
  },
);

test('a start that does not exist, or is an option, is no start', async () => {
  const dir = makeRepository();
  expect(await createBranch(testGit, dir, { name: 'x', from: 'nope' })).toEqual({ kind: 'no-such-start' });
  expect(await createBranch(testGit, dir, { name: 'x', from: '--orphan' })).toEqual({
    kind: 'no-such-start',
  });
});

test('a start elsewhere is refused when changes are in the way', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  expect(await createBranch(testGit, dir, { name: 'x', from: 'other' })).toMatchObject({
    kind: 'blocked-by-local-changes',
    files: ['a.txt'],
  });
  expect(current(dir)).toBe('main');
});

test('a new branch that was not needed is taken back, with changes and index as they were', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', 'mine\n');
  raw(dir, 'add', 'a.txt');
  const empty = makeEmptyRepository();
  const detached = makeRepository();
  raw(detached, 'switch', '-q', '--detach');
  for (const folder of [dir, empty, detached]) {
    const before = await readHead(testGit, folder);
    const status = raw(folder, 'status', '--porcelain', '--branch');
    await createBranch(testGit, folder, { name: 'x' });
    await removeNewBranch(testGit, folder, 'x', before);
    expect(await readHead(testGit, folder)).toEqual(before);
    expect(raw(folder, 'status', '--porcelain', '--branch')).toBe(status);
    expect(raw(folder, 'branch', '--list', 'x')).toBe('');
  }
});

test('a new branch that has a commit is not taken back', async () => {
  const dir = makeRepository();
  const before = await readHead(testGit, dir);
  await createBranch(testGit, dir, { name: 'x' });
  const commit = commitAll(dir, { 'a.txt': 'more\n' });
  await removeNewBranch(testGit, dir, 'x', before);
  expect([current(dir), raw(dir, 'rev-parse', 'x')]).toEqual(['x', commit]);
});
