import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as contract from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { pushFromElsewhere } from './elsewhere.ts';
import { putFile } from './in-a-terminal.ts';

let world: World;
let editor: Client;
let connected: ConnectedProject;
let root: string;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  root = world.notelab.context.projects.filesOf(connected.project.id).root;
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  for (const { id } of await listAll()) await editor.call(contract.deleteNotebook, of(id));
});

const inProject = () => ({ params: { projectId: connected.project.id } });
const of = (notebookId: contract.NotebookId) => ({ params: { notebookId } });
const listAll = () => editor.call(contract.listNotebooks, inProject());
const put = (path: string, text: string | Buffer) => putFile(world, connected.project, path, text);
const read = (path: string) => readFile(join(root, path), 'utf8');
const live = () => world.notelab.context.liveNotebooks;
const sourcesIn = async (id: contract.NotebookId) =>
  (await live().read(id)).blocks.map(({ content }) => content);

const importFile = (path: string, more: { again?: boolean } = {}) =>
  editor.call(contract.importNotebook, { ...inProject(), body: { path, ...more } as never });
async function importOne(path: string): Promise<contract.NotebookId> {
  const { imported } = await importFile(path);
  expect(imported).toHaveLength(1);
  return imported[0]!.id;
}
const exportTo = (id: contract.NotebookId, path: string, more: Record<string, unknown> = {}) =>
  editor.call(contract.exportNotebook, {
    ...of(id),
    body: { path, format: path.split('.').at(-1), outputs: true, ...more } as never,
  });
const writeBack = (id: contract.NotebookId, recreate = false) =>
  editor.call(contract.writeSource, { ...of(id), body: { recreate } });
const stateOf = async (id: contract.NotebookId) =>
  (await editor.call(contract.getNotebookSource, of(id))).source!;
const merge = (id: contract.NotebookId, body: Record<string, unknown> = {}) =>
  editor.call(contract.mergeSource, { ...of(id), body: body as never });
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'ok',
    (error) => error.reply?.code ?? String(error),
  );

/** Somebody types in a block of the live document. */
async function type(id: contract.NotebookId, block: number, text: string): Promise<void> {
  await live().change(id, (doc) => {
    const source = sourceOf(liveBlocks(doc).get(orderedIds(doc)[block]!)!)!;
    source.delete(0, source.length);
    source.insert(0, text);
  });
}

/** As tools wrote notebooks before cells had ids. */
function notebookOf(sources: string[], metadata: Record<string, unknown> = {}): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    execution_count: index + 1,
    metadata: {},
    outputs: [{ name: 'stdout', output_type: 'stream', text: [`${index}\n`, 'done\n'] }],
    source: [source],
  }));
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }, null, 1)}\n`;
}

describe('import and export', () => {
  const folder = new URL('../../notebook/src/testing/notebooks/', import.meta.url);
  const real = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  /** Of old formats, or not valid: written as valid files of today. */
  const changed = new Set([
    'cellids--base.ipynb',
    'invalid_cell_id.ipynb',
    'no_min_version.ipynb',
    'test3.ipynb',
    'v4_5_no_cell_id.ipynb',
  ]);

  test('every valid notebook comes back byte for byte, written back, exported and downloaded', async () => {
    const notebooks = await editor.call(contract.listNotebookFiles, { ...inProject(), query: { path: '' } });
    await mkdir(join(root, 'real'), { recursive: true });
    for (const name of real) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      await put(`real/${name}`, text);
      const id = await importOne(`real/${name}`);
      await exportTo(id, `real/copy-of-${name}`);
      const download = await editor.fetch(`/api/notebooks/${id}/download?format=ipynb&outputs=1`);
      const written = [await read(`real/copy-of-${name}`), await download.text()];
      if (changed.has(name)) continue;
      expect(
        written.map((one) => one === text),
        name,
      ).toEqual([true, true]);
      await writeBack(id);
      expect(await read(`real/${name}`), name).toBe(text);
    }
    const found = await editor.call(contract.listNotebookFiles, { ...inProject(), query: { path: 'real' } });
    expect(found.files).toHaveLength(2 * real.length);
    expect(found.files.filter(({ notebookIds }) => notebookIds.length > 0)).toHaveLength(real.length);
    expect(notebooks.files.map(({ path }) => path)).toContain('analytics/explore.ipynb');
  });

  test('a file is not imported twice unless a copy is wanted, and names may come twice', async () => {
    await put('twice.ipynb', notebookOf(['a']));
    const [one, other] = await Promise.all([importFile('twice.ipynb'), importFile('twice.ipynb')]);
    expect([...one.imported, ...other.imported]).toHaveLength(1);
    expect([...one.already, ...other.already].map(({ id }) => id)).toEqual([
      [...one.imported, ...other.imported][0]!.id,
    ]);
    expect((await importFile('twice.ipynb', { again: true })).imported).toHaveLength(1);
    expect((await listAll()).map(({ name }) => name)).toEqual(['twice', 'twice']);
  });

  test('all notebooks of a project are one file, which makes the same notebooks again elsewhere', async () => {
    await put('one.ipynb', notebookOf(['one = 1']));
    await put('two.ipynb', notebookOf(['two = 2']));
    const ids = [await importOne('one.ipynb'), await importOne('two.ipynb')];
    await editor.call(contract.exportProjectNotebooks, {
      ...inProject(),
      body: { path: 'all.deepnote', outputs: false },
    } as never);
    expect(await importFile('all.deepnote')).toMatchObject({
      imported: [],
      already: [{ name: 'one' }, { name: 'two' }],
    });
    const { imported } = await importFile('all.deepnote', { again: true });
    expect(imported.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(await sourcesIn(imported[1]!.id)).toEqual(['two = 2']);

    const before = await read('all.deepnote');
    await type(imported[0]!.id, 0, 'one = 100');
    await writeBack(imported[0]!.id);
    expect(await read('all.deepnote')).toBe(before.replace('one = 1', 'one = 100'));
    expect(await stateOf(imported[1]!.id)).toMatchObject({ state: 'in-step' });
    const download = await editor.fetch(`/api/projects/${connected.project.id}/notebooks/download`);
    expect(download.headers.get('content-disposition')).toContain(
      'attachment; filename="About analytics.deepnote"',
    );
    expect(ids).toHaveLength(2);
  });

  test.each([
    ['broken JSON', 'broken.ipynb', '{"cells": [', /line 1, column 12/],
    [
      'a cell without a type',
      'untyped.ipynb',
      '{"nbformat": 4, "cells": [{}]}',
      /Cell 1 .*line 1, column 27/,
    ],
    ['broken YAML', 'broken.deepnote', 'version: 1.0.0\nproject: [', /line 2/],
    ['bytes', 'bytes.ipynb', Buffer.from([0x7b, 0xff, 0xfe]), /UTF-8/],
    ['another kind of file', 'notes.txt', 'hello', /ipynb and .deepnote/],
  ])('%s is refused with the place, and nothing is imported', async (_, path, content, place) => {
    await put(path, content);
    const refused = await importFile(path).catch((error) => error.reply);
    expect(refused).toMatchObject({ code: 'notebook-file-invalid', detail: expect.stringMatching(place) });
    expect(await listAll()).toEqual([]);
  });

  test('ids that repeat in a file are made different', async () => {
    const block = (content: string) =>
      `        - {id: same, type: code, blockGroup: g, sortingKey: a, content: ${content}}`;
    await put(
      'same.deepnote',
      [
        'version: 1.0.0',
        'metadata: {createdAt: "2026-01-02T03:04:05Z"}',
        'project:',
        '  id: p',
        '  name: P',
        '  notebooks:',
        '    - id: n',
        '      name: "Twice\u202e"',
        '      blocks:',
        block('one'),
        block('two'),
      ].join('\n'),
    );
    const id = await importOne('same.deepnote');
    expect(await sourcesIn(id)).toEqual(['one', 'two']);
    expect((await listAll()).map(({ name }) => name)).toEqual(['Twice']);
  });

  test('a .deepnote file stays as somebody wrote it, but for what was changed', async () => {
    const text = `# By hand
version:   1.0.0
metadata: {createdAt: "2026-01-02T03:04:05Z"}
project:
  id: p
  name: P
  custom: {kept: true}
  notebooks:
    - id: one
      name: One
      blocks:
        - id: b
          type: code
          sortingKey: z # does not rise
          blockGroup: g
          content: |
            x = 1
            y = 2
          outputs: [{output_type: stream, name: stdout, text: "1.0\\n"}]
        - {id: a, type: input-slider, sortingKey: y, blockGroup: g, metadata: {deepnote_variable_value: "7"}}
        - {id: c, type: of-tomorrow, sortingKey: x, blockGroup: g, content: "?", news: [1, 2.50]}
    - id: two
      name: 'Two'
      blocks: []
`;
    await put('hand.deepnote', text);
    const [one, two] = (await importFile('hand.deepnote')).imported;
    for (const { id } of [one!, two!]) await writeBack(id);
    expect(await read('hand.deepnote')).toBe(text);
    await type(one!.id, 0, 'x = 1\ny = 3\n');
    await writeBack(one!.id);
    expect(await read('hand.deepnote')).toBe(text.replace('y = 2', 'y = 3'));
    expect(await stateOf(two!.id)).toMatchObject({ state: 'in-step' });
  });

  test('nothing is written over unless it is wanted, nor outside of the project', async () => {
    await put('kept.ipynb', notebookOf(['kept']));
    const id = await importOne('analytics/explore.ipynb');
    expect(await codeOf(exportTo(id, 'kept.ipynb'))).toBe('file-exists');
    expect(await read('kept.ipynb')).toBe(notebookOf(['kept']));
    expect(await codeOf(exportTo(id, 'kept.txt'))).toBe('invalid-input');
    expect(await codeOf(exportTo(id, 'kept.deepnote', { format: 'ipynb' }))).toBe('path-invalid');
    await symlink(world.dataDir, join(root, 'out'));
    expect(await codeOf(exportTo(id, 'out/evil.ipynb'))).toBe('path-invalid');
    expect(await codeOf(exportTo(id, 'analytics/.git/evil.ipynb'))).toBe('path-invalid');
    expect(await exportTo(id, 'kept.ipynb', { overwrite: true })).toEqual({
      path: 'kept.ipynb',
      isSource: false,
    });
    const both = [await read('kept.ipynb'), await read('analytics/explore.ipynb')];
    expect(JSON.parse(both[0]!).cells).toEqual(JSON.parse(both[1]!).cells);
    await rm(join(root, 'out'));
  });
});

describe('a notebook and its source file', () => {
  const change = (text: string) => put('source.ipynb', text);
  const three = notebookOf(['a = 1', 'b = 2', 'c = 3']);

  test('a notebook that was changed is written back, and only that cell changes in the file', async () => {
    await change(three);
    const id = await importOne('source.ipynb');
    expect(await stateOf(id)).toMatchObject({ state: 'in-step', path: 'source.ipynb', outputs: true });
    for (const value of ['b = 20', 'b = 200']) {
      await type(id, 1, value);
      expect(await writeBack(id)).toMatchObject({ state: 'in-step' });
      expect(await read('source.ipynb')).toBe(three.replace('b = 2', value));
    }
    expect(
      await editor.call(contract.changeNotebookSource, { ...of(id), body: { outputs: false } }),
    ).toMatchObject({
      outputs: false,
    });
    await writeBack(id);
    expect(await read('source.ipynb')).not.toContain('done');
    expect((await live().read(id)).blocks[0]!.outputs).toHaveLength(1);
  });

  test('what a pull changes is told, and merged with what was typed here', async () => {
    const id = await importOne('analytics/explore.ipynb');
    const before = await sourcesIn(id);
    await type(id, 0, '# Ours');
    await pushFromElsewhere(
      world,
      'acme/analytics',
      `node -e '
        const fs = require("fs"); const file = JSON.parse(fs.readFileSync("explore.ipynb"));
        file.cells.at(-1).source = ["theirs = 1"]; fs.writeFileSync("explore.ipynb", JSON.stringify(file, null, 1) + "\\n");'`,
    );
    expect(await stateOf(id)).toMatchObject({ state: 'notebook-changed' });
    const told = new Promise<void>((resolve) => {
      const { events } = world.notelab.context;
      const stop = events.subscribe(world.workspaceId, async ({ type: kind }) => {
        if (kind !== 'notebooks-changed') return;
        const source = await stateOf(id).catch(() => null);
        if (source?.state !== 'both-changed') return;
        stop();
        resolve();
      });
    });
    const operation = await editor.call(contract.pullCheckout, {
      params: { checkoutId: connected.checkout.id },
      body: {},
    } as never);
    expect((await waitForOperation(editor, operation)).problem).toBeNull();
    await told;
    expect(await codeOf(writeBack(id))).toBe('file-changed');
    expect(await merge(id)).toMatchObject({ kind: 'merged', notebookId: id, changedBlocks: 1 });
    expect(await stateOf(id)).toMatchObject({ state: 'notebook-changed' });
    const expected = before.with(0, '# Ours').with(-1, 'theirs = 1');
    expect(await sourcesIn(id)).toEqual(expected);
    expect(await writeBack(id)).toMatchObject({ state: 'in-step' });
    expect((await importFile('analytics/explore.ipynb')).already).toMatchObject([{ id }]);
  });

  test('a block that both changed is asked about, by the versions that were shown', async () => {
    await change(three);
    const id = await importOne('source.ipynb');
    await type(id, 1, 'b = "ours"');
    await change(three.replace('b = 2', 'b = \\"theirs\\"').replace('c = 3', 'c = 30'));
    const asked = await merge(id);
    if (asked.kind !== 'conflicts') throw new Error('Nothing was asked');
    expect(asked.conflicts).toMatchObject([
      { base: { source: 'b = 2' }, ours: { source: 'b = "ours"' }, theirs: { source: 'b = "theirs"' } },
    ]);
    expect(await sourcesIn(id)).toEqual(['a = 1', 'b = "ours"', 'c = 3']);
    const resolutions = { [asked.conflicts[0]!.key]: 'both' };
    await change(three.replace('b = 2', 'b = \\"newer\\"').replace('c = 3', 'c = 30'));
    const again = await merge(id, { versions: asked.versions, resolutions });
    if (again.kind !== 'conflicts') throw new Error('An answer to another question was taken');
    expect(again.conflicts).toMatchObject([{ theirs: { source: 'b = "newer"' } }]);
    expect(await merge(id, { versions: again.versions, resolutions })).toMatchObject({ kind: 'merged' });
    expect(await sourcesIn(id)).toEqual(['a = 1', 'b = "ours"', 'b = "newer"', 'c = 30']);
  });

  test('a merge is taken back, and what was typed since stays', async () => {
    await change(three);
    const id = await importOne('source.ipynb');
    await type(id, 0, 'a = "ours"');
    await change(notebookOf(['a = 1', 'c = 30']));
    expect(await merge(id)).toMatchObject({ kind: 'merged' });
    expect(await stateOf(id)).toMatchObject({ mergedAt: expect.any(String) });
    expect(await sourcesIn(id)).toEqual(['a = "ours"', 'c = 30']);
    await type(id, 0, 'a = "since"');
    expect(await editor.call(contract.undoSourceMerge, of(id))).toMatchObject({
      state: 'both-changed',
      mergedAt: null,
    });
    expect(await sourcesIn(id)).toEqual(['a = "since"', 'b = 2', 'c = 3']);
    expect(await codeOf(editor.call(contract.undoSourceMerge, of(id)))).toBe('not-found');
  });

  test('a file that is renamed is followed; one that is gone or broken is said to be', async () => {
    await change(three);
    const id = await importOne('source.ipynb');
    const body = { from: 'source.ipynb', to: 'renamed.ipynb' };
    await editor.call(contract.renameFile, { ...inProject(), body });
    expect(await stateOf(id)).toMatchObject({ state: 'in-step', path: 'renamed.ipynb' });
    await put('renamed.ipynb', `<<<<<<< ours\n${three}`);
    expect(await stateOf(id)).toMatchObject({
      state: 'file-broken',
      problem: expect.stringContaining('line 1'),
    });
    expect([await codeOf(writeBack(id)), await codeOf(merge(id))]).toEqual([
      'notebook-file-invalid',
      'notebook-file-invalid',
    ]);
    await rm(join(root, 'renamed.ipynb'));
    expect(await stateOf(id)).toMatchObject({ state: 'file-gone' });
    expect([await codeOf(writeBack(id)), await codeOf(merge(id))]).toEqual([
      'file-not-found',
      'file-not-found',
    ]);
    expect(await writeBack(id, true)).toMatchObject({ state: 'in-step' });
    expect(await read('renamed.ipynb')).toBe(three);
    await editor.call(contract.forgetSource, of(id));
    expect((await editor.call(contract.getNotebookSource, of(id))).source).toBeNull();
  });

  test('a notebook that was made here gets its first export as its source', async () => {
    const body = { name: 'Made / here' };
    const { id } = await editor.call(contract.createNotebook, { ...inProject(), body });
    await type(id, 0, 'x = 1');
    expect(await exportTo(id, 'made.ipynb')).toEqual({ path: 'made.ipynb', isSource: true });
    expect(JSON.parse(await read('made.ipynb')).metadata.notelab.notebook_id).toBe(id);
    expect(await stateOf(id)).toMatchObject({ state: 'in-step' });
    expect((await importFile('made.ipynb')).already).toMatchObject([{ id }]);
    await put('made.ipynb', (await read('made.ipynb')).replace('x = 1', 'x = 2'));
    expect(await merge(id)).toMatchObject({ kind: 'merged' });
    expect(await sourcesIn(id)).toEqual(['x = 2']);
  });

  test('a large output comes with the file that is merged, and the one before comes back when that is undone', async () => {
    const picture = (letter: string) =>
      three.replace('"1\\n",\n      "done\\n"', `"${letter.repeat(400_000)}\\n"`);
    await change(picture('A'));
    const id = await importOne('source.ipynb');
    await change(picture('B'));
    expect(await merge(id)).toMatchObject({ kind: 'merged', changedBlocks: 1 });
    expect(await stateOf(id)).toMatchObject({ state: 'in-step' });
    expect(JSON.stringify((await live().read(id)).blocks[1]!.outputs)).toContain('B'.repeat(400_000));
    await editor.call(contract.undoSourceMerge, of(id));
    expect(JSON.stringify((await live().read(id)).blocks[1]!.outputs)).toContain('A'.repeat(400_000));
  });
});
