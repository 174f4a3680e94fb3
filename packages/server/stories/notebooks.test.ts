import * as contract from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { orderedIds } from '@notelab/notebook/live';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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
