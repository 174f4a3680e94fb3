import * as contract from '@notelab/contract';
import { type Client, createWorld, openNotebookPage, type World } from '@notelab/dev-env';
import { changeText, insertBlock, liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let world: World;
let editor: Client;
let viewer: Client;
let projectId: contract.ProjectId;

beforeAll(async () => {
  world = await createWorld();
  editor = await world.signIn('editor');
  viewer = await world.signIn('viewer');
}, 120_000);
afterAll(() => world?.close());

const live = () => world.notelab.context.liveNotebooks;

async function newProject(): Promise<void> {
  const params = { workspaceId: world.workspaceId };
  projectId = (await editor.call(contract.createProject, { params, body: { name: 'Sales' } })).id;
}

async function newNotebook(name: string, ...sources: string[]): Promise<contract.NotebookId> {
  const { id } = await editor.call(contract.createNotebook, { params: { projectId }, body: { name } });
  await live().change(id, (doc) => {
    for (const [index, content] of sources.entries()) {
      const block = { id: `b${index}`, type: 'code', blockGroup: `b${index}`, sortingKey: '', metadata: {} };
      insertBlock(doc, { ...block, content, outputs: [] }, null);
    }
    liveBlocks(doc).delete(orderedIds(doc)[0]!);
  });
  return id;
}

const write = (id: contract.NotebookId, block: string, text: string) =>
  live().change(id, (doc) => changeText(sourceOf(liveBlocks(doc).get(block)!)!, text));
const sourcesOf = async (id: contract.NotebookId) =>
  (await live().read(id)).blocks.map(({ content }) => content);
const save = (name: string) => editor.call(contract.saveVersion, { params: { projectId }, body: { name } });
const list = async () =>
  (await viewer.call(contract.listVersions, { params: { projectId }, query: {} })).versions;
const restore = (
  version: contract.Version,
  body: { notebookId?: contract.NotebookId; blockId?: string } = {},
) => editor.call(contract.restoreVersion, { params: { versionId: version.id }, body });
const names = async () =>
  (await editor.call(contract.listNotebooks, { params: { projectId } })).map(({ name }) => name);

test('all notebooks become what they were, those made later stay, and that can be undone', async () => {
  await newProject();
  const [sales, costs] = [await newNotebook('Sales', 'sum(sales)'), await newNotebook('Costs', 'sum(costs)')];
  const before = await save('Before the review');
  await write(sales, 'b0', 'max(sales)');
  await editor.call(contract.deleteNotebook, { params: { notebookId: costs } });
  await newNotebook('Later', '1');
  await editor.call(contract.renameNotebook, { params: { notebookId: sales }, body: { name: 'Sales 2' } });

  const read = await viewer.call(contract.readVersion, { params: { versionId: before.id } });
  expect(read.notebooks.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Sales changed',
    'Costs gone',
  ]);
  expect(read.madeLater.map(({ name }) => name)).toEqual(['Later']);

  const { kept } = await restore(before);
  expect(await sourcesOf(sales)).toEqual(['sum(sales)']);
  expect(await sourcesOf(costs)).toEqual(['sum(costs)']);
  expect(await names()).toEqual(['Sales', 'Costs', 'Later']);

  expect(kept.kind).toBe('before-restore');
  await restore(kept);
  expect(await sourcesOf(sales)).toEqual(['max(sales)']);
  // What a version does not have was made later, as far as it knows.
  expect(await names()).toEqual(['Sales 2', 'Costs', 'Later']);
});

test('a notebook more or less, and a new name alone, are edits, too', async () => {
  await newProject();
  const { notebooks } = world.notelab.context;
  const { user } = await editor.call(contract.getMe);
  const authorized = (id: contract.NotebookId) => live().authorize(user, id, 'editor');
  const id = await newNotebook('Sales', 'one');
  await save('First');
  for (const [count, act] of [
    [2, async () => notebooks.rename(await authorized(id), 'Revenue')],
    [3, async () => notebooks.delete(await authorized(id))],
  ] as const) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await act();
    vi.advanceTimersByTime(2 * 60_000);
    vi.useRealTimers();
    await expect.poll(async () => (await list()).length).toBe(count);
    expect((await list())[0]).toMatchObject({ kind: 'automatic', changed: 1, editors: ['Editor'] });
  }
});

test('one block is brought back and the others stay as they are', async () => {
  await newProject();
  const id = await newNotebook('Sales', 'one', 'two', 'three');
  const before = await save('All three');
  await write(id, 'b0', 'ONE');
  await write(id, 'b2', 'THREE');
  await live().change(id, (doc) => void liveBlocks(doc).delete('b1'));

  const params = { versionId: before.id, notebookId: id };
  const { blocks } = await viewer.call(contract.compareVersionNotebook, { params });
  expect(blocks.map(({ id, change }) => `${id} ${change}`)).toEqual([
    'b0 changed',
    'b1 removed',
    'b2 changed',
  ]);
  expect(blocks[0]).toMatchObject({ before: { content: 'one' }, now: { content: 'ONE' } });

  await restore(before, { notebookId: id, blockId: 'b1' });
  expect(await sourcesOf(id)).toEqual(['ONE', 'two', 'THREE']);
  await restore(before, { notebookId: id, blockId: 'b0' });
  expect(await sourcesOf(id)).toEqual(['one', 'two', 'THREE']);
  await expect(restore(before, { notebookId: id, blockId: 'none' })).rejects.toThrow(/no such block/);
});

test('a version says who edited since the one before, and how many notebooks changed', async () => {
  await newProject();
  const id = await newNotebook('Sales', 'one');
  await newNotebook('Costs', 'two');
  await save('First');
  const page = await openNotebookPage(editor, id);
  changeText(sourceOf(liveBlocks(page.doc).get('b0')!)!, 'uno');
  await page.until(page.isSaved);
  page.close();
  const second = await save('Second');
  expect(second).toMatchObject({ changed: 1, by: 'Editor', editors: ['Editor'] });
  expect((await list()).map(({ name }) => name)).toEqual(['Second', 'First']);
});

test('large outputs come back, also when nothing else refers to them any more', async () => {
  await newProject();
  const id = await newNotebook('Sales', 'plot()');
  const output = { output_type: 'stream', name: 'stdout', text: 'x'.repeat(50_000) };
  const stored = await live().storeOutput(id, output);
  await live().change(id, (doc) => liveBlocks(doc).get('b0')!.set('outputs', [stored]));
  const before = await save('With a plot');
  await live().change(id, (doc) => liveBlocks(doc).get('b0')!.set('outputs', []));
  await restore(before);
  expect((await live().read(id)).blocks[0]!.outputs).toEqual([output]);
});

test('versions that have had their time go, and later ones still say all', async () => {
  await newProject();
  const id = await newNotebook('Sales', 'one');
  const { versions, database } = world.notelab.context;
  const old = new Date(Date.now() - 400 * 24 * 3600_000);
  const first = (await versions.take(projectId, { kind: 'automatic' }))!;
  await newNotebook('Costs', 'two');
  const second = (await versions.take(projectId, { kind: 'automatic' }))!;
  expect(await versions.take(projectId, { kind: 'automatic' })).toBeNull();
  await database.sql.execute(
    `update versions set created_at = '${old.toISOString()}' where id in ('${first.id}', '${second.id}')`,
  );
  await write(id, 'b0', 'uno');
  const last = await save('Last');
  await versions.sweep();
  expect((await list()).map(({ name }) => name)).toEqual(['Last']);
  expect((await versions.readState(await versions.get(last.id))).map(({ name }) => name).toSorted()).toEqual([
    'Costs',
    'Sales',
  ]);
});

test('a deleted project takes its versions along', async () => {
  await newProject();
  await newNotebook('Sales', 'one');
  const version = await save('First');
  await editor.call(contract.deleteProject, { params: { projectId } });
  await expect(editor.call(contract.readVersion, { params: { versionId: version.id } })).rejects.toThrow(
    /no such version/,
  );
});
