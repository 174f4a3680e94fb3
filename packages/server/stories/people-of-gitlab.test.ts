import {
  checkAccount,
  getMe,
  listMyInstances,
  listRepositoryBranches,
  type Operation,
  pullCheckout,
  type User,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { linkAs } from './link-as.ts';

let world: World;
let editor: Client;
let user: User;
let analytics: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  ({ user } = await editor.call(getMe));
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
}, 120_000);
afterAll(() => world?.close());

const inInstance = () => ({ params: { instanceId: world.instanceId } });
const check = () => editor.call(checkAccount, inInstance());
const account = async () => (await editor.call(listMyInstances))[0]!.account!;
const pull = () => editor.call(pullCheckout, { params: { checkoutId: analytics.checkout.id } });
const problemOf = async (operation: Promise<Operation>) =>
  (await waitForOperation(editor, await operation)).problem;
const listBranches = () =>
  editor.call(listRepositoryBranches, {
    params: { workspaceId: world.workspaceId, repositoryId: analytics.repository.id },
    query: {},
  });

describe('an account that is looked after', () => {
  it('is well, says GitLab when it is asked', async () => {
    expect(await check()).toMatchObject({
      account: { username: 'developer', health: 'connected', trouble: null },
      renamedFrom: null,
      problem: null,
    });
  });

  it('is as well as before when GitLab does not answer', async () => {
    world.sandbox.faults.set({ match: '/api/v4/user', kind: 'status', status: 502 });
    expect(await check()).toMatchObject({
      account: { health: 'connected', trouble: null },
      problem: { code: 'gitlab-unavailable' },
    });
    world.sandbox.faults.clear();
  });
});

describe('a user who is renamed on GitLab', () => {
  const names = { username: 'dee', name: 'Dee Veloper', email: 'dee@acme.example' };

  it('goes on as before, and is called so here from the next look on', async () => {
    world.sandbox.renameUser('developer', names);
    expect(await endOf(editor, await pull())).toBe('up-to-date');
    expect(await check()).toMatchObject({ account: { username: 'dee' }, renamedFrom: 'developer' });
    const identity = await world.notelab.context.accounts.require(user, world.instanceId);
    expect(identity).toMatchObject({ username: 'dee', name: 'Dee Veloper', commitEmail: names.email });
    expect((await check()).renamedFrom).toBeNull();
  });

  it('is the same one when they link again', async () => {
    world.sandbox.renameUser('dee', { username: 'developer', name: 'Dev Developer' });
    expect(await linkAs(world, editor, 'developer')).toBe('/here?gitlab=connected');
    expect(await account()).toMatchObject({ username: 'developer', health: 'connected' });
  });
});

describe('a user who is blocked on GitLab', () => {
  const blocked = {
    code: 'account-blocked',
    detail: expect.stringContaining('GitLab sandbox does not let your account do anything at present.'),
  };
  const raw = expect.stringContaining('Your account has been blocked.');

  it('is told so by everything that asks GitLab, once each, and nothing is lost', async () => {
    world.sandbox.setBlocked('developer', true);
    const before = world.sandbox.requests().length;
    expect(await problemOf(pull())).toMatchObject(blocked);
    await expect(listBranches()).rejects.toMatchObject({ reply: { ...blocked, raw } });
    expect((await check()).problem).toMatchObject({ ...blocked, raw });
    expect(world.sandbox.requests().length - before).toBeLessThan(12);
    expect(await account()).toMatchObject({ health: 'blocked', trouble: { reason: 'blocked', raw } });
  });

  it('is told so by git in a terminal', async () => {
    const { page } = await openedTerminal(editor, analytics.project);
    const { output, exitCode } = await page.run('git -C analytics fetch');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('GitLab sandbox does not let your account do anything at present.');
    page.close();
  });

  it('goes on with the same account once they are let in again', async () => {
    const { id } = await account();
    world.sandbox.setBlocked('developer', false);
    expect(await endOf(editor, await pull())).toBe('up-to-date');
    await listBranches();
    expect(await account()).toMatchObject({ id, health: 'connected', trouble: null });
  });
});

describe('a user who is deleted on GitLab', () => {
  it('has to connect somebody else; nothing loops, and the files stay', async () => {
    world.sandbox.deleteUser('developer');
    expect(await problemOf(pull())).toMatchObject({ code: 'account-needs-reconnect' });
    expect(await account()).toMatchObject({ health: 'needs-reconnect', trouble: { reason: 'revoked' } });
    const before = world.sandbox.requests().length;
    await expect(listBranches()).rejects.toMatchObject({ reply: { code: 'account-needs-reconnect' } });
    expect((await check()).problem).toMatchObject({ code: 'account-needs-reconnect' });
    expect(world.sandbox.requests()).toHaveLength(before);
  });
});
