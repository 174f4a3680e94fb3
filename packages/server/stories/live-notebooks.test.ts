import * as contract from '@notelab/contract';
import {
  Client,
  createWorld,
  type NotebookPage,
  openNotebookPage,
  upgradeStatus,
  type World,
} from '@notelab/dev-env';
import {
  insertBlock,
  liveBlocks,
  newBlock,
  orderedIds,
  readLiveNotebook,
  sourceOf,
} from '@notelab/notebook/live';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';

let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let projectId: contract.ProjectId;
const pages: NotebookPage[] = [];

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signIn('admin');
  editor = await world.signIn('editor');
  viewer = await world.signIn('viewer');
  const params = { workspaceId: world.workspaceId };
  projectId = (await editor.call(contract.createProject, { params, body: { name: 'Sales' } })).id;
}, 120_000);
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(() => world?.close());

async function newNotebook(name = 'Sales'): Promise<contract.NotebookId> {
  return (await editor.call(contract.createNotebook, { params: { projectId }, body: { name } })).id;
}

async function open(client: Client, id: contract.NotebookId, doc?: Y.Doc): Promise<NotebookPage> {
  const page = await openNotebookPage(client, id, { doc });
  pages.push(page);
  return page;
}

const live = () => world.notelab.context.liveNotebooks;
const sourceIn = ({ doc }: NotebookPage) => sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!;
const textIn = (page: NotebookPage) => sourceIn(page).toString();
const textOnServer = async (id: contract.NotebookId) => (await live().read(id)).blocks[0]!.content;

async function idOf(client: Client): Promise<contract.UserId> {
  return (await client.call(contract.getMe)).user.id;
}

async function makeEditor(client: Client, role: contract.Role): Promise<void> {
  const params = { workspaceId: world.workspaceId, userId: await idOf(client) };
  await admin.call(contract.changeMemberRole, { params, body: { role } });
}

describe('two people in one notebook', () => {
  test('see each other’s edits, and who is there', async () => {
    const id = await newNotebook();
    const [one, two] = [await open(editor, id), await open(admin, id)];
    sourceIn(one).insert(0, 'print(1)');
    await two.until(() => textIn(two) === 'print(1)', 'the edit of the other');
    two.say('cursor', { block: 'x' });
    await one.until(() => one.presence().some(({ cursor }) => cursor), 'the cursor of the other');
    expect(one.presence().find(({ cursor }) => cursor)).toMatchObject({ user: { name: 'Admin' } });
    two.lookAway();
    await one.until(() => one.presence().length === 1, 'the other to be seen no more');
    two.say('cursor', { block: 'x' });
    await one.until(() => one.presence().length === 2, 'the other to be back');
  });

  test('merge what they did while they were away', async () => {
    const id = await newNotebook();
    const one = await open(editor, id);
    const two = await open(admin, id);
    sourceIn(one).insert(0, 'shared\n');
    await two.until(() => textIn(two) === 'shared\n');
    two.close();
    two.doc.getMap('blocks');
    sourceIn(two).insert(7, 'from away\n');
    sourceIn(one).insert(0, '# ');
    await one.until(one.isSaved);
    const back = await open(admin, id, two.doc);
    await one.until(() => textIn(one) === '# shared\nfrom away\n', 'what the other wrote when away');
    expect(textIn(back)).toBe(textIn(one));
  });

  test('find everything again when all had left, and what others changed in their place', async () => {
    const id = await newNotebook();
    const page = await open(editor, id);
    sourceIn(page).insert(0, 'x = 1');
    await page.until(page.isSaved);
    page.close();
    const block = {
      id: 'second',
      type: 'markdown',
      blockGroup: 'g',
      sortingKey: '',
      content: '# Two',
      metadata: {},
    };
    await live().change(id, (doc) => insertBlock(doc, block, null));
    const again = await open(editor, id);
    const { blocks } = readLiveNotebook(again.doc, { id, name: '' });
    expect(blocks.map(({ content }) => content)).toEqual(['x = 1', '# Two']);
    const { doc, release } = await live().hold(id);
    doc.transact(() => sourceOf(liveBlocks(doc).get('second')!)!.insert(0, '#'));
    await again.until(() => liveBlocks(again.doc).get('second')!.get('content')!.toString() === '## Two');
    release();
  });
});

test('ten people who type into one notebook at once have the same in the end', async () => {
  const id = await newNotebook();
  const many = await Promise.all(Array.from({ length: 10 }, () => open(editor, id)));
  for (let round = 0; round < 20; round++) {
    for (const [number, page] of many.entries()) {
      const source = sourceIn(page);
      source.insert((round * 7) % (source.length + 1), String(number));
      if (round % 5 === number % 5)
        insertBlock(page.doc, newBlock(crypto.randomUUID(), 'code'), orderedIds(page.doc)[0]!);
    }
    // Now and then all hear of each other, and otherwise not.
    if (round % 4 === 3) await Promise.all(many.map((page) => page.until(page.isSaved)));
  }
  await Promise.all(many.map((page) => page.until(page.isSaved)));
  const whatIsIn = ({ doc }: NotebookPage) => readLiveNotebook(doc, { id, name: 'Sales' });
  const texts = () => new Set(many.map((page) => JSON.stringify(whatIsIn(page))));
  await expect.poll(() => texts().size).toBe(1);
  expect(orderedIds(many[3]!.doc)).toHaveLength(41);
  const onServer = await live().read(id);
  expect(whatIsIn(many[3]!)).toEqual(onServer);
});

describe('who may', () => {
  test('nobody without a session or from another site', async () => {
    expect(await upgradeStatus(new Client(editor.baseUrl), '/api/live')).toBe(401);
    expect(await upgradeStatus(editor, '/api/live', { origin: 'https://evil.example' })).toBe(403);
  });

  test('a viewer reads, and what their page sends is not taken, however it is made', async () => {
    const id = await newNotebook();
    const one = await open(editor, id);
    const page = await open(viewer, id);
    expect(page.scope()).toBe('readonly');
    sourceIn(one).insert(0, 'read me');
    await page.until(() => textIn(page) === 'read me');
    sourceIn(page).insert(0, 'not ');
    // Answered after what was sent before.
    page.say('cursor', 1);
    await one.until(() => one.presence().some(({ cursor }) => cursor === 1));
    expect(page.isSaved()).toBe(false);
    expect(textIn(one)).toBe('read me');
    expect(await textOnServer(id)).toBe('read me');
  });

  test('a change of the role counts at once, in both directions', async () => {
    const id = await newNotebook();
    const page = await open(viewer, id);
    await makeEditor(viewer, 'editor');
    await page.until(() => page.scope() === 'read-write', 'the right to edit');
    sourceIn(page).insert(0, 'mine');
    await page.until(page.isSaved);
    await makeEditor(viewer, 'viewer');
    await page.until(() => page.scope() === 'readonly', 'the loss of the right');
    sourceIn(page).insert(0, 'not ');
    page.say('cursor', 1);
    await page.until(() => page.presence().some(({ cursor }) => cursor === 1));
    expect(await textOnServer(id)).toBe('mine');
  });

  test('a notebook is closed for all when it is deleted, and for who leaves the workspace or signs out', async () => {
    const id = await newNotebook();
    const page = await open(editor, id);
    await editor.call(contract.deleteNotebook, { params: { notebookId: id } });
    await page.until(() => page.refusal() === 'not-found', 'the end of the notebook');
    expect((await open(editor, id)).refusal()).toBe('not-found');
    expect((await open(editor, 'z'.repeat(20) as contract.NotebookId)).refusal()).toBe('not-found');

    const other = await newNotebook();
    const guest = await signUp('Guest');
    const [theirs, ours] = [await open(guest, other), await open(await world.signIn('editor'), other)];
    const params = { workspaceId: world.workspaceId, userId: await idOf(guest) };
    await admin.call(contract.removeMember, { params });
    await theirs.until(() => theirs.refusal() === 'not-found', 'the end for the guest');
    expect(ours.refusal()).toBeNull();

    const leaving = await world.signIn('editor');
    const last = await open(leaving, other);
    await leaving.call(contract.signOut);
    await last.until(() => last.closeCode() === 4401, 'the end of the session');
    expect(ours.refusal()).toBeNull();
  });

  test('nobody speaks in the name of another', async () => {
    const id = await newNotebook();
    const [one, liar] = [await open(admin, id), await open(editor, id)];
    liar.say('user', { id: await idOf(admin), name: 'Admin', color: 'url(https://evil.example)' });
    liar.say('cursor', 'lies');
    await one.until(() => one.presence().some(({ cursor }) => cursor === 'lies'));
    const { user } = one.presence().find(({ cursor }) => cursor === 'lies')!;
    expect(user).toMatchObject({
      id: await idOf(editor),
      name: 'Editor',
      color: expect.stringMatching(/^#/),
    });
    liar.say('cursor', 'x'.repeat(10_000));
    liar.say('cursor', 'small');
    await one.until(() => one.presence().some(({ cursor }) => cursor === 'small'));
  });
});

async function signUp(name: string): Promise<Client> {
  const params = { workspaceId: world.workspaceId };
  const { url } = await admin.call(contract.createInvitation, { params, body: { role: 'editor' } });
  const client = new Client(world.notelab.url);
  const newUser = { name, email: `${name.toLowerCase()}@example.com`, password: 'correct horse' };
  const token = new URL(url!).pathname.split('/').at(-1)!;
  await client.call(contract.acceptInvitation, { params: { token }, body: { newUser } });
  return client;
}

describe('what cannot be taken', () => {
  test('broken and hostile messages end the connection that sent them, and nothing else', async () => {
    const id = await newNotebook();
    const other = await open(admin, id);
    const name = new TextEncoder().encode(id);
    const about = [name.length, ...name];
    const garbage = [
      [],
      [255, 255, 255, 255, 255, 255],
      [...about],
      [...about, 0],
      [...about, 0, 2, 200],
      [...about, 0, 9, 1, 1],
      [...about, 1, 200, 1],
      [...about, 99, 1, 2, 3],
      [...about, 6, 1, 65],
    ];
    for (const bytes of garbage) {
      const page = await open(editor, id);
      page.sendBytes(new Uint8Array(bytes));
      page.close();
    }
    const page = await open(editor, id);
    page.sendBytes(new Uint8Array([...about, 0, 2, 3, 1, 1, 255]));
    await page.until(() => page.refusal() === 'invalid-input');
    sourceIn(other).insert(0, 'still here');
    await other.until(other.isSaved);
    expect(await textOnServer(id)).toBe('still here');
  });

  test('more blocks than a notebook can have are refused, and it stays as it was', async () => {
    const id = await newNotebook();
    const page = await open(editor, id);
    page.doc.transact(() => {
      for (let index = 0; index < 20_000; index++) page.doc.getMap('blocks').set(`b${index}`, 1);
    });
    await page.until(() => page.refusal() === 'too-large');
    expect((await live().read(id)).blocks).toHaveLength(1);
  });
});
