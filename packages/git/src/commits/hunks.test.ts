import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discardHunks } from '../recovery/discard-hunks.ts';
import { listRecoveryPoints } from '../recovery/recovery-points.ts';
import { restoreRecoveryPoint } from '../recovery/restore-recovery-point.ts';
import { decodePath } from '../repository/path-encoding.ts';
import { readHunks } from '../status/read-hunks.ts';
import { ada, commitAll, makeRepository, raw, testGit, write } from '../testing/temporary-repository.ts';
import { commitFiles } from './commit-files.ts';

/** Far enough apart for changes not to come together in one hunk. */
const between = (index: number, end: string) =>
  Array.from({ length: 8 }, (_, line) => `between ${index}.${line}${end}`).join('');

const edits = {
  replace: (text: string) => text.replace('middle', 'MIDDLE'),
  insert: (text: string, end: string) => `${text}inserted${end}`,
  remove: () => '',
  leave: (text: string) => text,
};
const plan = fc.record({
  end: fc.constantFrom('\n', '\r\n'),
  blocks: fc.array(
    fc.record({
      edit: fc.constantFrom('replace', 'insert', 'remove', 'leave') as fc.Arbitrary<keyof typeof edits>,
      chosen: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  endsBare: fc.record({ before: fc.boolean(), after: fc.boolean() }),
  discard: fc.boolean(),
});
const name = 'odd "näme"\n[x] -A.txt';

test('of any changes the chosen hunks are committed, or discarded, and nothing else', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ end, blocks, endsBare, discard }) => {
      const join3 = (texts: string[]) => texts.map((text, index) => text + between(index, end)).join('');
      const old = blocks.map((_, index) => `first ${index}${end}middle ${index}${end}last ${index}${end}`);
      const fresh = blocks.map(({ edit }, index) => edits[edit](old[index]!, end));
      const mixed = blocks.map(({ chosen }, index) => (chosen !== discard ? fresh[index]! : old[index]!));
      // What is at the end of the file is a change of its own when it differs.
      const tail = (isBare: boolean) => (isBare ? 'the end' : `the end${end}`);
      const { before, after } = endsBare;
      const dir = makeRepository({ [name]: join3(old) + tail(before), other: 'x' });
      write(dir, name, join3(fresh) + tail(after));
      write(dir, 'other', 'y');
      const hunks = await readHunks(testGit, dir, { path: name });
      const changed = blocks.filter(({ edit }) => edit !== 'leave');
      const expected = changed.length + (before === after ? 0 : 1);
      if (expected === 0) {
        expect(hunks).toBeNull();
        return;
      }
      expect(hunks).toHaveLength(expected);
      const ids = changed.flatMap(({ chosen }, index) => (chosen ? [hunks![index]!.id] : []));
      if (discard) {
        const keepAs = { id: 'a', reason: 'x', by: ada };
        const result = await discardHunks(testGit, dir, { path: name, hunks: ids, ...keepAs });
        expect(result.kind).toBe('discarded');
        expect(readFileSync(join(dir, name), 'utf8')).toBe(join3(mixed) + tail(after));
      } else {
        const result = await commitFiles(testGit, dir, {
          paths: [],
          parts: [{ path: name, hunks: ids }],
          message: 'x',
          author: ada,
        });
        expect(result.kind).toBe(ids.length > 0 ? 'committed' : 'nothing-to-commit');
        expect(raw(dir, 'cat-file', 'blob', `HEAD:${name}`)).toBe((join3(mixed) + tail(before)).trim());
        expect(readFileSync(join(dir, name), 'utf8')).toBe(join3(fresh) + tail(after));
        // What was left out is the only change there is now, and none of it is staged.
        expect((await readHunks(testGit, dir, { path: name }))?.length ?? 0).toBe(expected - ids.length);
        expect(raw(dir, 'diff', '--cached', '--name-only')).toBe('');
      }
      expect(readFileSync(join(dir, 'other'), 'utf8')).toBe('y');
    }),
    { numRuns: 25 },
  );
});

const lines = (edit: Record<number, string> = {}) =>
  `${Array.from({ length: 30 }, (_, index) => edit[index] ?? `line ${index}`).join('\n')}\n`;
const commitFirstHunk = async (dir: string, file: { path: string; originalPath?: string }) => {
  const hunks = await readHunks(testGit, dir, file);
  return commitFiles(testGit, dir, {
    paths: [],
    parts: [{ ...file, hunks: [hunks![0]!.id] }],
    message: 'Part',
    author: ada,
  });
};

test('a renamed file is taken in parts, with its new name', async () => {
  const dir = makeRepository({ old: lines() });
  raw(dir, 'mv', 'old', 'new');
  write(dir, 'new', lines({ 1: 'one', 28: 'two' }));
  expect((await commitFirstHunk(dir, { path: 'new', originalPath: 'old' })).kind).toBe('committed');
  expect(raw(dir, 'ls-tree', '--name-only', 'HEAD')).toBe('new');
  expect(raw(dir, 'show', 'HEAD:new')).toBe(lines({ 1: 'one' }).trim());
  expect(raw(dir, 'status', '--porcelain')).toBe('M new');
});

test('a change of mode comes with whichever part is taken first', async () => {
  const dir = makeRepository({ run: lines() });
  write(dir, 'run', lines({ 1: 'one', 28: 'two' }));
  chmodSync(join(dir, 'run'), 0o755);
  await commitFirstHunk(dir, { path: 'run' });
  expect(raw(dir, 'ls-tree', 'HEAD')).toMatch(/^100755 /);
  expect(raw(dir, 'show', 'HEAD:run')).toBe(lines({ 1: 'one' }).trim());
});

test('line ends that git converts, and a name that is no UTF-8, do not matter', async () => {
  const dir = makeRepository({ '.gitattributes': '* text eol=crlf\n' });
  const bytes = Buffer.from([0x63, 0xe9]);
  const path = decodePath(bytes);
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  write(dir, bytes, crlf(lines()));
  raw(dir, 'add', '--all');
  raw(dir, 'commit', '-qm', 'x');
  write(dir, bytes, crlf(lines({ 1: 'one', 28: 'two' })));
  await commitFirstHunk(dir, { path });
  const oid = raw(dir, 'ls-tree', 'HEAD').split('\n').at(-1)!.split(/\s/)[2]!;
  expect(raw(dir, 'cat-file', 'blob', oid)).toBe(lines({ 1: 'one' }).trim());
  const [hunk] = (await readHunks(testGit, dir, { path }))!;
  await discardHunks(testGit, dir, { path, hunks: [hunk!.id], id: 'a', reason: 'x', by: ada });
  const full = Buffer.concat([Buffer.from(`${dir}/`), bytes]);
  expect(readFileSync(full, 'utf8')).toBe(crlf(lines({ 1: 'one' })));
  expect(raw(dir, 'status', '--porcelain')).toBe('');
});

test.each([
  ['new', (dir: string) => write(dir, 'fresh', 'x\n'), 'fresh'],
  ['deleted', (dir: string) => rmSync(join(dir, 'a.txt')), 'a.txt'],
  ['binary', (dir: string) => write(dir, 'a.txt', Buffer.from([0, 1, 2])), 'a.txt'],
  ['large', (dir: string) => write(dir, 'a.txt', 'x\n'.repeat(600_000)), 'a.txt'],
  ['unchanged', () => {}, 'a.txt'],
])('a file that is %s is taken as a whole', async (_, arrange, path) => {
  const dir = makeRepository();
  arrange(dir);
  expect(await readHunks(testGit, dir, { path })).toBeNull();
});

test('hunks that are there no more are said, and nothing is committed or discarded', async () => {
  const dir = makeRepository({ 'a.txt': lines(), 'b.txt': 'b\n' });
  write(dir, 'a.txt', lines({ 1: 'one', 28: 'two' }));
  const [first] = (await readHunks(testGit, dir, { path: 'a.txt' }))!;
  write(dir, 'a.txt', lines({ 1: 'something else', 28: 'two' }));
  write(dir, 'b.txt', 'changed\n');
  const before = raw(dir, 'rev-parse', 'HEAD');
  const part = { path: 'a.txt', hunks: [first!.id] };
  expect(
    await commitFiles(testGit, dir, { paths: ['b.txt'], parts: [part], message: 'x', author: ada }),
  ).toEqual({ kind: 'hunks-changed', paths: ['a.txt'] });
  const discarded = await discardHunks(testGit, dir, { ...part, id: 'a', reason: 'x', by: ada });
  expect(discarded).toEqual({ kind: 'hunks-changed' });
  expect(raw(dir, 'rev-parse', 'HEAD')).toBe(before);
  expect(raw(dir, 'status', '--porcelain')).toBe('M a.txt\n M b.txt');
});

test('what somebody staged and changed again stays staged when the file is committed in part', async () => {
  const dir = makeRepository({ 'a.txt': lines() });
  write(dir, 'a.txt', lines({ 15: 'only staged' }));
  raw(dir, 'add', 'a.txt');
  write(dir, 'a.txt', lines({ 1: 'one', 28: 'two' }));
  await commitFirstHunk(dir, { path: 'a.txt' });
  expect(raw(dir, 'show', 'HEAD:a.txt')).toBe(lines({ 1: 'one' }).trim());
  expect(raw(dir, 'show', ':a.txt')).toBe(lines({ 15: 'only staged' }).trim());
});

test('configuration of the repository does not change what a hunk is', async () => {
  const dir = makeRepository({ 'a.txt': lines({ 3: '' }) });
  for (const [key, value] of [
    ['diff.noprefix', 'true'],
    ['diff.suppressBlankEmpty', 'true'],
    ['diff.context', '0'],
    ['apply.whitespace', 'fix'],
    ['apply.ignoreWhitespace', 'change'],
    ['color.ui', 'always'],
    ['diff.external', 'false'],
  ])
    raw(dir, 'config', key!, value!);
  write(dir, 'a.txt', lines({ 1: 'one  \t ', 3: '', 28: 'two' }));
  await commitFirstHunk(dir, { path: 'a.txt' });
  expect(raw(dir, 'show', '--no-ext-diff', 'HEAD:a.txt')).toBe(lines({ 1: 'one  \t ', 3: '' }).trim());
});

test('discarded parts come back from the recovery point', async () => {
  const dir = makeRepository({ 'a.txt': lines() });
  const mine = lines({ 1: 'one', 28: 'two' });
  write(dir, 'a.txt', mine);
  raw(dir, 'add', 'a.txt');
  const [first] = (await readHunks(testGit, dir, { path: 'a.txt' }))!;
  await discardHunks(testGit, dir, { path: 'a.txt', hunks: [first!.id], id: 'a', reason: 'x', by: ada });
  expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toBe(lines({ 28: 'two' }));
  expect(raw(dir, 'diff', '--cached', '--name-only')).toBe('');
  const [point] = await listRecoveryPoints(testGit, dir);
  await restoreRecoveryPoint(testGit, dir, point!, { id: 'b', reason: 'x', by: ada });
  expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toBe(mine);
  expect(raw(dir, 'show', ':a.txt')).toBe(mine.trim());
});

test('a file is committed with other bytes than those on disk, which stay there as a change', async () => {
  const dir = makeRepository({ 'a.ipynb': 'source\n', run: 'x\n' });
  write(dir, 'a.ipynb', 'new source\noutputs\n');
  writeFileSync(join(dir, 'large.bin'), 'large');
  chmodSync(join(dir, 'run'), 0o755);
  const bytes = (text: string) => Buffer.from(text);
  const result = await commitFiles(testGit, dir, {
    paths: ['a.ipynb', 'large.bin', 'run'],
    contents: [
      { path: 'a.ipynb', bytes: bytes('new source\n') },
      { path: 'large.bin', bytes: bytes('pointer') },
      { path: 'run', bytes: bytes('y\n') },
    ],
    message: 'x',
    author: ada,
  });
  expect(result.kind).toBe('committed');
  expect(raw(dir, 'show', 'HEAD:a.ipynb')).toBe('new source');
  expect(raw(dir, 'show', 'HEAD:large.bin')).toBe('pointer');
  expect(raw(dir, 'ls-tree', 'HEAD', 'run')).toMatch(/^100755 /);
  expect(readFileSync(join(dir, 'a.ipynb'), 'utf8')).toBe('new source\noutputs\n');
  expect(raw(dir, 'status', '--porcelain')).toBe('M a.ipynb\n M large.bin\n M run');
});

test('parts of a file in a repository whose last commit is not there yet are taken as a whole', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-q', '--orphan', 'fresh');
  commitAll(dir, { x: 'x' });
  raw(dir, 'switch', '-q', '--orphan', 'unborn');
  write(dir, 'a.txt', 'x\n');
  expect(await readHunks(testGit, dir, { path: 'a.txt' })).toBeNull();
});
