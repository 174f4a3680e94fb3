import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createEntry,
  deleteEntries,
  listFiles,
  openForReading,
  type ProjectFiles,
  readForEditor,
  renameEntry,
  storeUpload,
  writeText,
} from './files.ts';

let home: string;
let files: ProjectFiles;
const at = (path: string) => join(files.root, path);
const codeOfError = (error: { problem?: { code: string }; message: string }): string =>
  error.problem?.code ?? error.message;
const codeOf = (promise: Promise<unknown>) => promise.then(() => 'succeeded', codeOfError);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'notelab-files-'));
  files = { root: join(home, 'project'), staging: join(home, 'staging'), owner: null };
  await mkdir(files.root);
  await mkdir(files.staging);
  await writeFile(join(home, 'outside.txt'), 'secret of the server');
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('listing a folder', () => {
  test('shows folders first, sorts as people do, and hides .git', async () => {
    for (const folder of ['.git', 'zoo', 'Data']) await mkdir(at(folder));
    for (const file of ['part10.csv', 'part2.csv', 'README.md']) await writeFile(at(file), '');
    const names = (await listFiles(files, '')).map((entry) => entry.name);
    expect(names).toEqual(['Data', 'zoo', 'part2.csv', 'part10.csv', 'README.md']);
  });

  test('gives names that are not UTF-8 a form that leads back to the same file', async () => {
    execFileSync('sh', ['-c', 'printf hello > "$(printf \'caf\\351.txt\')"'], { cwd: files.root });
    const [entry] = await listFiles(files, '');
    expect(encodeURIComponent(entry!.path)).toBeTruthy();
    expect((await readForEditor(files, entry!.path)).text).toBe('hello');
  });

  test.each(['with space.txt', 'quote".txt', 'new\nline.txt', '😀.txt'])(
    'copes with the name %j',
    async (name) => {
      await writeFile(at(name), 'x');
      expect((await listFiles(files, '')).map((entry) => entry.name)).toEqual([name]);
      expect((await readForEditor(files, name)).text).toBe('x');
    },
  );
});

describe('a link that leads out of the project', () => {
  test('to a file outside is not read', async () => {
    await symlink(join(home, 'outside.txt'), at('absolute'));
    await symlink('../outside.txt', at('relative'));
    expect(await codeOf(readForEditor(files, 'absolute'))).toBe('path-invalid');
    expect(await codeOf(openForReading(files, 'relative'))).toBe('path-invalid');
  });

  test('into .git is followed to read, and to nothing else', async () => {
    await mkdir(at('.git'));
    await writeFile(at('.git/config'), 'of git');
    await symlink('.git', at('link'));
    expect((await readForEditor(files, 'link/config')).text).toBe('of git');
    expect(await codeOf(writeText(files, 'link/config', 'changed', null))).toBe('path-invalid');
    expect(await codeOf(createEntry(files, 'link/hooks', 'folder'))).toBe('path-invalid');
    expect(await codeOf(storeUpload(files, 'link/up', Readable.from(['x']), true))).toBe('path-invalid');
    expect(await codeOf(deleteEntries(files, ['link/config']))).toBe('path-invalid');
    expect(await codeOf(renameEntry(files, 'link/config', 'config'))).toBe('path-invalid');
    expect(await readdir(at('.git'))).toEqual(['config']);
  });

  test('as a folder is neither listed nor written into', async () => {
    await symlink(home, at('link'));
    expect(await codeOf(listFiles(files, 'link'))).toBe('path-invalid');
    expect(await codeOf(writeText(files, 'link/outside.txt', 'changed', null))).toBe('path-invalid');
    expect(await codeOf(createEntry(files, 'link/new', 'file'))).toBe('path-invalid');
    expect(await codeOf(storeUpload(files, 'link/up', Readable.from(['x']), true))).toBe('path-invalid');
    expect(await readFile(join(home, 'outside.txt'), 'utf8')).toBe('secret of the server');
  });

  test('is deleted itself, not what it points to', async () => {
    await symlink(home, at('link'));
    await deleteEntries(files, ['link']);
    expect(await readdir(files.root)).toEqual([]);
    expect(await readFile(join(home, 'outside.txt'), 'utf8')).toBe('secret of the server');
  });

  test('in a circle ends with a reason', async () => {
    await symlink('b', at('a'));
    await symlink('a', at('b'));
    expect(await codeOf(readForEditor(files, 'a'))).toBe('path-invalid');
  });
});

test('a link inside the project is followed', async () => {
  await mkdir(at('data'));
  await writeFile(at('data/real.txt'), 'here');
  await symlink('data', at('shortcut'));
  await symlink('../data/real.txt', at('data/again.txt'));
  expect((await readForEditor(files, 'shortcut/again.txt')).text).toBe('here');
});

test('a file that turns into a link between the look and the reading gives nothing away', async () => {
  const outside = join(home, 'outside.txt');
  const swapForEver = `
    const { linkSync, renameSync, symlinkSync, writeFileSync } = require('node:fs');
    const { file, outside } = require('node:worker_threads').workerData;
    for (;;) {
      symlinkSync(outside, file + '.new');
      renameSync(file + '.new', file);
      writeFileSync(file + '.new', 'mine');
      renameSync(file + '.new', file);
    }`;
  await writeFile(at('mine.txt'), 'mine');
  const swapping = new Worker(swapForEver, { eval: true, workerData: { file: at('mine.txt'), outside } });
  const seen = new Set<string>();
  try {
    await once(swapping, 'online');
    for (let round = 0; round < 1000; round++) {
      seen.add(await readForEditor(files, 'mine.txt').then((content) => content.text!, codeOfError));
      seen.add(await openForReading(files, 'mine.txt').then(({ stream }) => text(stream), codeOfError));
    }
  } finally {
    await swapping.terminate();
  }
  expect(['mine', 'path-invalid', 'file-not-found']).toEqual(expect.arrayContaining([...seen]));
  expect(seen).toContain('path-invalid');
});

describe('saving text', () => {
  test('keeps the mode and every byte, marks and line ends included', async () => {
    const text = '\ufeffone\r\ntwo\n\u00e9\u{1f600}';
    await writeFile(at('run.sh'), 'old', { mode: 0o755 });
    const { etag } = await readForEditor(files, 'run.sh');
    await writeText(files, 'run.sh', text, etag);
    expect((await readForEditor(files, 'run.sh')).text).toBe(text);
    expect(execFileSync('stat', ['-c', '%a', at('run.sh')], { encoding: 'utf8' }).trim()).toBe('755');
  });

  test('over somebody else’s change is refused and loses nothing', async () => {
    await writeFile(at('a.txt'), 'one');
    const { etag } = await readForEditor(files, 'a.txt');
    await writeFile(at('a.txt'), 'two');
    expect(await codeOf(writeText(files, 'a.txt', 'three', etag))).toBe('file-changed');
    expect(await readFile(at('a.txt'), 'utf8')).toBe('two');
    expect(await readdir(files.staging)).toEqual([]);
  });

  test('makes a file that is not there, unless it was edited from one that was', async () => {
    await writeText(files, 'new.txt', 'new', null);
    expect(await readFile(at('new.txt'), 'utf8')).toBe('new');
    expect(await codeOf(writeText(files, 'gone.txt', 'text', 'some-etag'))).toBe('file-changed');
    expect(await codeOf(writeText(files, 'no/folder.txt', 'text', null))).toBe('file-not-found');
  });

  test('into .git is refused', async () => {
    await mkdir(at('.git'));
    expect(await codeOf(writeText(files, '.git/config', 'x', null))).toBe('path-invalid');
    expect(await codeOf(writeText(files, '.GIT/config', 'x', null))).toBe('path-invalid');
  });
});

describe('creating, renaming and deleting', () => {
  test.each(['.git', '.GIT', '..', 'a\0b', 'trailing ', 'dot.', 'git~1'])(
    'the name %j is refused',
    async (name) => {
      expect(await codeOf(createEntry(files, name, 'folder'))).toBe('path-invalid');
    },
  );

  test('never replaces what is there', async () => {
    await writeFile(at('a'), 'a');
    await writeFile(at('b'), 'b');
    expect(await codeOf(createEntry(files, 'a', 'file'))).toBe('file-exists');
    expect(await codeOf(renameEntry(files, 'a', 'b'))).toBe('file-exists');
    expect(await codeOf(storeUpload(files, 'a', Readable.from(['new']), false))).toBe('file-exists');
    expect(await readFile(at('b'), 'utf8')).toBe('b');
    expect(await readdir(files.staging)).toEqual([]);
  });

  test('moves folders, but not into themselves', async () => {
    await mkdir(at('a/b'), { recursive: true });
    expect(await codeOf(renameEntry(files, 'a', 'a/b/a'))).toBe('path-invalid');
    await symlink('a/b', at('link'));
    expect(await codeOf(renameEntry(files, 'a', 'link/a'))).toBe('path-invalid');
    await renameEntry(files, 'a', 'c');
    expect((await listFiles(files, 'c')).map((entry) => entry.path)).toEqual(['c/b']);
  });

  test('names and paths that are too long are refused as such', async () => {
    const long = 'x'.repeat(300);
    const attempts = [
      readForEditor(files, long),
      listFiles(files, long),
      writeText(files, long, 'text', null),
      createEntry(files, `${long}/a`, 'file'),
      deleteEntries(files, [long]),
    ];
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(['path-invalid']));
  });

  test('an upload to a name that is taken is refused before it is received', async () => {
    await writeFile(at('a'), 'a');
    const content = Readable.from(['never read']);
    expect(await codeOf(storeUpload(files, 'a', content, false))).toBe('file-exists');
    expect(content.readableDidRead).toBe(false);
  });

  test('an upload that was cut off as too large leaves nothing', async () => {
    const content = Object.assign(Readable.from(['half']), { truncated: true });
    expect(await codeOf(storeUpload(files, 'up.bin', content, false))).toBe('too-large');
    expect(await readdir(files.root)).toEqual([]);
    expect(await readdir(files.staging)).toEqual([]);
  });

  test('an upload that breaks off leaves nothing', async () => {
    const broken = new Readable({
      read() {
        this.push('half');
        this.destroy(new Error('gone'));
      },
    });
    expect(await codeOf(storeUpload(files, 'up.bin', broken, false))).toBe('gone');
    expect(await readdir(files.root)).toEqual([]);
    expect(await readdir(files.staging)).toEqual([]);
  });
});

describe('what the editor is told', () => {
  test.each([
    ['text.py', Buffer.from('print(1)'), 'text'],
    ['zero.bin', Buffer.from([1, 0, 2]), 'binary'],
    ['latin1.txt', Buffer.from([0x63, 0xe9]), 'binary'],
    ['plot.PNG', Buffer.from([0x89]), 'image'],
    ['large.txt', Buffer.alloc(6 * 1024 * 1024, 0x61), 'too-large'],
  ])('%s is %s', async (name, bytes, kind) => {
    await writeFile(at(name), bytes);
    expect((await readForEditor(files, name)).kind).toBe(kind);
  });

  test('a named pipe does not hold the request', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    expect(await codeOf(readForEditor(files, 'pipe'))).toBe('file-not-found');
    expect(await codeOf(openForReading(files, 'pipe'))).toBe('file-not-found');
  });

  test('bytes come out as they are', async () => {
    await writeFile(at('a.csv'), 'x,y\n1,2\n');
    const { stream, size } = await openForReading(files, 'a.csv');
    expect(await text(stream)).toHaveLength(size);
  });
});
