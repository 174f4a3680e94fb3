import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodePath } from '../repository/path-encoding.ts';
import { readBlob } from '../repository/read-blob.ts';
import {
  commitAll,
  makeEmptyRepository,
  makeFolder,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { diffFile } from './diff-file.ts';

const diff = (dir: string, path: string, options = {}) =>
  diffFile(testGit, dir, path, { against: 'HEAD', ...options });
const text = (content: string) => ({
  kind: 'text',
  text: content,
  sizeBytes: Buffer.byteLength(content),
  encoding: 'utf-8',
});

test('a changed file has both texts', async () => {
  const dir = makeRepository({ 'a.txt': 'ü one\n' });
  write(dir, 'a.txt', 'two 🎉\n');
  expect(await diff(dir, 'a.txt')).toEqual({ path: 'a.txt', old: text('ü one\n'), new: text('two 🎉\n') });
});

test('against the index: what is not staged yet', async () => {
  const dir = makeRepository();
  write(dir, 'a.txt', 'staged\n');
  raw(dir, 'add', 'a.txt');
  write(dir, 'a.txt', 'on disk\n');
  expect(await diff(dir, 'a.txt', { against: 'index' })).toMatchObject({
    old: text('staged\n'),
    new: text('on disk\n'),
  });
});

test('untracked, deleted, and before the first commit', async () => {
  const dir = makeEmptyRepository();
  write(dir, 'new', 'x');
  expect(await diff(dir, 'new')).toMatchObject({ old: { kind: 'absent' }, new: text('x') });
  commitAll(dir, {});
  rmSync(join(dir, 'new'));
  expect(await diff(dir, 'new')).toMatchObject({ old: text('x'), new: { kind: 'absent' } });
  expect(await diff(dir, 'folder/never')).toMatchObject({ old: { kind: 'absent' }, new: { kind: 'absent' } });
});

test('a renamed file is compared with where it was', async () => {
  const dir = makeRepository({ old: 'x\n' });
  renameSync(join(dir, 'old'), join(dir, 'new'));
  expect(await diff(dir, 'new', { originalPath: 'old' })).toMatchObject({
    old: text('x\n'),
    new: text('x\n'),
  });
});

test('a conflicted file is compared with ours', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'a.txt': 'theirs\n' });
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'a.txt': 'ours\n' });
  expect(() => raw(dir, 'merge', 'other')).toThrow();
  expect((await diff(dir, 'a.txt', { against: 'index' })).old).toEqual(text('ours\n'));
  const sides = await Promise.all([':1', ':2', ':3'].map((side) => readBlob(testGit, dir, side, 'a.txt')));
  expect(sides.map((side) => side.kind === 'bytes' && side.bytes.toString())).toEqual([
    'one\n',
    'ours\n',
    'theirs\n',
  ]);
});

test('binary and large files are said to be, and not read', async () => {
  const dir = makeRepository({ big: 'x'.repeat(2000) });
  write(dir, 'binary', Buffer.from([1, 0, 2]));
  write(dir, 'big', 'y'.repeat(3000));
  expect((await diff(dir, 'binary')).new).toMatchObject({ kind: 'binary', sizeBytes: 3 });
  expect(await diff(dir, 'big', { maxBytes: 1000 })).toMatchObject({
    old: { kind: 'too-large', sizeBytes: 2000 },
    new: { kind: 'too-large', sizeBytes: 3000 },
  });
});

test('text that is not UTF-8 is shown all the same; a byte order mark stays', async () => {
  const dir = makeRepository();
  write(dir, 'latin1', Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  write(dir, 'bom', '\ufeffx');
  expect((await diff(dir, 'latin1')).new).toMatchObject({ text: 'café', encoding: 'windows-1252' });
  expect((await diff(dir, 'bom')).new).toMatchObject({ text: '\ufeffx', encoding: 'utf-8' });
});

test('a pointer to a large file is known as one', async () => {
  const dir = makeRepository();
  const oid = `sha256:${'ab'.repeat(32)}`;
  write(dir, 'data.bin', `version https://git-lfs.github.com/spec/v1\noid ${oid}\nsize 12345\n`);
  expect((await diff(dir, 'data.bin')).new).toMatchObject({ kind: 'text', lfs: { oid, sizeBytes: 12345 } });
});

test('a link is its target’s name, and is not followed on the way either', async () => {
  const outside = makeFolder();
  write(outside, 'secret', 'secret');
  const dir = makeRepository({ 'folder/secret': 'x' });
  rmSync(join(dir, 'folder'), { recursive: true });
  symlinkSync(outside, join(dir, 'folder'));
  symlinkSync('/etc/passwd', join(dir, 'link'));
  expect((await diff(dir, 'link')).new).toEqual(text('/etc/passwd'));
  expect(await diff(dir, 'folder/secret')).toMatchObject({ old: text('x'), new: { kind: 'absent' } });
});

test('a named pipe does not hang', async () => {
  const dir = makeRepository();
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  expect((await diff(dir, 'pipe')).new).toEqual({ kind: 'absent' });
});

test.each(['../x', '/etc/passwd', '.git/config', 'a/../../b'])('the path %s is refused', async (path) => {
  await expect(diff(makeRepository(), path)).rejects.toThrow('Not a path inside the repository');
});

test('names of any shape, in folders too', async () => {
  const dir = makeRepository();
  const latin1 = Buffer.from([0x64, 0xe9, 0x2f, 0x63, 0xe9]);
  const names = ['new\nline', 'two  spaces', ':1:x', '🎉/"q"', '-x', decodePath(latin1)];
  for (const name of names.slice(0, -1)) write(dir, name, `old ${name}`);
  write(dir, latin1, 'old latin1');
  commitAll(dir, {});
  for (const name of names.slice(0, -1)) expect((await diff(dir, name)).old).toEqual(text(`old ${name}`));
  expect(await diff(dir, names.at(-1)!)).toMatchObject({ old: text('old latin1'), new: text('old latin1') });
});

test('textconv and external diff of the repository do not run', async () => {
  const dir = makeRepository({ 'a.txt': 'one\n', '.gitattributes': '*.txt diff=evil filter=evil\n' });
  const marker = join(makeFolder(), 'ran');
  write(dir, 'run', `#!/bin/sh\ntouch ${marker}\n`);
  chmodSync(join(dir, 'run'), 0o755);
  for (const key of ['diff.evil.textconv', 'diff.evil.command', 'diff.external', 'filter.evil.smudge'])
    raw(dir, 'config', key, join(dir, 'run'));
  write(dir, 'a.txt', 'two\n');
  expect(await diff(dir, 'a.txt')).toMatchObject({ old: text('one\n'), new: text('two\n') });
  expect(existsSync(marker)).toBe(false);
});

test('any commit can be read from; what is no file there is absent', async () => {
  const dir = makeRepository({ 'folder/a.txt': 'one\n' });
  const first = raw(dir, 'rev-parse', 'HEAD');
  commitAll(dir, { 'folder/a.txt': 'two\n' });
  const read = (revision: string, path: string) => readBlob(testGit, dir, revision, path);
  expect(await read(first, 'folder/a.txt')).toEqual({ kind: 'bytes', bytes: Buffer.from('one\n') });
  expect(await read('refs/heads/main', 'folder/a.txt')).toEqual({
    kind: 'bytes',
    bytes: Buffer.from('two\n'),
  });
  expect(await read('HEAD', 'folder')).toEqual({ kind: 'absent' });
  expect(await read('HEAD', 'new\nline')).toEqual({ kind: 'absent' });
  expect(await read('nope', 'folder/a.txt')).toEqual({ kind: 'absent' });
  expect(await read('--batch', 'folder/a.txt')).toEqual({ kind: 'absent' });
  await expect(read('HEAD:x', 'a')).rejects.toThrow(RangeError);
  await expect(read('HEAD\0', 'a')).rejects.toThrow(RangeError);
});
