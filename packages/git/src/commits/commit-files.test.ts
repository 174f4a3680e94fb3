import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath } from '../repository/path-encoding.ts';
import { readStatus } from '../status/read-status.ts';
import {
  ada,
  commitAll,
  grace,
  makeEmptyRepository,
  makeFolder,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { commitFiles } from './commit-files.ts';

const commit = (dir: string, paths: string[], message = 'Change') =>
  commitFiles(testGit, dir, { paths, message, author: ada });
const changedIn = (dir: string, revision = 'HEAD') =>
  raw(dir, '-c', 'core.quotePath=false', 'show', '--no-renames', '--name-status', '--format=', revision)
    .split('\n')
    .filter(Boolean);
const statusOf = (dir: string) =>
  spawnSync('git', ['status', '--porcelain', '-uall'], { cwd: dir, encoding: 'utf8' }).stdout;

test('commits exactly the chosen files and leaves the rest, and what of it was staged, as it was', async () => {
  const dir = makeRepository({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n', 'd.txt': 'd\n' });
  const parent = raw(dir, 'rev-parse', 'HEAD');
  for (const name of ['a.txt', 'b.txt', 'c.txt']) write(dir, name, 'changed\n');
  raw(dir, 'add', 'b.txt');
  write(dir, 'b.txt', 'changed again\n');
  rmSync(join(dir, 'd.txt'));
  write(dir, 'new.txt');
  write(dir, 'other.txt');
  const result = await commit(dir, ['a.txt', 'd.txt', 'new.txt']);
  expect(result).toEqual({ kind: 'committed', oid: raw(dir, 'rev-parse', 'HEAD'), branch: 'main', parent });
  expect(changedIn(dir)).toEqual(['M\ta.txt', 'D\td.txt', 'A\tnew.txt']);
  expect(statusOf(dir)).toBe('MM b.txt\n M c.txt\n?? other.txt\n');
  expect(raw(dir, 'show', ':b.txt')).toBe('changed');
});

test('a chosen file is committed as it is on disk, not as it was staged', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'staged\n');
  raw(dir, 'add', 'a.txt');
  write(dir, 'a.txt', 'on disk\n');
  await commit(dir, ['a.txt']);
  expect(raw(dir, 'show', 'HEAD:a.txt')).toBe('on disk');
  expect(statusOf(dir)).toBe('');
});

test('the first commit', async () => {
  const dir = makeEmptyRepository();
  write(dir, 'a.txt');
  write(dir, 'b.txt');
  expect(await commit(dir, ['a.txt'])).toMatchObject({ kind: 'committed', parent: null, branch: 'main' });
  expect(raw(dir, 'ls-tree', '--name-only', 'HEAD')).toBe('a.txt');
  expect(statusOf(dir)).toBe('?? b.txt\n');
});

test('a rename is both of its names', async () => {
  const dir = makeRepository({ 'old.txt': 'content\n'.repeat(20), 'x.txt': 'x' });
  raw(dir, 'mv', 'old.txt', 'new.txt');
  const { entries } = await readStatus(testGit, dir);
  await commit(
    dir,
    entries.flatMap(({ path, originalPath }) => [path, originalPath ?? path]),
  );
  expect(changedIn(dir)).toEqual(['A\tnew.txt', 'D\told.txt']);
  expect(statusOf(dir)).toBe('');
});

test('names of any shape', async () => {
  const dir = makeRepository();
  const names = [
    ' leading',
    'trailing ',
    '"quoted"',
    'new\nline',
    'emoji 🎉.ipynb',
    '-A',
    '--all',
    ':(glob)**',
    '*',
    'a\\b',
  ];
  for (const name of names) write(dir, name);
  write(dir, Buffer.from([0x63, 0xe9]));
  write(dir, 'not chosen');
  expect((await commit(dir, [...names, decodePath(Buffer.from([0x63, 0xe9]))])).kind).toBe('committed');
  expect((await readStatus(testGit, dir)).entries.map(({ path }) => path)).toEqual(['not chosen']);
});

test.each(['..', '../x', '/etc/passwd', '.git/config', 'a/../../x', '', 'a\0b', 'x/'])(
  'the path %j is refused before anything happens',
  async (path) => {
    const dir = makeRepository();
    write(dir, 'b.txt');
    await expect(commit(dir, ['b.txt', path])).rejects.toThrow('Not a path inside the repository');
    expect(statusOf(dir)).toBe('?? b.txt\n');
  },
);

test('a path through a link that leads out of the tree takes nothing in', async () => {
  const dir = makeRepository({ 'folder/file': 'x\n' });
  const outside = makeFolder();
  write(outside, 'file', 'secret\n');
  rmSync(join(dir, 'folder'), { recursive: true });
  symlinkSync(outside, join(dir, 'folder'));
  await commit(dir, ['folder/file', 'folder']);
  expect(changedIn(dir)).toEqual(['A\tfolder', 'D\tfolder/file']);
  expect(raw(dir, 'cat-file', 'blob', 'HEAD:folder')).toBe(outside);
});

test('a file may become a folder, and a folder a file', async () => {
  const dir = makeRepository({ one: 'x', 'two/x': 'x' });
  rmSync(join(dir, 'one'));
  write(dir, 'one/x');
  rmSync(join(dir, 'two'), { recursive: true });
  write(dir, 'two');
  await commit(dir, ['one', 'one/x', 'two', 'two/x']);
  expect(raw(dir, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toEqual(['one/x', 'two']);
  expect(statusOf(dir)).toBe('');
});

test('modes and links are committed', async () => {
  const dir = makeRepository({ run: 'x' });
  chmodSync(join(dir, 'run'), 0o755);
  symlinkSync('run', join(dir, 'link'));
  await commit(dir, ['run', 'link']);
  expect(
    raw(dir, 'ls-tree', 'HEAD')
      .replaceAll(/ blob \w+\t/g, ' ')
      .split('\n'),
  ).toEqual(['120000 link', '100755 run']);
});

test('an ignored file that was chosen is committed', async () => {
  const dir = makeRepository({ '.gitignore': '*.csv\n' });
  write(dir, 'data.csv');
  expect((await commit(dir, ['data.csv'])).kind).toBe('committed');
});

test('nothing changed is said; so is a path that does not exist', async () => {
  const dir = makeRepository();
  expect(await commit(dir, ['a.txt'])).toEqual({ kind: 'nothing-to-commit' });
  expect(await commit(dir, ['nope.txt'])).toEqual({ kind: 'nothing-to-commit' });
  expect(await commit(dir, [])).toEqual({ kind: 'nothing-to-commit' });
});

test.each(['', '   ', '\n\t\n'])('the message %j is empty', async (message) => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'x');
  expect(await commit(dir, ['a.txt'], message)).toEqual({ kind: 'empty-message' });
});

test('the message is kept but for surplus blanks: hashes, escapes, HTML, quotes', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'x');
  const message = '\n\n# 12: "fix" <b>it</b>  \r\n\r\n\r\n\r\n# a list\n- ü 🎉 \u001b[31m $(touch x) `y`\n\n';
  await commit(dir, ['a.txt'], message);
  expect(raw(dir, 'log', '-1', '--format=%B')).toBe(
    '# 12: "fix" <b>it</b>\n\n# a list\n- ü 🎉 \u001b[31m $(touch x) `y`',
  );
});

test('a message of a megabyte', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'x');
  expect((await commit(dir, ['a.txt'], 'x'.repeat(1024 * 1024))).kind).toBe('committed');
});

test('the author is who acts, whatever the repository’s config says', async () => {
  const dir = makeRepository();
  raw(dir, 'config', 'user.name', 'Somebody Else');
  raw(dir, 'config', 'user.email', 'else@example.com');
  raw(dir, 'config', 'author.name', 'Somebody Else');
  write(dir, 'a.txt', 'x');
  await commitFiles(testGit, dir, { paths: ['a.txt'], message: 'x', author: ada, committer: grace });
  expect(raw(dir, 'log', '-1', '--format=%an <%ae> %cn <%ce>')).toBe(
    'Ada Lovelace <ada@example.com> Grace Hopper <grace@example.com>',
  );
  expect(raw(dir, 'reflog', '-1', '--format=%gn %gs')).toBe('Grace Hopper commit: x');
});

test.each([
  [{ name: 'A <b>\nEvil: x', email: 'a@b\n>' }, 'A bEvil: x <a@b>'],
  [{ name: '...', email: 'mail@example.com' }, 'mail <mail@example.com>'],
  [{ name: '', email: '' }, 'unknown <>'],
  [{ name: 'Ünï 日本', email: 'u@example.com' }, 'Ünï 日本 <u@example.com>'],
])('an odd identity %j becomes a proper one', async (author, expected) => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'x');
  await commitFiles(testGit, dir, { paths: ['a.txt'], message: 'x', author });
  expect(raw(dir, 'log', '-1', '--format=%an <%ae>')).toBe(expected);
});

test('a merge in progress is said', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'a.txt': 'theirs\n' });
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'a.txt': 'ours\n' });
  expect(() => raw(dir, 'merge', 'other')).toThrow();
  expect(await commit(dir, ['a.txt'])).toEqual({ kind: 'merge-in-progress', operation: 'merge' });
});

test('a conflict a stash left is said, other files can be committed', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'mine\n');
  raw(dir, 'stash', '-q');
  commitAll(dir, { 'a.txt': 'ours\n' });
  expect(() => raw(dir, 'stash', 'pop')).toThrow();
  write(dir, 'b.txt');
  expect(await commit(dir, ['a.txt'])).toEqual({ kind: 'unresolved-conflicts', paths: ['a.txt'] });
  expect((await commit(dir, ['b.txt'])).kind).toBe('committed');
  expect((await readStatus(testGit, dir)).counts.conflicted).toBe(1);
});

test('a repository inside the repository is refused, with commits or without', async () => {
  const dir = makeRepository();
  raw(dir, 'init', '-q', 'nested');
  expect(await commit(dir, ['nested'])).toEqual({ kind: 'nested-repository', paths: ['nested'] });
  commitAll(join(dir, 'nested'), { x: 'x' });
  expect(await commit(dir, ['nested'])).toEqual({ kind: 'nested-repository', paths: ['nested'] });
  expect(raw(dir, 'ls-files')).toBe('a.txt');
});

test('no commit on no branch', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-q', '--detach');
  write(dir, 'a.txt', 'x');
  expect(await commit(dir, ['a.txt'])).toEqual({ kind: 'detached-head' });
});

test('another git at work: an error, and nothing is committed or left behind', async () => {
  const dir = makeRepository();
  const before = raw(dir, 'rev-parse', 'HEAD');
  write(dir, 'a.txt', 'x');
  writeFileSync(join(dir, '.git/index.lock'), '');
  await expect(commit(dir, ['a.txt'])).rejects.toMatchObject({ code: 'lock-held' });
  expect(raw(dir, 'rev-parse', 'HEAD')).toBe(before);
  expect(readdirSync(join(dir, '.git')).filter((name) => name.startsWith('notelab'))).toEqual([]);
});

test('hooks and signing of the repository do not take part', async () => {
  const dir = makeRepository();
  for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction']) {
    write(dir, `.git/hooks/${hook}`, '#!/bin/sh\ntouch ../ran ran\nexit 1\n');
    chmodSync(join(dir, '.git/hooks', hook), 0o755);
  }
  raw(dir, 'config', 'commit.gpgSign', 'true');
  write(dir, 'a.txt', 'x');
  expect((await commit(dir, ['a.txt'])).kind).toBe('committed');
  expect(existsSync(join(dir, 'ran'))).toBe(false);
});

test('line ends follow .gitattributes, as with git itself', async () => {
  const dir = makeRepository({ '.gitattributes': '*.txt text\n' });
  write(dir, 'a.txt', 'one\r\ntwo\r\n');
  await commit(dir, ['a.txt']);
  expect(raw(dir, 'cat-file', '-s', 'HEAD:a.txt')).toBe('8');
  expect(statusOf(dir)).toBe('');
});

test('any mix of changes: what was chosen is clean afterwards, the rest as before', {
  timeout: 60_000,
}, async () => {
  const names = ['a', 'b c', 'd/e', 'd/f"', 'g\nh'];
  const change = fc.constantFrom('modify', 'stage', 'delete', 'remove', 'rename', 'none');
  const plan = fc.tuple(...names.map(() => fc.record({ change, chosen: fc.boolean() })));
  await fc.assert(
    fc.asyncProperty(plan, async (steps) => {
      const dir = makeRepository(Object.fromEntries(names.map((name) => [name, `${name}\n`.repeat(5)])));
      const chosen: string[] = [];
      for (const [index, step] of steps.entries()) {
        const name = names[index]!;
        if (step.change === 'modify' || step.change === 'stage') write(dir, name, 'changed\n');
        if (step.change === 'stage') raw(dir, 'add', '--', name);
        if (step.change === 'delete') rmSync(join(dir, name));
        if (step.change === 'remove') raw(dir, 'rm', '-q', '--', name);
        if (step.change === 'rename') renameSync(join(dir, name), join(dir, `${name}-new`));
        if (!existsSync(join(dir, 'd'))) mkdirSync(join(dir, 'd'));
        if (step.chosen) chosen.push(name, ...(step.change === 'rename' ? [`${name}-new`] : []));
      }
      const before = await readStatus(testGit, dir);
      const result = await commit(dir, chosen);
      const touched = before.entries.filter(({ path }) => chosen.includes(path));
      expect(result.kind).toBe(touched.length > 0 ? 'committed' : 'nothing-to-commit');
      const after = await readStatus(testGit, dir);
      expect(after.entries).toEqual(before.entries.filter(({ path }) => !chosen.includes(path)));
    }),
    { numRuns: 25 },
  );
});
