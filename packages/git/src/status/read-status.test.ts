import { appendFileSync, chmodSync, existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath } from '../repository/path-encoding.ts';
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
import { parseStatus } from './parse-status.ts';
import { readStatus } from './read-status.ts';

const oddNames = [
  ' leading',
  'trailing ',
  'two  spaces',
  '"quoted"',
  "it's",
  'new\nline',
  'tab\there',
  'emoji 🎉.ipynb',
  'ünï',
  '-A',
  ':(glob)x',
  '# hash',
  '? mark',
  'back\\slash',
  '1 .M N...',
];

test('a fresh repository is unborn and clean', async () => {
  const status = await readStatus(testGit, makeEmptyRepository());
  expect(status.head).toEqual({ kind: 'unborn', branch: 'main', oid: null });
  expect(status).toMatchObject({
    upstream: null,
    ahead: null,
    behind: null,
    entries: [],
    total: 0,
    truncated: false,
  });
});

test('each kind of change has its word', async () => {
  const files = Object.fromEntries(
    ['modified', 'staged', 'both', 'deleted', 'removed', 'old-name', 'type', 'mode'].map((name) => [
      name,
      `${name}\n`.repeat(9),
    ]),
  );
  const dir = makeRepository(files);
  appendFileSync(join(dir, 'modified'), 'x');
  appendFileSync(join(dir, 'staged'), 'x');
  appendFileSync(join(dir, 'both'), 'x');
  raw(dir, 'add', 'staged', 'both');
  appendFileSync(join(dir, 'both'), 'y');
  rmSync(join(dir, 'deleted'));
  raw(dir, 'rm', '-q', 'removed');
  raw(dir, 'mv', 'old-name', 'new-name');
  rmSync(join(dir, 'type'));
  symlinkSync('modified', join(dir, 'type'));
  chmodSync(join(dir, 'mode'), 0o755);
  write(dir, 'added');
  raw(dir, 'add', 'added');
  write(dir, 'folder/untracked');
  const { entries, total, counts } = await readStatus(testGit, dir);
  const kinds = Object.fromEntries(
    entries.map(({ path, index, worktree, kind }) => [path, `${index}${worktree} ${kind}`]),
  );
  expect(kinds).toEqual({
    modified: '.M modified',
    staged: 'M. modified',
    both: 'MM modified',
    deleted: '.D deleted',
    removed: 'D. deleted',
    'new-name': 'R. renamed',
    type: '.T type-changed',
    mode: '.M modified',
    added: 'A. added',
    'folder/untracked': '?? untracked',
  });
  expect(entries.find(({ kind }) => kind === 'renamed')?.originalPath).toBe('old-name');
  expect(entries.find(({ path }) => path === 'mode')?.modeChange).toEqual({ from: '100644', to: '100755' });
  expect(total).toBe(10);
  expect(counts).toMatchObject({ modified: 4, deleted: 2, untracked: 1 });
});

test('a file removed from the index but still on disk is one modified file', async () => {
  const dir = makeRepository();
  raw(dir, 'rm', '--cached', '-q', 'a.txt');
  const { entries, total, counts } = await readStatus(testGit, dir);
  expect(entries).toEqual([{ path: 'a.txt', index: 'D', worktree: '?', kind: 'modified' }]);
  expect([total, counts.modified, counts.deleted, counts.untracked]).toEqual([1, 1, 0, 0]);
});

test('names of any shape survive, also those that are not UTF-8', async () => {
  const dir = makeRepository();
  for (const name of oddNames) write(dir, name);
  const latin1 = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
  write(dir, latin1);
  const { entries } = await readStatus(testGit, dir);
  expect(entries.map(({ path }) => path).sort()).toEqual([...oddNames, decodePath(latin1)].sort());
});

test('a rename keeps both names, whatever they are', async () => {
  const dir = makeRepository({ 'new\nline "a"': 'content\n'.repeat(20) });
  renameSync(join(dir, 'new\nline "a"'), join(dir, '🎉 b'));
  raw(dir, 'add', '--all');
  expect((await readStatus(testGit, dir)).entries).toEqual([
    { path: '🎉 b', originalPath: 'new\nline "a"', index: 'R', worktree: '.', kind: 'renamed' },
  ]);
});

test('ahead and behind are counted, a vanished upstream is still named', async () => {
  const { here, there } = makeRemoteWithClones();
  commitAll(there, { 'b.txt': 'b' });
  raw(there, 'push', '-q');
  commitAll(here, { 'c.txt': 'c' });
  commitAll(here, { 'd.txt': 'd' });
  raw(here, 'fetch', '-q');
  expect(await readStatus(testGit, here)).toMatchObject({ upstream: 'origin/main', ahead: 2, behind: 1 });
  raw(here, 'update-ref', '-d', 'refs/remotes/origin/main');
  expect(await readStatus(testGit, here)).toMatchObject({
    upstream: 'origin/main',
    ahead: null,
    behind: null,
  });
});

test('a detached HEAD has no branch', async () => {
  const dir = makeRepository();
  raw(dir, 'checkout', '-q', '--detach');
  expect((await readStatus(testGit, dir)).head).toEqual({
    kind: 'detached',
    branch: null,
    oid: raw(dir, 'rev-parse', 'HEAD'),
  });
});

test('conflicts come first and are never hidden by the limit', async () => {
  const dir = makeRepository({ 'z.txt': 'one\n' });
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'z.txt': 'theirs\n' });
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'z.txt': 'ours\n' });
  expect(() => raw(dir, 'merge', 'other')).toThrow();
  for (let index = 0; index < 20; index++) write(dir, `a${index}`);
  const status = await readStatus(testGit, dir, { limit: 5 });
  expect(status.entries[0]).toMatchObject({ path: 'z.txt', index: 'U', worktree: 'U', kind: 'conflicted' });
  expect(status.entries.length).toBe(5);
  expect(status).toMatchObject({ total: 21, truncated: true, counts: { conflicted: 1, untracked: 20 } });
  expect((await readStatus(testGit, dir, { limit: 0 })).entries.map(({ path }) => path)).toEqual(['z.txt']);
});

test('a mass of changed files does not hide the new ones, nor new ones the changed', async () => {
  const names = (letter: string) => Array.from({ length: 20 }, (_, index) => `${letter}${index}`);
  const dir = makeRepository(Object.fromEntries(names('m').map((name) => [name, 'x'])));
  for (const name of [...names('m'), ...names('u')]) write(dir, name, 'changed');
  const { entries, counts } = await readStatus(testGit, dir, { limit: 8 });
  expect(entries.map(({ kind }) => kind)).toEqual([
    ...Array(6).fill('modified'),
    ...Array(2).fill('untracked'),
  ]);
  expect(counts).toMatchObject({ modified: 20, untracked: 20 });
});

test('stashes are counted', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'changed');
  raw(dir, 'stash');
  expect((await readStatus(testGit, dir)).stashes).toBe(1);
});

test('a repository inside the repository is one entry that ends in a slash', async () => {
  const dir = makeRepository();
  raw(dir, 'init', '-q', 'nested');
  commitAll(join(dir, 'nested'), { x: 'x' });
  expect((await readStatus(testGit, dir)).entries).toEqual([
    { path: 'nested/', index: '?', worktree: '?', kind: 'untracked' },
  ]);
});

test('configuration in the repository does not change what is read', async () => {
  const dir = makeRepository();
  for (const [key, value] of [
    ['status.showUntrackedFiles', 'no'],
    ['status.renames', 'false'],
    ['status.relativePaths', 'true'],
    ['core.quotePath', 'true'],
    ['status.aheadBehind', 'false'],
  ] as const)
    raw(dir, 'config', key, value);
  write(dir, 'ü');
  expect((await readStatus(testGit, dir)).entries.map(({ path }) => path)).toEqual(['ü']);
});

test('reading does not write the index', async () => {
  const dir = makeRepository();
  write(dir, '.git/index.lock', '');
  write(dir, 'a.txt', 'changed\n');
  expect((await readStatus(testGit, dir)).total).toBe(1);
});

test('a fsmonitor or hook in the config does not run', async () => {
  const dir = makeRepository();
  const marker = join(makeFolder(), 'ran');
  raw(dir, 'config', 'core.fsmonitor', `touch ${marker}; false`);
  write(dir, '.git/hooks/post-index-change', `#!/bin/sh\ntouch ${marker}\n`);
  chmodSync(join(dir, '.git/hooks/post-index-change'), 0o755);
  await readStatus(testGit, dir);
  expect(existsSync(marker)).toBe(false);
});

const path = fc
  .uint8Array({ minLength: 1, maxLength: 20 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 ? 1 : byte))));
const hash = 'a'.repeat(40);

test('any path in any kind of record is read back whole', () => {
  const record = fc.oneof(
    path.map((name) => ({ bytes: [Buffer.from('? '), name, Buffer.of(0)], path: name })),
    path.map((name) => ({
      bytes: [Buffer.from(`1 .M N... 100644 100644 100644 ${hash} ${hash} `), name, Buffer.of(0)],
      path: name,
    })),
    fc.tuple(path, path).map(([name, old]) => ({
      bytes: [
        Buffer.from(`2 R. N... 100644 100644 100644 ${hash} ${hash} R90 `),
        name,
        Buffer.of(0),
        old,
        Buffer.of(0),
      ],
      path: name,
    })),
    path.map((name) => ({
      bytes: [
        Buffer.from(`u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} `),
        name,
        Buffer.of(0),
      ],
      path: name,
    })),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(record, { maxLength: 20, selector: (item) => item.path.toString('hex') }),
      (records) => {
        const status = parseStatus(Buffer.concat(records.flatMap(({ bytes }) => bytes)));
        expect(status.entries.map((entry) => entry.path).sort()).toEqual(
          records.map((item) => decodePath(item.path)).sort(),
        );
      },
    ),
  );
});

test('no output makes the parser fail', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseStatus(Buffer.from(bytes))));
});

test.each(['', 'nonsense\n'])('a branch whose file holds %j is broken, not new', async (content) => {
  const dir = makeRepository();
  write(dir, '.git/refs/heads/main', content);
  await expect(readStatus(testGit, dir)).rejects.toMatchObject({ reason: 'corrupt-repository' });
});
