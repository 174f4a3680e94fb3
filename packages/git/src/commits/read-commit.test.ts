import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diffCommittedFile, diffFile } from '../status/diff-file.ts';
import {
  commitAll,
  makeFolder,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { findCommitDetails } from './read-commit.ts';

const details = (dir: string, oid: string, fileLimit = 100) =>
  findCommitDetails(testGit, dir, oid, { fileLimit });
const tipOf = (dir: string, revision = 'HEAD') => raw(dir, 'rev-parse', revision);
const lines = (word: string) => `${word}\n`.repeat(20);

test('a commit names its files, whatever they are called and whatever happened to them', async () => {
  const dir = makeRepository({ old: lines('old'), gone: lines('gone'), run: lines('run'), type: 'x' });
  renameSync(join(dir, 'old'), join(dir, 'new\nname'));
  rmSync(join(dir, 'gone'));
  rmSync(join(dir, 'type'));
  symlinkSync('elsewhere', join(dir, 'type'));
  chmodSync(join(dir, 'run'), 0o755);
  const oid = commitAll(dir, { '-A': '1', 'ünï/"q" 🎉': '2' }, 'Subject <b>\n\nBody\n\n# more');
  const commit = await details(dir, oid);
  expect(commit).toMatchObject({ subject: 'Subject <b>', body: 'Body\n\n# more', fileCount: 6 });
  expect(commit!.files).toEqual(
    expect.arrayContaining([
      { path: 'new\nname', originalPath: 'old', kind: 'renamed' },
      { path: 'gone', kind: 'deleted' },
      { path: 'type', kind: 'type-changed', modeChange: { from: '100644', to: '120000' } },
      { path: 'run', kind: 'modified', modeChange: { from: '100644', to: '100755' } },
      { path: '-A', kind: 'added' },
      { path: 'ünï/"q" 🎉', kind: 'added' },
    ]),
  );
  expect((await details(dir, oid, 2))!.files.length).toBe(2);
});

test('a merge is compared with its first parent, the first commit with nothing', async () => {
  const dir = makeRepository();
  const first = tipOf(dir);
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'b.txt': 'b' });
  raw(dir, 'switch', '-q', 'main');
  const ours = commitAll(dir, { 'c.txt': 'c' });
  raw(dir, 'merge', '-q', '--no-ff', 'other');
  expect(await details(dir, tipOf(dir))).toMatchObject({
    comparedWith: ours,
    isShallowBoundary: false,
    files: [{ path: 'b.txt', kind: 'added' }],
  });
  expect(await details(dir, first)).toMatchObject({
    comparedWith: null,
    isShallowBoundary: false,
    files: [{ path: 'a.txt', kind: 'added' }],
  });
});

test('the end of a shallow clone is told from the first commit', async () => {
  const dir = makeRepository();
  commitAll(dir, { 'b.txt': 'b' });
  const clone = join(makeFolder(), 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${dir}`, clone]);
  expect(await details(clone, tipOf(clone))).toMatchObject({
    comparedWith: null,
    isShallowBoundary: true,
    fileCount: 2,
  });
});

test('there is nothing to say about a commit that is not here', async () => {
  const dir = makeRepository();
  expect(await details(dir, 'f'.repeat(40))).toBeNull();
  expect(await details(dir, tipOf(dir, 'HEAD^{tree}'))).toBeNull();
});

test('a file of a commit is compared with what the parent has, a renamed one with where it was', async () => {
  const dir = makeRepository({ 'old.txt': lines('x') });
  renameSync(join(dir, 'old.txt'), join(dir, 'new.txt'));
  const oid = commitAll(dir, { 'b.bin': '\0' });
  write(dir, 'new.txt', 'later');
  const of = (path: string, originalPath?: string) =>
    diffCommittedFile(testGit, dir, { oid, parent: tipOf(dir, `${oid}^`) }, path, { originalPath });
  expect(await of('new.txt', 'old.txt')).toMatchObject({
    old: { text: lines('x') },
    new: { text: lines('x') },
  });
  expect(await of('b.bin')).toMatchObject({ old: { kind: 'absent' }, new: { kind: 'binary', sizeBytes: 1 } });
  const alone = await diffCommittedFile(testGit, dir, { oid, parent: null }, 'new.txt', {});
  expect(alone.old).toEqual({ kind: 'absent' });
});

test('a submodule is a commit of another repository, committed or checked out', async () => {
  const other = makeRepository();
  const first = tipOf(other);
  const second = commitAll(other, { 'b.txt': 'b' });
  const dir = makeRepository();
  raw(dir, 'clone', '-q', other, 'lib');
  raw(join(dir, 'lib'), 'checkout', '-q', first);
  raw(dir, 'add', 'lib');
  const oid = commitAll(dir, {});
  expect(
    await diffCommittedFile(testGit, dir, { oid, parent: tipOf(dir, `${oid}^`) }, 'lib', {}),
  ).toMatchObject({ old: { kind: 'absent' }, new: { kind: 'submodule', oid: first } });
  raw(join(dir, 'lib'), 'checkout', '-q', second);
  expect(await diffFile(testGit, dir, 'lib', { against: 'HEAD' })).toMatchObject({
    old: { kind: 'submodule', oid: first },
    new: { kind: 'submodule', oid: second },
  });
});
