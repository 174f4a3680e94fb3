import { readFile as readFromDisk } from 'node:fs/promises';
import {
  commitAndPush,
  deleteFiles,
  getCheckoutStatus,
  getFileDiff,
  listFiles,
  readFile,
  renameFile,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { decodePath } from '@notelab/git';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { gitAtGitLab } from './elsewhere.ts';
import { inTerminal, putFile } from './in-a-terminal.ts';

const path = 'acme/analytics';
let world: World;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, path, { by: editor });
  await inTerminal(
    world,
    connected.project,
    `mkdir -p analytics/odd/'fol der\n1' "analytics/odd/$(printf %0250d 0)/$(printf %0250d 1)"`,
  );
  for (const [index, name] of names.entries())
    await putFile(
      world,
      connected.project,
      Buffer.concat([Buffer.from('analytics/odd/'), name]),
      `one ${index}\n`,
    );
});
afterAll(() => world?.close());

/** Names that files can have on Linux and in git, as bytes, below the folder `odd`. */
const names = [
  'two  spaces',
  ' leading space',
  'trailing space ',
  'trailing dot.',
  '"double" \'single\' `back`',
  'new\nline',
  'tab\tand\rreturn',
  'bell\u0007 and escape\u001b[31m',
  '😀 👩‍👩‍👧‍👦',
  '-leading-dash',
  '--all',
  ':(glob)**',
  ':!x',
  '*.txt',
  '#comment',
  '!bang',
  '~tilde',
  '$HOME',
  'back\\slash',
  'per%20cent',
  'a&b=c?d#e',
  '<img src=x onerror=alert(1)>',
  '..two dots',
  '...',
  '.gitignore ',
  'CON',
  'e\u0301 decomposed',
  '\u00e9 composed',
  '\u202egnp.exe',
  '\uf7e9 private',
  'x'.repeat(255),
  `${'0'.repeat(250)}/${'0'.repeat(249)}1/deep`,
  'fol der\n1/in it',
]
  .map((name) => Buffer.from(name))
  .concat(Buffer.from([0x63, 0x61, 0x66, 0xe9]), Buffer.from([0xff, 0xfe, 0x0a, 0x80, 0x2e, 0x74]));

const inProject = () => ({ params: { projectId: connected.project.id } });
const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const inRepository = (name: Buffer) => decodePath(Buffer.concat([Buffer.from('odd/'), name]));
const inFiles = (name: Buffer) => `analytics/${inRepository(name)}`;
const changesBelow = async () =>
  (await editor.call(getCheckoutStatus, inCheckout())).changes
    .map(({ path, kind }) => `${kind} ${path}`)
    .sort();
const expected = (kind: string, some: Buffer[]) => some.map((name) => `${kind} ${inRepository(name)}`).sort();

/** Paths and contents below `odd` as GitLab has them, byte for byte. */
async function filesAtGitLab(): Promise<Map<string, string>> {
  const listing = await gitAtGitLab(world, path, 'ls-tree', '-r', '-z', 'main', 'odd/');
  const files = new Map<string, string>();
  for (const record of listing.toString('latin1').split('\0').filter(Boolean)) {
    const [, oid, name] = /^\d+ blob (\w+)\t(.*)$/s.exec(record)!;
    files.set(name!, String(await gitAtGitLab(world, path, 'cat-file', 'blob', oid!)));
  }
  return files;
}
const latin1 = (name: Buffer) => `odd/${name.toString('latin1')}`;

describe('files with names that nobody expected', () => {
  test('are listed in the tree, and each is the path of its file', async () => {
    const list = async (folder: string) =>
      editor.call(listFiles, { ...inProject(), query: { path: folder } });
    const top = await list('analytics/odd');
    const plain = names.filter((name) => !name.includes('/'));
    expect(
      top
        .filter(({ kind }) => kind === 'file')
        .map((entry) => entry.path)
        .sort(),
    ).toEqual(plain.map(inFiles).sort());
    expect((await list('analytics/odd/fol der\n1')).map((entry) => entry.path)).toEqual([
      'analytics/odd/fol der\n1/in it',
    ]);
  });

  test('are opened, changed on the very same file, and shown among the changes', async () => {
    expect(await changesBelow()).toEqual(expected('untracked', names));
    for (const [index, name] of names.entries()) {
      const opened = await editor.call(readFile, { ...inProject(), query: { path: inFiles(name) } });
      expect(opened).toMatchObject({ kind: 'text', text: `one ${index}\n` });
      const body = { path: inFiles(name), text: `two ${index}\n`, etag: opened.etag };
      await editor.call(writeFile, { ...inProject(), body });
      const { root } = world.notelab.context.projects.filesOf(connected.project.id);
      const bytes = Buffer.concat([Buffer.from(`${root}/analytics/odd/`), name]);
      expect(String(await readFromDisk(bytes))).toBe(`two ${index}\n`);
    }
    expect(await changesBelow(), 'no other file was made').toEqual(expected('untracked', names));
  });

  test('are downloaded under a name that a browser can use', async () => {
    for (const name of names) {
      const query = new URLSearchParams({ path: inFiles(name), download: '1' });
      const response = await editor.fetch(`/api/projects/${connected.project.id}/raw?${query}`);
      expect(await response.text()).toMatch(/^two \d+\n$/);
      expect(response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w%.!~*'()-]+$/,
      );
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
    }
  });

  test('are committed one by one as selected, and arrive at GitLab byte for byte', async () => {
    const chosen = names.filter((_, index) => index % 2 === 0);
    const others = names.filter((_, index) => index % 2 === 1);
    const body = { message: 'Every second', paths: chosen.map(inRepository) };
    const ended = await waitForOperation(editor, await editor.call(commitAndPush, { ...inCheckout(), body }));
    expect(ended.outcome).toMatchObject({ kind: 'pushed' });
    const files = await filesAtGitLab();
    expect([...files.keys()].sort()).toEqual(chosen.map(latin1).sort());
    for (const name of chosen) expect(files.get(latin1(name))).toBe(`two ${names.indexOf(name)}\n`);
    expect(await changesBelow()).toEqual(expected('untracked', others));
  });

  test('have a difference when changed, renamed or deleted, and that is pushed too', async () => {
    const [changed, deleted, renamed] = [
      names.at(-1)!,
      Buffer.from('new\nline'),
      Buffer.from('-leading-dash'),
    ];
    const rest = names.filter((name) => !name.equals(deleted));
    await waitForOperation(
      editor,
      await editor.call(commitAndPush, {
        ...inCheckout(),
        body: { message: 'The rest', paths: names.map(inRepository) },
      }),
    );
    await editor.call(writeFile, {
      ...inProject(),
      body: { path: inFiles(changed), text: 'three\n', etag: null },
    });
    await editor.call(deleteFiles, { ...inProject(), body: { paths: [inFiles(deleted)] } });
    await editor.call(renameFile, {
      ...inProject(),
      body: { from: inFiles(renamed), to: 'analytics/odd/-ü 😀.txt' },
    });
    const { changes } = await editor.call(getCheckoutStatus, inCheckout());
    expect(changes.map(({ path, kind }) => [kind, path]).sort()).toEqual(
      [
        ['deleted', inRepository(deleted)],
        ['deleted', inRepository(renamed)],
        ['modified', inRepository(changed)],
        ['untracked', 'odd/-ü 😀.txt'],
      ].sort(),
    );
    const diffs = await Promise.all(
      changes.map((change) => editor.call(getFileDiff, { ...inCheckout(), query: { path: change.path } })),
    );
    const texts = Object.fromEntries(diffs.map(({ path, before, after }) => [path, [before, after]]));
    expect(texts[inRepository(changed)]).toEqual([`two ${names.length - 1}\n`, 'three\n']);
    expect(texts[inRepository(deleted)]).toEqual([
      `two ${names.findIndex((name) => name.equals(deleted))}\n`,
      null,
    ]);
    expect(texts['odd/-ü 😀.txt']![0]).toBe(null);

    const body = { message: 'Changes', paths: changes.map((change) => change.path) };
    const ended = await waitForOperation(editor, await editor.call(commitAndPush, { ...inCheckout(), body }));
    expect(ended.outcome).toMatchObject({ kind: 'pushed' });
    const files = await filesAtGitLab();
    expect([...files.keys()].sort()).toEqual(
      [
        ...rest.filter((name) => !name.equals(renamed)).map(latin1),
        Buffer.from('odd/-ü 😀.txt').toString('latin1'),
      ].sort(),
    );
    expect(files.get(latin1(changed))).toBe('three\n');
    expect((await editor.call(getCheckoutStatus, inCheckout())).changes).toEqual([]);
  });
});
