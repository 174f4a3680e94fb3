import * as contract from '@notelab/contract';
import {
  type Client,
  createWorld,
  type NotebookPage,
  openNotebookPage,
  type TerminalPage,
  type World,
  waitForOperation,
} from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { createNotebookToRun, type NotebookToRun } from './a-notebook-to-run.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { linkAs } from './link-as.ts';

let world: World;
let admin: Client;
let editor: Client;
let userId: contract.UserId;
let analytics: ConnectedProject;
let notebook: NotebookToRun;
let work: Work;

/** Everything that an editor may have open and under way in a project. */
interface Work {
  running: contract.Operation;
  waiting: contract.Operation;
  terminal: TerminalPage;
  page: NotebookPage;
  heard: { text: string; ended: Promise<void> };
  /** A file that is being sent; tells how it ended when the rest has been sent. */
  finishUpload(): Promise<number>;
}

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  userId = (await editor.call(contract.getMe)).user.id;
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
  notebook = await createNotebookToRun(world, admin, analytics.project.id);
}, 120_000);
afterAll(() => world?.close());

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const inProject = () => ({ params: { projectId: analytics.project.id } });
const inInstance = () => ({ params: { instanceId: world.instanceId } });
const pull = () => editor.call(contract.pullCheckout, { params: { checkoutId: analytics.checkout.id } });
const exportState = async () => (await admin.call(contract.getExport, inProject())).automatic;
const changeRole = (role: contract.Role) =>
  admin.call(contract.changeMemberRole, { params: { ...inWorkspace().params, userId }, body: { role } });

async function exportAutomatically(by: Client): Promise<void> {
  const place = { repositoryId: analytics.repository.id, branch: 'main', path: 'exports', outputs: false };
  const body = { ...place, formats: ['ipynb' as const], automatic: true };
  await by.call(contract.saveExport, { ...inProject(), body });
}

/** Has the editor work: what asks GitLab for commits does not come to an end. */
async function begin(): Promise<Work> {
  await exportAutomatically(editor);
  const { page: terminal } = await openedTerminal(editor, analytics.project);
  const page = await openNotebookPage(editor, notebook.id);
  await notebook.write('print("on", flush=True)\nimport time\ntime.sleep(60)', 'print("theirs")', '1');
  const runBy = (by: Client, blockIds: string[]) =>
    by.call(contract.runBlocks, { params: { notebookId: notebook.id }, body: { blockIds } });
  await runBy(editor, ['0', '1']);
  await expect.poll(() => notebook.printed('0'), { timeout: 20_000 }).toBe('on\n');
  world.sandbox.faults.set({ match: '.git/info/refs', kind: 'delay', delayMs: 10_000 });
  const running = await pull();
  return {
    running,
    waiting: await pull(),
    terminal,
    page,
    heard: await listen(),
    finishUpload: beginUpload(),
  };
}

async function listen(): Promise<Work['heard']> {
  const response = await editor.fetch(`/api/workspaces/${world.workspaceId}/events`);
  const heard = { text: '', ended: Promise.resolve() };
  heard.ended = (async () => {
    for await (const text of response.body!.pipeThrough(new TextDecoderStream())) heard.text += text;
  })();
  return heard;
}

function beginUpload(): Work['finishUpload'] {
  const rest = Promise.withResolvers<void>();
  const head =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="sent.txt"\r\ncontent-type: text/plain\r\n\r\n';
  async function* parts() {
    yield Buffer.from(`${head}begun`);
    await rest.promise;
    yield Buffer.from(', and ended\r\n--x--\r\n');
  }
  const sent = editor.fetch(`/api/projects/${analytics.project.id}/upload?path=`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: parts(),
    duplex: 'half',
  } as unknown as RequestInit);
  return async () => {
    rest.resolve();
    return (await sent).status;
  };
}

const ended = async (operation: contract.Operation) =>
  (await waitForOperation(admin, operation)).problem?.code;

async function stopAll(): Promise<void> {
  world.sandbox.faults.clear();
  work.page.close();
  work.terminal.close();
  await work.finishUpload().catch(() => {});
  await admin.call(contract.stopKernel, { params: { notebookId: notebook.id } });
  await admin.call(contract.deleteFiles, { ...inProject(), body: { paths: ['sent.txt'] } }).catch(() => {});
}

describe('an editor whose', () => {
  beforeEach(async () => {
    work = await begin();
    return stopAll;
  });

  it('account is disconnected hears before what stops, by name; then it stops, and nothing else', async () => {
    expect(await editor.call(contract.listAccountUse, inInstance())).toEqual([
      { kind: 'operation', operation: 'pull', folderName: 'analytics', projectName: 'About analytics' },
      { kind: 'operation', operation: 'pull', folderName: 'analytics', projectName: 'About analytics' },
      { kind: 'terminal', name: 'Terminal 1', projectName: 'About analytics' },
      {
        kind: 'automatic-export',
        repositoryPath: 'acme/analytics',
        branch: 'main',
        projectName: 'About analytics',
      },
    ]);

    expect(await editor.call(contract.disconnectAccount, inInstance())).toEqual({ revoked: true });
    expect([await ended(work.running), await ended(work.waiting)]).toEqual([
      'account-missing',
      'account-missing',
    ]);
    expect(await exportState()).toMatchObject({
      status: 'stopped',
      problem: {
        code: 'account-missing',
        detail: 'The GitLab account of who switched it on was disconnected.',
      },
    });
    expect((await work.terminal.run('git -C analytics fetch')).output).toContain(
      'Your GitLab account was disconnected.',
    );
    expect(await editor.call(contract.listAccountUse, inInstance())).toMatchObject([{ kind: 'terminal' }]);
    expect(work.page.scope()).toBe('read-write');
    expect(await notebook.state()).toMatchObject({ running: { blockId: '0' } });
    expect(await work.finishUpload()).toBe(200);

    // Whoever comes back decides anew what goes out in their name.
    await linkAs(world, editor, 'developer');
    expect((await exportState())?.status).toBe('stopped');
  });

  it('role becomes viewer keeps what viewers may do, and loses the rest at once', async () => {
    const others = { params: { notebookId: notebook.id }, body: { blockIds: ['2'] } };
    await admin.call(contract.runBlocks, others);
    await changeRole('viewer');
    expect([await ended(work.running), await ended(work.waiting)]).toEqual(['forbidden', 'forbidden']);
    await work.terminal.until((page) => page.ended() !== null);
    expect(work.terminal.ended()).toContain('no editor');
    await work.page.until(() => work.page.scope() === 'readonly');
    await notebook.until({ running: null });
    expect(await notebook.printed('1')).toBe('');
    expect(await exportState()).toMatchObject({ status: 'stopped', problem: { code: 'forbidden' } });
    expect(await work.finishUpload()).toBe(403);
    expect(await editor.call(contract.listFiles, { ...inProject(), query: { path: '' } })).not.toContainEqual(
      expect.objectContaining({ name: 'sent.txt' }),
    );
    expect(work.heard.text).toContain('members-changed');
    await changeRole('editor');
  });

  it('repository is removed from the workspace loses the way to GitLab, and nothing else', async () => {
    const { gitlabId, id } = analytics.repository;
    const change = (connect: number[], remove: contract.RepositoryId[]) =>
      admin.call(contract.changeRepositories, {
        ...inWorkspace(),
        body: { instanceId: world.instanceId, connect, remove },
      });
    await change([], [id]);
    expect(await ended(work.running)).toBe('repository-not-connected');
    expect(await exportState()).toMatchObject({
      status: 'stopped',
      problem: { code: 'repository-not-connected' },
    });
    expect((await work.terminal.run('git -C analytics fetch')).output).toContain('not connected');
    expect(work.page.scope()).toBe('read-write');
    world.sandbox.faults.clear();
    await change([gitlabId], []);
    await expect.poll(async () => (await exportState())?.status, { timeout: 20_000 }).toBe('idle');
  });

  it('membership ends hears and sees nothing more', async () => {
    await admin.call(contract.removeMember, { params: { ...inWorkspace().params, userId } });
    await work.heard.ended;
    expect(work.heard.text).not.toContain('members-changed');
    expect([await ended(work.running), await ended(work.waiting)]).toEqual(['forbidden', 'forbidden']);
    expect((await work.terminal.closed).code).toBeGreaterThanOrEqual(1000);
    await work.page.until(() => work.page.refusal() !== null);
    expect(work.page.refusal()).toBe('not-found');
    await notebook.until({ running: null });
    expect(await work.finishUpload()).toBe(404);
    expect(
      (await editor.fetch(`/api/projects/${analytics.project.id}/raw?path=analytics/README.md`)).status,
    ).toBe(404);
    await expect(editor.call(contract.getProject, inProject())).rejects.toThrow(/not-found/);
    expect(await exportState()).toMatchObject({ status: 'stopped' });
  });
});

it('a project that is deleted takes with it whatever is under way there', async () => {
  await exportAutomatically(admin);
  const { page: terminal } = await openedTerminal(admin, analytics.project);
  const page = await openNotebookPage(admin, notebook.id);
  world.sandbox.faults.set({ match: '.git/info/refs', kind: 'delay', delayMs: 10_000 });
  const checkout = { params: { checkoutId: analytics.checkout.id } };
  const running = await admin.call(contract.pullCheckout, checkout);
  await admin.call(contract.deleteProject, inProject());
  await terminal.closed;
  await page.until(() => page.refusal() !== null);
  expect(page.refusal()).toBe('not-found');
  const { operations } = world.notelab.context;
  expect((await operations.get(running.id)).status).toBe('cancelled');
  expect(operations.listUnderWay(() => true)).toEqual([]);
  page.close();
});
