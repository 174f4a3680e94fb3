import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import {
  createFile,
  deleteFiles,
  type FileEntry,
  getFileDiff,
  listFiles,
  type Problem,
  type ProblemReply,
  readFile,
  renameFile,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, ProblemReplyError, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { inTerminal, putFile } from './in-a-terminal.ts';

const maxUploadBytes = 1_000_000;
let world: World;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld({ config: { maxUploadBytes } });
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/handbook', { by: editor });
});
afterAll(() => world?.close());
beforeEach(() => shell('find . -mindepth 1 -maxdepth 1 ! -name handbook -exec rm -rf {} +'));

const inProject = () => ({ params: { projectId: connected.project.id } });
const shell = (script: string) => inTerminal(world, connected.project, script);
const staging = () => readdir(world.notelab.context.projects.filesOf(connected.project.id).staging);
const address = (name: 'raw' | 'upload', query: Record<string, string>) =>
  `/api/projects/${connected.project.id}/${name}?${new URLSearchParams(query)}`;

async function upload(
  folder: string,
  files: Record<string, Uint8Array<ArrayBuffer> | string>,
  query: Record<string, string> = {},
): Promise<FileEntry[]> {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append('file', new Blob([content]), name);
  const response = await editor.fetch(address('upload', { path: folder, ...query }), {
    method: 'POST',
    body,
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new ProblemReplyError('upload', reply as ProblemReply);
  return reply as FileEntry[];
}

async function download(path: string): Promise<Response> {
  const response = await editor.fetch(address('raw', { path }));
  if (!response.ok) throw new ProblemReplyError('raw', (await response.json()) as ProblemReply);
  return response;
}

/** Every way to a path that a page has. */
function everyWayTo(path: string): Record<string, () => Promise<unknown>> {
  const call = { ...inProject() };
  return {
    list: () => editor.call(listFiles, { ...call, query: { path } }),
    read: () => editor.call(readFile, { ...call, query: { path } }),
    download: () => download(path),
    save: () => editor.call(writeFile, { ...call, body: { path, text: 'changed', etag: null } }),
    create: () => editor.call(createFile, { ...call, body: { path, kind: 'file' } }),
    createFolder: () => editor.call(createFile, { ...call, body: { path, kind: 'folder' } }),
    rename: () => editor.call(renameFile, { ...call, body: { from: path, to: 'taken-away' } }),
    renameTo: () => editor.call(renameFile, { ...call, body: { from: 'mine.txt', to: path } }),
    remove: () => editor.call(deleteFiles, { ...call, body: { paths: [path] } }),
    upload: () => upload(path, { 'up.txt': 'up' }),
    difference: () =>
      editor.call(getFileDiff, { params: { checkoutId: connected.checkout.id }, query: { path } }),
  };
}

async function problemOf(attempt: Promise<unknown>): Promise<Problem | null> {
  return attempt.then(
    () => null,
    (error) => {
      if (error instanceof ProblemReplyError) return error.reply;
      throw error;
    },
  );
}
const codeOf = async (attempt: Promise<unknown>) => (await problemOf(attempt))?.code ?? 'succeeded';

async function codesOf(ways: Record<string, () => Promise<unknown>>): Promise<Record<string, string>> {
  const codes: Record<string, string> = {};
  for (const [name, go] of Object.entries(ways)) codes[name] = await codeOf(go());
  return codes;
}

describe('a path that is none', () => {
  const paths = ['..', '../x', 'handbook/../../x', './mine.txt', '/etc/passwd', 'a//b', 'mine.txt/', 'a\0b'];
  test.each([...paths, `${'x/'.repeat(2050)}x`])('%j is refused on every way', async (path) => {
    await shell('echo mine > mine.txt');
    for (const [way, code] of Object.entries(await codesOf(everyWayTo(path))))
      expect([way, code]).toEqual([way, 'invalid-input']);
    expect(await shell('ls; cat mine.txt')).toBe('handbook\nmine.txt\nmine');
  });

  test('half a character, which only JSON can carry, is refused too', async () => {
    const { save, create, createFolder, rename, renameTo, remove } = everyWayTo('x\ud800');
    const codes = await codesOf({ save, create, createFolder, rename, renameTo, remove } as Record<
      string,
      () => Promise<unknown>
    >);
    expect(new Set(Object.values(codes))).toEqual(new Set(['invalid-input']));
  });

  test.each(['%2e%2e%2fx', '..%2f..%2fetc%2fpasswd', '%00', '..%5cx'])(
    '%s in an address leads nowhere',
    async (path) => {
      const response = await editor.fetch(`/api/projects/${connected.project.id}/raw?path=${path}`);
      expect([400, 404]).toContain(response.status);
    },
  );

  test('is one whose name no disk takes', async () => {
    await shell('echo mine > mine.txt');
    const codes = await codesOf(everyWayTo(`handbook/${'x'.repeat(256)}`));
    expect(codes).toMatchObject({
      list: 'path-invalid',
      read: 'path-invalid',
      download: 'path-invalid',
      save: 'path-invalid',
      create: 'path-invalid',
      rename: 'path-invalid',
      renameTo: 'path-invalid',
      remove: 'path-invalid',
      upload: 'path-invalid',
    });
  });
});

describe('a link', () => {
  test('out of the project is followed on no way, and stays what it is', async () => {
    await shell('echo mine > mine.txt; ln -s / root; ln -s ../../.. up; ln -s /etc/hostname file');
    for (const path of ['root/etc/hostname', 'up/sandbox', 'root/tmp/new', 'up/new']) {
      const { difference: _, upload: __, ...ways } = everyWayTo(path);
      expect([path, new Set(Object.values(await codesOf(ways)))]).toEqual([path, new Set(['path-invalid'])]);
    }
    const { list, read, download: get, save } = everyWayTo('file');
    expect(await codesOf({ list, read, get, save } as Record<string, () => Promise<unknown>>)).toEqual({
      list: 'path-invalid',
      read: 'path-invalid',
      get: 'path-invalid',
      save: 'path-invalid',
    });
    expect(await codeOf(upload('root/tmp', { 'x.txt': 'x' }))).toBe('path-invalid');
    expect(await codeOf(upload('', { file: 'x' }, { overwrite: '1' }))).toBe('file-exists');

    await editor.call(renameFile, { ...inProject(), body: { from: 'file', to: 'renamed' } });
    await editor.call(deleteFiles, { ...inProject(), body: { paths: ['root', 'up'] } });
    expect(await shell('ls; readlink renamed')).toBe('handbook\nmine.txt\nrenamed\n/etc/hostname');
  });

  test('out of a checkout is a change like any other: its difference is where it leads, not what is there', async () => {
    await shell('ln -s /etc/passwd handbook/link; ln -s ../mine.txt handbook/near; echo mine > mine.txt');
    const difference = (path: string) =>
      editor.call(getFileDiff, { params: { checkoutId: connected.checkout.id }, query: { path } });
    expect((await difference('link')).after).toBe('/etc/passwd');
    expect((await difference('near')).after).toBe('../mine.txt');
    await shell('rm handbook/link handbook/near; ln -s / handbook/root');
    expect(await difference('root/etc/passwd')).toMatchObject({ before: null, after: null });
    await shell('rm handbook/root');
  });

  test('into .git lets nobody change what belongs to git', async () => {
    await shell('ln -s handbook/.git link; echo mine > mine.txt');
    const config = await shell('cat handbook/.git/config');
    for (const path of ['link/config', 'handbook/.git/config', 'handbook/.GIT/new']) {
      const { save, rename, remove, renameTo } = everyWayTo(path);
      const codes = Object.values(
        await codesOf({ save, rename, remove, renameTo } as Record<string, () => Promise<unknown>>),
      );
      expect([path, new Set(codes)]).toEqual([path, new Set(['path-invalid'])]);
    }
    expect(await codeOf(upload('link', { 'post-checkout': '#!/bin/sh' }))).toBe('path-invalid');
    expect(await shell('cat handbook/.git/config')).toBe(config);
  });
});

describe('an upload', () => {
  const bytes = new Uint8Array(randomBytes(200_000));

  test('comes back byte for byte, as a download that no browser runs', async () => {
    await upload('', {
      'data.bin': bytes,
      'page.html': '<script>1</script>',
      'b.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    const data = await download('data.bin');
    expect(Buffer.from(await data.arrayBuffer()).equals(bytes)).toBe(true);
    expect(data.headers.get('content-length')).toBe('200000');
    const page = await download('page.html');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toMatch(/^attachment;/);
    const picture = await download('b.svg');
    expect(picture.headers.get('content-type')).toContain('image/svg+xml');
    for (const { headers } of [data, page, picture]) {
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(await editor.call(readFile, { ...inProject(), query: { path: 'data.bin' } })).toMatchObject({
      kind: 'binary',
      text: null,
      size: 200_000,
    });
  });

  test('keeps its name, whatever characters it has', async () => {
    const names = ['ünï 😀.txt', 'e\u0301.txt', "it's (1).txt", '-rf', '日本語.csv'];
    for (const name of names) await upload('', { [name]: name });
    const listed = (await editor.call(listFiles, { ...inProject(), query: { path: '' } })).map(
      ({ name }) => name,
    );
    expect(listed.filter((name) => name !== 'handbook').sort()).toEqual(names.toSorted());
  });

  test.each(['.git', '..', 'end.', 'x'.repeat(300)])('is not called %j', async (name) => {
    expect(await codeOf(upload('', { [name]: 'x' }))).toMatch(/^(path-invalid|invalid-input)$/);
    expect(await shell('ls -A')).toBe('handbook');
  });

  test('of a file that is larger than allowed leaves nothing, and the next one works', async () => {
    const problem = await problemOf(upload('', { 'large.bin': new Uint8Array(maxUploadBytes + 1) }));
    expect(problem).toMatchObject({ code: 'too-large' });
    expect(await shell('ls')).toBe('handbook');
    expect(await staging()).toEqual([]);
    await upload('', { 'just.bin': new Uint8Array(maxUploadBytes) });
    expect(await shell('stat -c %s just.bin')).toBe(`${maxUploadBytes}`);
  });

  test('replaces a file only when asked to, a folder or a link never', async () => {
    await shell('echo mine > taken; mkdir folder; ln -s taken link');
    expect(await codeOf(upload('', { taken: 'theirs' }))).toBe('file-exists');
    expect(await shell('cat taken')).toBe('mine');
    for (const name of ['folder', 'link'])
      expect(await codeOf(upload('', { [name]: 'theirs' }, { overwrite: '1' }))).toBe('file-exists');
    await upload('', { taken: 'theirs\n' }, { overwrite: '1' });
    expect(await shell('cat taken; readlink link')).toBe('theirs\ntaken');
    expect(await codeOf(upload('no/folder', { x: 'x' }))).toBe('file-not-found');
    expect(await staging()).toEqual([]);
  });

  test('that the browser gives up leaves nothing', async () => {
    const log = vi.spyOn(process.stderr, 'write');
    const abort = new AbortController();
    const begin = '--b\r\ncontent-disposition: form-data; name="file"; filename="half.bin"\r\n\r\nhalf';
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(Buffer.from(begin)),
      pull: () => new Promise(() => {}),
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const init = { method: 'POST', body, headers, signal: abort.signal, duplex: 'half' };
    const sent = editor.fetch(address('upload', { path: '' }), init as RequestInit).catch(() => null);
    await expect.poll(staging).toHaveLength(1);
    abort.abort();
    await sent;
    await expect.poll(staging).toEqual([]);
    expect(await shell('ls')).toBe('handbook');
    expect(log, 'it is nobody’s mistake').not.toHaveBeenCalled();
    log.mockRestore();
  });
});

describe('renaming', () => {
  const rename = (from: string, to: string) =>
    editor.call(renameFile, { ...inProject(), body: { from, to } });

  test('over what is there is refused, and both are kept', async () => {
    await shell('echo a > a; echo b > b; mkdir c d; echo deep > c/deep; ln -s a link');
    for (const [from, to] of [
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'd'],
      ['c', 'b'],
      ['a', 'link'],
      ['a', 'c/deep'],
    ] as const)
      expect([from, to, await codeOf(rename(from, to))]).toEqual([from, to, 'file-exists']);
    expect(await shell('cat a b c/deep; readlink link; ls')).toBe(
      'a\nb\ndeep\na\na\nb\nc\nd\nhandbook\nlink',
    );
  });

  test('may change upper case alone', async () => {
    await shell('echo a > readme.md; mkdir data; echo deep > data/deep');
    expect(await rename('readme.md', 'README.md')).toEqual({
      name: 'README.md',
      path: 'README.md',
      kind: 'file',
    });
    expect(await rename('data', 'Data')).toMatchObject({ path: 'Data', kind: 'folder' });
    expect(await shell('ls; cat Data/deep')).toBe('Data\nREADME.md\nhandbook\ndeep');
  });

  test('goes neither into itself nor into nothing, and what is gone is said to be', async () => {
    await shell('mkdir -p a/b; ln -s a/b link');
    for (const [from, to, code] of [
      ['a', 'a', 'path-invalid'],
      ['a', 'a/b/c', 'path-invalid'],
      ['a', 'link/c', 'path-invalid'],
      ['a', 'no/where', 'file-not-found'],
      ['gone', 'here', 'file-not-found'],
      ['a', '.git', 'path-invalid'],
      ['a', 'end ', 'path-invalid'],
    ] as const)
      expect([from, to, await codeOf(rename(from, to))]).toEqual([from, to, code]);
    expect(await shell('find a link')).toBe('a\na/b\nlink');
  });

  test('or deleting a connected repository’s folder is refused with the way to do it', async () => {
    const attempts = [
      rename('handbook', 'book'),
      editor.call(deleteFiles, { ...inProject(), body: { paths: ['handbook'] } }),
    ];
    for (const attempt of attempts)
      expect(await problemOf(attempt)).toMatchObject({
        code: 'path-invalid',
        detail: expect.stringContaining('Disconnect it'),
      });
    expect(await shell('ls handbook/README.md')).toBe('handbook/README.md');
  });
});

describe('saving', () => {
  const read = (path: string) => editor.call(readFile, { ...inProject(), query: { path } });
  const save = (path: string, text: string, etag: string | null) =>
    editor.call(writeFile, { ...inProject(), body: { path, text, etag } });

  test('over a change that somebody made meanwhile is refused, and their text stays', async () => {
    const admin = await world.signIn('admin');
    await putFile(world, connected.project, 'notes.md', 'first\n');
    const [mine, theirs] = [
      await read('notes.md'),
      await admin.call(readFile, { ...inProject(), query: { path: 'notes.md' } }),
    ];
    expect(mine.etag).toBe(theirs.etag);
    const saved = await admin.call(writeFile, {
      ...inProject(),
      body: { path: 'notes.md', text: 'theirs\n', etag: theirs.etag },
    });
    const refused = await problemOf(save('notes.md', 'mine\n', mine.etag));
    expect(refused).toMatchObject({ code: 'file-changed', next: 'reload' });
    expect((await read('notes.md')).text).toBe('theirs\n');
    await save('notes.md', 'both\n', saved.etag);
    expect(await shell('cat notes.md')).toBe('both');
  });

  test('what was removed or replaced by a folder meanwhile brings nothing back', async () => {
    await putFile(world, connected.project, 'notes.md', 'first\n');
    const { etag } = await read('notes.md');
    await shell('rm notes.md');
    expect(await codeOf(save('notes.md', 'mine\n', etag))).toBe('file-changed');
    await shell('mkdir notes.md');
    expect(await codeOf(save('notes.md', 'mine\n', etag))).toBe('file-exists');
    expect(await shell('ls -A notes.md')).toBe('');
  });

  test('more than an editor holds is refused with that reason', async () => {
    expect(await problemOf(save('big.txt', 'x'.repeat(5 * 1024 * 1024 + 1), null))).toMatchObject({
      code: 'file-too-large',
    });
    expect(await problemOf(save('big.txt', 'x'.repeat(17 * 1024 * 1024), null))).toMatchObject({
      code: 'too-large',
    });
    expect(await shell('ls')).toBe('handbook');
  });
});
