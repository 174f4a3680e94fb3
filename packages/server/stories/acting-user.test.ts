import {
  commitAndPush,
  connectIntegration,
  disconnectAccount,
  fetchCheckout,
  getCheckoutStatus,
  listMyInstances,
  pullCheckout,
  pushCheckout,
  reCloneCheckout,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, ProblemReplyError, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { gitAtGitLab } from './elsewhere.ts';
import { linkAs } from './link-as.ts';

let world: World;
let admin: Client;
let editor: Client;
/** Connected and cloned by the admin, who is `maintainer` on GitLab. */
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signIn('editor');
  connected = await connectProject(world, admin, 'acme/analytics');
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const discardWork = { discardWork: true };

/** Whose credentials reached GitLab while `work` ran. */
async function usersAtGitLab(work: () => Promise<unknown>): Promise<Set<string | null>> {
  const before = world.sandbox.requests().length;
  await work();
  const requests = world.sandbox.requests().slice(before);
  // The first question of git and of a browser carries no credentials.
  return new Set(requests.flatMap(({ username, tokenKind }) => (tokenKind === 'none' ? [] : [username])));
}

async function refusalOf(attempt: Promise<unknown>) {
  const error = await attempt.catch((thrown) => thrown);
  if (error instanceof ProblemReplyError) return error.reply;
  throw error instanceof Error ? error : new Error('It was not refused');
}

async function change(client: Client, text: string): Promise<void> {
  await client.call(writeFile, {
    params: { projectId: connected.project.id },
    body: { path: 'analytics/README.md', text, etag: null },
  });
}

/** Every action that needs GitLab. */
const actions: [string, (client: Client) => Promise<unknown>][] = [
  ['fetch', (client) => client.call(fetchCheckout, inCheckout())],
  ['pull', (client) => client.call(pullCheckout, inCheckout())],
  ['push', (client) => client.call(pushCheckout, inCheckout())],
  [
    'commit and push',
    (client) =>
      client.call(commitAndPush, { ...inCheckout(), body: { message: 'No', paths: ['README.md'] } }),
  ],
  ['re-clone', (client) => client.call(reCloneCheckout, { ...inCheckout(), body: discardWork })],
  [
    'connect',
    (client) =>
      client.call(connectIntegration, {
        params: { projectId: connected.project.id },
        body: { integrationId: connected.integration.id, folderName: 'another' },
      }),
  ],
];

describe('who has no GitLab account here', () => {
  test.each(actions)('is asked to connect one: %s', async (_, act) => {
    const lastUse = async () => (await admin.call(listMyInstances))[0]!.account!.lastUsedAt;
    const usedBefore = await lastUse();
    const users = await usersAtGitLab(async () => {
      expect(await refusalOf(act(editor))).toMatchObject({
        code: 'account-missing',
        status: 403,
        next: 'connect-account',
        instanceId: world.instanceId,
      });
    });
    // Nobody else's account stands in.
    expect(users).toEqual(new Set());
    expect(await lastUse()).toBe(usedBefore);
  });
});

describe('who may not see the repository on GitLab', () => {
  beforeAll(async () => {
    await linkAs(world, editor, 'outsider');
  });

  test.each([
    ['fetch', () => editor.call(fetchCheckout, inCheckout())],
    ['re-clone', () => editor.call(reCloneCheckout, { ...inCheckout(), body: discardWork })],
  ])('is told so, and a colleague’s account does not help: %s', async (_, begin) => {
    const users = await usersAtGitLab(async () => {
      const { problem } = await waitForOperation(editor, await begin());
      expect(problem?.code).toBe('gitlab-not-found');
      expect(problem?.detail).toMatch(/acme\/analytics|this repository/);
    });
    expect(users).toEqual(new Set(['outsider']));
  });

  test('keeps the commit made before the push was refused, under the own name', async () => {
    await change(editor, 'By somebody from outside.\n');
    const body = { message: 'From outside', paths: ['README.md'] };
    const users = await usersAtGitLab(async () => {
      const operation = await editor.call(commitAndPush, { ...inCheckout(), body });
      expect(await endOf(editor, operation)).toBe('gitlab-not-found');
    });
    expect(users).toEqual(new Set(['outsider']));
    const { recent, ahead } = await admin.call(getCheckoutStatus, inCheckout());
    expect([ahead, recent[0]?.author]).toEqual([1, 'Otto Outsider']);
    // Gone again, for the stories below.
    expect(
      await endOf(admin, await admin.call(reCloneCheckout, { ...inCheckout(), body: discardWork })),
    ).toBe('re-cloned');
  });
});

describe('two people on one checkout', () => {
  beforeAll(async () => {
    await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });
    await linkAs(world, editor, 'developer');
  });

  test('each push carries the pusher’s own token and name, whoever connected the repository', async () => {
    await change(editor, 'By the developer.\n');
    const body = { message: 'By the developer', paths: ['README.md'] };
    const users = await usersAtGitLab(async () =>
      expect(await endOf(editor, await editor.call(commitAndPush, { ...inCheckout(), body }))).toBe('pushed'),
    );
    expect(users).toEqual(new Set(['developer']));

    await change(admin, 'By the maintainer.\n');
    await admin.call(commitAndPush, { ...inCheckout(), body: { ...body, message: 'By the maintainer' } });
    expect(await endOf(admin, await admin.call(pushCheckout, inCheckout()))).toBe('up-to-date');

    const log = await gitAtGitLab(world, 'acme/analytics', 'log', '-2', '--format=%s: %an %ae, %cn', 'main');
    expect(log.toString().trim().split('\n')).toEqual([
      'By the maintainer: Mara Maintainer maintainer@acme.example, Mara Maintainer',
      'By the developer: Dev Developer developer@acme.example, Dev Developer',
    ]);
    const pushes = world.sandbox.requests().filter(({ path }) => path.endsWith('/git-receive-pack'));
    expect(pushes.map(({ username }) => username)).toEqual(['developer', 'maintainer']);
  });

  test('both fetch at once, in one checkout and in two, each with the own token', async () => {
    const own = await connectProject(world, admin, 'acme/analytics', { by: editor });
    const inOwn = { params: { checkoutId: own.checkout.id } };
    const before = world.sandbox.requests().length;
    const begun = [
      [admin, await admin.call(fetchCheckout, inCheckout())],
      [editor, await editor.call(fetchCheckout, inOwn)],
      [editor, await editor.call(fetchCheckout, inCheckout())],
      [admin, await admin.call(fetchCheckout, inOwn)],
    ] as const;
    const ends = await Promise.all(begun.map(([client, operation]) => endOf(client, operation)));
    expect(ends).toEqual(['fetched', 'fetched', 'fetched', 'fetched']);
    const users = world.sandbox
      .requests()
      .slice(before)
      .filter(({ path, tokenKind }) => path.includes('info/refs') && tokenKind === 'oauth')
      .map(({ username }) => username);
    expect(users.toSorted()).toEqual(['developer', 'developer', 'maintainer', 'maintainer']);
  });

  test('an account that GitLab no longer accepts is not replaced by the colleague’s', async () => {
    world.sandbox.revokeApplication('developer', 'notelab-sample-application');
    const before = world.sandbox.requests().length;
    const operation = await editor.call(fetchCheckout, inCheckout());
    expect(await endOf(editor, operation)).toBe('account-needs-reconnect');
    expect(await refusalOf(editor.call(fetchCheckout, inCheckout()))).toMatchObject({
      code: 'account-needs-reconnect',
      next: 'reconnect-account',
      instanceId: world.instanceId,
    });
    const accepted = world.sandbox.requests().slice(before);
    expect(accepted.filter(({ username }) => username !== null)).toEqual([]);
    expect(await endOf(admin, await admin.call(fetchCheckout, inCheckout()))).toBe('fetched');
  });
});
