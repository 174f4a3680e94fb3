import * as contract from '@notelab/contract';
import { Client, createWorld, type World } from '@notelab/dev-env';
import { liveBlocks, orderedIds, outputsOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';

let world: World;
let editor: Client;
let projectId: contract.ProjectId;

beforeAll(async () => {
  world = await createWorld();
  editor = await world.signIn('editor');
  projectId = await newProject('Sales');
}, 120_000);
afterAll(() => world?.close());

async function newProject(name: string): Promise<contract.ProjectId> {
  const params = { workspaceId: world.workspaceId };
  return (await editor.call(contract.createProject, { params, body: { name } })).id;
}

const create = (name: string, within = projectId) =>
  editor.call(contract.createNotebook, { params: { projectId: within }, body: { name } });
const namesOf = async (within = projectId) =>
  (await editor.call(contract.listNotebooks, { params: { projectId: within } })).map(({ name }) => name);
const of = ({ id }: contract.Notebook) => ({ params: { notebookId: id } });
const live = () => world.notelab.context.liveNotebooks;

describe('the notebooks of a project', () => {
  test('are made, renamed, copied and ordered', async () => {
    const [one, two] = [await create('One'), await create('Two')];
    expect(await namesOf()).toEqual(['One', 'Two']);
    await editor.call(contract.moveNotebook, { ...of(two), body: { before: one.id } });
    await editor.call(contract.renameNotebook, { ...of(one), body: { name: 'Uno' } });
    const copy = await editor.call(contract.duplicateNotebook, of(two));
    expect(await namesOf()).toEqual(['Two', 'Two copy', 'Uno']);
    await editor.call(contract.moveNotebook, { ...of(copy), body: { before: null } });
    expect(await namesOf()).toEqual(['Two', 'Uno', 'Two copy']);
    expect((await live().read(one.id)).blocks).toMatchObject([{ type: 'code', content: '' }]);
  });

  test('come back from deletion to where they were', async () => {
    const within = await newProject('Deleted');
    const [, two] = [await create('One', within), await create('Two', within), await create('Three', within)];
    await editor.call(contract.deleteNotebook, of(two));
    expect(await namesOf(within)).toEqual(['One', 'Three']);
    const deleted = await editor.call(contract.listDeletedNotebooks, { params: { projectId: within } });
    expect(deleted.map(({ name }) => name)).toEqual(['Two']);
    const renaming = editor.call(contract.renameNotebook, { ...of(two), body: { name: 'Zwei' } });
    await expect(renaming).rejects.toMatchObject({ reply: { code: 'not-found' } });
    await editor.call(contract.restoreNotebook, of(two));
    expect(await namesOf(within)).toEqual(['One', 'Two', 'Three']);
  });

  test('go with their project', async () => {
    const within = await newProject('Gone');
    const { id } = await create('One', within);
    await live().change(id, (doc) => orderedIds(doc));
    await editor.call(contract.deleteProject, { params: { projectId: within } });
    await expect(live().read(id)).rejects.toThrow('no such notebook');
  });
});

describe('large outputs', () => {
  const output = { output_type: 'display_data', data: { 'text/html': 'A'.repeat(40_000) }, metadata: {} };
  const fetchOutput = (client: Client, id: string, hash: string) =>
    client.fetch(`/api/notebooks/${id}/outputs/${hash}`);

  test('are read by who may read the notebook, and by way of this notebook only', async () => {
    const [mine, other] = [await create('Outputs'), await create('Other')];
    const stored = await live().storeOutput(mine.id, output);
    const { hash } = contract.StoredOutput.parse(stored).notelab_output;
    const reply = await fetchOutput(await world.signIn('viewer'), mine.id, hash);
    expect(await reply.json()).toEqual(output);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
    });
    expect((await fetchOutput(editor, other.id, hash)).status).toBe(404);
    expect((await fetchOutput(editor, mine.id, '0'.repeat(64))).status).toBe(404);
    expect((await fetchOutput(new Client(editor.baseUrl), mine.id, hash)).status).toBe(401);

    // A reference can be written into any notebook.
    const refer = (doc: Y.Doc) => outputsOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!.push([stored]);
    for (const { id } of [mine, other]) await live().change(id, refer);
    expect((await live().read(mine.id)).blocks[0]!.outputs).toEqual([output]);
    expect(JSON.stringify((await live().read(other.id)).blocks[0]!.outputs)).not.toContain('AAA');
    const copy = await editor.call(contract.duplicateNotebook, of(mine));
    expect((await live().read(copy.id)).blocks[0]!.outputs).toEqual([output]);
  });
});
