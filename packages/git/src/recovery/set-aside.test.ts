import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ada,
  commitAll,
  makeEmptyRepository,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { listRecoveryPoints, type RecoveryPoint, takeRecoveryPoint } from './recovery-points.ts';
import { giveBack, previewGiveBack, setAside } from './set-aside.ts';

let count = 0;
const options = () => ({ id: `p${count++}`, reason: 'Before pulling', by: ada });
async function aside(dir: string): Promise<RecoveryPoint> {
  const result = await setAside(testGit, dir, options());
  if (result.kind !== 'set-aside') throw new Error(result.kind);
  return result.point;
}
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');
const status = (dir: string) => raw(dir, 'status', '--porcelain', '-uall');

const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
const text = (change: Record<number, string> = {}) =>
  lines.map((line, index) => `${change[index] ?? line}\n`).join('');
const files = { 'text.txt': text(), 'staged.txt': 'b\n', 'deleted.txt': 'c\n', '.gitignore': '*.secret\n' };

/** Changed, staged, deleted, new and ignored files at once. */
function makeDirty(dir: string): string {
  write(dir, 'text.txt', text({ 0: 'mine' }));
  write(dir, 'staged.txt', 'staged\n');
  raw(dir, 'add', 'staged.txt');
  write(dir, 'staged.txt', 'staged and changed\n');
  rmSync(join(dir, 'deleted.txt'));
  write(dir, 'new/file with space.txt', 'new\n');
  write(dir, 'pass.secret', 'password\n');
  return status(dir);
}

test('local changes go and come back as they were; ignored files and the stash are not touched', async () => {
  const dir = makeRepository(files);
  write(dir, 'text.txt', text({ 6: 'stashed' }));
  raw(dir, 'stash', '--quiet');
  const stash = raw(dir, 'rev-parse', 'stash');
  const dirty = makeDirty(dir);
  const point = await aside(dir);
  expect(status(dir)).toBe('');
  expect([existsSync(join(dir, 'new')), read(dir, 'pass.secret')]).toEqual([false, 'password\n']);

  expect(await giveBack(testGit, dir, point)).toEqual({
    kind: 'given-back',
    files: ['deleted.txt', 'new/file with space.txt', 'staged.txt', 'text.txt'],
  });
  expect(status(dir)).toBe(dirty);
  expect([read(dir, 'staged.txt'), raw(dir, 'show', ':staged.txt')]).toEqual([
    'staged and changed\n',
    'staged',
  ]);
  expect(raw(dir, 'rev-parse', 'stash')).toBe(stash);
});

test('on another commit, and with other local changes, they are merged, into renamed files too', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const point = await aside(dir);
  raw(dir, 'mv', 'text.txt', 'renamed.txt');
  commitAll(dir, { 'renamed.txt': text({ 6: 'theirs' }) });
  write(dir, 'renamed.txt', text({ 6: 'theirs', 3: 'local' }));
  write(dir, 'other.txt', 'local\n');
  expect((await giveBack(testGit, dir, point)).kind).toBe('given-back');
  expect(read(dir, 'renamed.txt')).toBe(text({ 0: 'mine', 3: 'local', 6: 'theirs' }));
  expect(read(dir, 'other.txt')).toBe('local\n');
  expect(raw(dir, 'show', ':staged.txt')).toBe('staged');
});

test('what both sides changed is named, nothing changes, and the point keeps everything', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const point = await aside(dir);
  commitAll(dir, { 'text.txt': text({ 0: 'theirs' }), 'new/file with space.txt': 'theirs\n' });
  const conflicts = { kind: 'conflicts', files: ['new/file with space.txt', 'text.txt'] };
  expect(await previewGiveBack(testGit, dir, point, 'HEAD')).toEqual(conflicts.files);
  expect(await giveBack(testGit, dir, point)).toEqual(conflicts);
  expect(status(dir)).toBe('');
  expect((await listRecoveryPoints(testGit, dir)).map(({ id }) => id)).toEqual([point.id]);
});

test('an ignored file is not overwritten, nor is what is inside an ignored folder', async () => {
  const dir = makeRepository({ 'a.txt': 'a\n' });
  write(dir, 'new.txt', 'new\n');
  write(dir, 'data', 'a file\n');
  const point = await aside(dir);
  write(dir, '.git/info/exclude', 'new.txt\ndata\n');
  write(dir, 'new.txt', 'password\n');
  write(dir, 'data/ignored.bin', 'ignored\n');
  expect(await giveBack(testGit, dir, point)).toEqual({
    kind: 'in-the-way',
    files: ['data/ignored.bin', 'new.txt'],
  });
  expect([read(dir, 'new.txt'), read(dir, 'data/ignored.bin')]).toEqual(['password\n', 'ignored\n']);
});

test('where nothing can or need be set aside nothing is, and no recovery point is left behind', async () => {
  expect(await setAside(testGit, makeEmptyRepository(), options())).toEqual({ kind: 'no-commit-yet' });
  const dir = makeRepository(files);
  expect(await setAside(testGit, dir, options())).toEqual({ kind: 'nothing-to-set-aside' });
  raw(dir, 'switch', '--quiet', '--create', 'other');
  commitAll(dir, { 'text.txt': 'theirs\n' });
  raw(dir, 'switch', '--quiet', 'main');
  write(dir, 'text.txt', 'ours\n');
  raw(dir, 'stash', '--quiet');
  raw(dir, 'switch', '--quiet', 'other');
  expect(() => raw(dir, 'stash', 'apply')).toThrow();
  expect(await setAside(testGit, dir, options())).toEqual({ kind: 'unresolved-conflicts' });
  expect(await listRecoveryPoints(testGit, dir)).toEqual([]);
});

test('a file that is written to while it is being set aside stays as it was written', async () => {
  const dir = makeRepository(files);
  const dirty = makeDirty(dir);
  const result = await setAside(testGit, dir, {
    ...options(),
    beforeClearing: async () => write(dir, 'text.txt', 'written just now\n'),
  });
  expect(result).toEqual({ kind: 'changed-meanwhile', files: ['text.txt'] });
  expect(read(dir, 'text.txt')).toBe('written just now\n');
  expect(status(dir)).toBe(dirty);
});

test('a folder that is a repository of its own stays where it is', async () => {
  const dir = makeRepository(files);
  mkdirSync(join(dir, 'inner'));
  raw(join(dir, 'inner'), 'init', '--quiet');
  write(dir, 'inner/file.txt');
  write(dir, 'text.txt', 'changed\n');
  const point = await aside(dir);
  expect([point.leftOut, status(dir)]).toEqual([['inner/'], '?? inner/']);
  await giveBack(testGit, dir, point);
  expect(status(dir)).toBe('M text.txt\n?? inner/');
});

test('a recovery point of any other kind can be given back as well', async () => {
  const dir = makeRepository(files);
  const dirty = makeDirty(dir);
  const point = await takeRecoveryPoint(testGit, dir, options());
  raw(dir, 'reset', '--quiet', '--hard');
  raw(dir, 'clean', '--quiet', '-fd');
  await giveBack(testGit, dir, point);
  expect(status(dir)).toBe(dirty);
});

test('whatever the state, set aside and given back it is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom('text.txt', 'deleted.txt', 'staged.txt', 'new.txt', 'sub/new.txt', 'staged.txt/x'),
        fc.record({ content: fc.constantFrom('', 'one\n', 'two\r\n', null), staged: fc.boolean() }),
        { maxKeys: 4 },
      ),
      async (changes) => {
        const dir = makeRepository(files);
        for (const [path, { content, staged }] of Object.entries(changes)) {
          if (path === 'staged.txt/x') rmSync(join(dir, 'staged.txt'), { recursive: true, force: true });
          if (content === null) rmSync(join(dir, path), { recursive: true, force: true });
          else if (path !== 'staged.txt' || !existsSync(join(dir, 'staged.txt/x'))) write(dir, path, content);
          if (staged) raw(dir, 'add', '--all');
        }
        const before = [status(dir), raw(dir, 'diff'), raw(dir, 'diff', '--cached')];
        const result = await setAside(testGit, dir, options());
        expect(status(dir)).toBe('');
        if (result.kind === 'nothing-to-set-aside') return;
        if (result.kind !== 'set-aside') throw new Error(result.kind);
        await giveBack(testGit, dir, result.point);
        expect([status(dir), raw(dir, 'diff'), raw(dir, 'diff', '--cached')]).toEqual(before);
      },
    ),
    { numRuns: 8 },
  );
});
