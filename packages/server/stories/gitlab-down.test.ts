import {
  changeRepositories,
  commitAndPush,
  connectIntegration,
  disconnectAccount,
  type ErrorCode,
  getCheckoutStatus,
  listBranches,
  listCheckouts,
  listFiles,
  listGitLabProjects,
  listMyInstances,
  listRepositories,
  listRepositoryBranches,
  type Operation,
  type Problem,
  pullCheckout,
  pushCheckout,
  type Repository,
  switchBranch,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, connectRepositories, endOf } from './a-connected-project.ts';
import { answers, shortLimits } from './gitlab-faults.ts';
import { linkAs } from './link-as.ts';

let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let analytics: ConnectedProject;
let handbook: Repository;

beforeAll(async () => {
  world = await createWorld({ persistent: true, config: { gitlabLimits: shortLimits } });
  [admin, editor, viewer] = await Promise.all([
    world.signInLinked('admin', 'maintainer'),
    world.signInLinked('editor', 'developer'),
    world.signIn('viewer'),
  ]);
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
  [handbook] = (await connectRepositories(world, admin, ['acme/handbook'])) as [Repository];
  await connectAnalytics('to-push');
});
afterAll(() => world?.close());

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const inProject = () => ({ params: { projectId: analytics.project.id } });
const inCheckout = () => ({ params: { checkoutId: analytics.checkout.id } });

const refusalOf = (call: Promise<unknown>): Promise<Problem | null> =>
  call.then(
    () => null,
    (error) => error.reply,
  );

async function failureOf(by: Client, begun: Promise<Operation>): Promise<Problem | null> {
  return (await waitForOperation(by, await begun)).problem;
}

const findAccounts = async (client: Client) =>
  (await client.call(listMyInstances)).map(({ account }) => account && [account.id, account.health]);

let copies = 0;

async function connectAnalytics(folderName: string): Promise<Operation> {
  const body = { integrationId: analytics.integration.id, folderName };
  const { operation } = await editor.call(connectIntegration, { ...inProject(), body });
  return waitForOperation(editor, operation);
}

async function toPush() {
  const checkouts = await editor.call(listCheckouts, inProject());
  return { params: { checkoutId: checkouts.find(({ folderName }) => folderName === 'to-push')!.id } };
}

const change = (connect: number[], remove: Repository['id'][]) =>
  admin.call(changeRepositories, {
    ...inWorkspace(),
    body: { instanceId: world.instanceId, connect, remove },
  });

/** What people do that needs GitLab, each told by the problem it ends with. */
const steps: [string, () => Promise<Problem | null>][] = [
  [
    'searching repositories',
    () =>
      refusalOf(
        admin.call(listGitLabProjects, {
          ...inWorkspace(),
          query: { instanceId: world.instanceId, search: 'acme' },
        }),
      ),
  ],
  [
    'connecting repositories',
    async () => {
      await change([], [handbook.id]);
      return refusalOf(change([handbook.gitlabId], []));
    },
  ],
  [
    'offering branches for an integration',
    () =>
      refusalOf(
        admin.call(listRepositoryBranches, {
          params: { ...inWorkspace().params, repositoryId: analytics.repository.id },
          query: {},
        }),
      ),
  ],
  ['cloning', async () => (await connectAnalytics(`copy-${++copies}`)).problem],
  ['pulling', () => failureOf(editor, editor.call(pullCheckout, inCheckout()))],
  ['pushing', async () => failureOf(editor, editor.call(pushCheckout, await toPush()))],
];

interface Trouble {
  begin(): Promise<void> | void;
  code: ErrorCode;
  says: RegExp;
  raw: RegExp;
  /** What linking ends with: there is no account yet that could be kept. */
  linking: ErrorCode;
}

/** The instance's address with nobody there: port 1 is not for servers. */
const moveInstance = (url: string) =>
  world.notelab.context.database.sql.execute(
    `update gitlab_instances set url = '${url}' where id = '${world.instanceId}'`,
  );

const everything = /^/;
const unavailable = {
  code: 'gitlab-unavailable',
  linking: 'gitlab-unavailable',
  says: /does not answer/,
} as const;

const troubles: [string, Trouble][] = [
  [
    'refuses connections',
    {
      ...unavailable,
      raw: /^ECONNREFUSED$/,
      begin: async () => void (await moveInstance('http://localhost:1')),
    },
  ],
  [
    'takes too long',
    {
      ...unavailable,
      raw: /^no answer in time$/,
      begin: () => world.sandbox.faults.set({ match: everything, ...answers.tooLate }),
    },
  ],
  [
    'has an error of its own',
    {
      ...unavailable,
      raw: /^500 Internal Server Error$/,
      begin: () => world.sandbox.faults.set({ match: everything, ...answers.error500 }),
    },
  ],
  [
    'is behind a proxy that says 502',
    {
      ...unavailable,
      // The page itself, or what is known of it once nobody is sent there any more.
      raw: /^(a web page: 502 Bad Gateway|HTTP 502)$/,
      begin: () => world.sandbox.faults.set({ match: everything, ...answers.page502 }),
    },
  ],
  [
    'asks to slow down',
    {
      code: 'gitlab-rate-limited',
      linking: 'gitlab-rate-limited',
      says: /asks to slow down\. Try again in 1[12]\d seconds/,
      raw: /^Retry later$/,
      begin: () => world.sandbox.faults.set({ match: everything, ...answers.tooMany }),
    },
  ],
  [
    'shows a maintenance page instead of data',
    {
      code: 'gitlab-refused',
      linking: 'oauth-failed',
      says: /cannot read\. It may be in maintenance/,
      raw: /^a web page: Down for maintenance$/,
      begin: () => world.sandbox.faults.set({ match: everything, ...answers.maintenancePage }),
    },
  ],
];

it('a commit is kept when the push after it cannot be', async () => {
  world.sandbox.faults.set({ match: everything, ...answers.nothing });
  const body = { path: 'to-push/written.txt', text: 'kept', etag: null };
  await editor.call(writeFile, { ...inProject(), body });
  const commit = { message: 'Keep this', paths: ['written.txt'] };
  const problem = await failureOf(editor, editor.call(commitAndPush, { ...(await toPush()), body: commit }));
  expect(problem).toMatchObject({ code: 'gitlab-unavailable', raw: 'UND_ERR_SOCKET' });
  const { ahead, changes } = await editor.call(getCheckoutStatus, await toPush());
  expect({ ahead, changes }).toEqual({ ahead: 1, changes: [] });
});

it('what needs no GitLab goes on, such as the address of a new merge request', async () => {
  const go = (branch: string, where: 'local' | 'remote') =>
    editor.call(switchBranch, { ...inCheckout(), body: { branch, where } });
  expect(await endOf(editor, await go('dev', 'remote'))).toBe('switched');
  expect(await editor.call(listBranches, inCheckout())).toContainEqual(
    expect.objectContaining({ name: 'dev', current: true }),
  );
  const { mergeRequestUrl } = await editor.call(getCheckoutStatus, inCheckout());
  expect(mergeRequestUrl).toContain('/acme/analytics/-/merge_requests/new?');
});

describe.each(troubles)('when GitLab %s', (_title, { begin, code, says, raw, linking }) => {
  let accountsBefore: unknown[];
  beforeAll(async () => {
    accountsBefore = [await findAccounts(admin), await findAccounts(editor)];
    world.sandbox.faults.clear();
    await begin();
  });
  afterAll(() => moveInstance(world.sandbox.url));

  it.concurrent.each(steps)('%s says so, with its words behind', async (_step, act) => {
    expect(await act()).toMatchObject({
      code,
      detail: expect.stringMatching(says),
      raw: expect.stringMatching(raw),
    });
  });

  it.concurrent('linking an account ends where it began, with the reason', async () => {
    expect(await linkAs(world, viewer, 'reporter')).toBe(`/here?gitlab=${linking}`);
    expect(await findAccounts(viewer)).toEqual([null]);
  });

  it('loses nothing', async () => {
    expect([await findAccounts(admin), await findAccounts(editor)]).toEqual(accountsBefore);
    const connected = await admin.call(listRepositories, inWorkspace());
    expect(connected.map(({ path }) => path)).toEqual(['acme/analytics']);
    const folders = (await editor.call(listFiles, { ...inProject(), query: { path: '' } })).map(
      ({ name }) => name,
    );
    expect(folders.sort()).toEqual(['analytics', 'to-push']);
  });
});

describe('when GitLab is back', () => {
  beforeAll(() => world.sandbox.faults.clear());

  it.concurrent.each(steps)('%s works as if nothing had been', async (_step, act) => {
    expect(await act()).toBeNull();
  });

  it.concurrent('linking an account works', async () => {
    expect(await linkAs(world, viewer, 'reporter')).toBe('/here?gitlab=connected');
  });

  it('the commit that was kept is there', async () => {
    const { ahead, recent } = await editor.call(getCheckoutStatus, await toPush());
    expect([ahead, recent[0]?.subject]).toEqual([0, 'Keep this']);
  });
});

describe('a profile that GitLab does not show to a new account', () => {
  it.each([
    ['nothing', 'gitlab-unavailable'],
    ['tooMany', 'gitlab-rate-limited'],
    ['maintenancePage', 'oauth-failed'],
  ] as const)(
    '(%s) is no account: its tokens are revoked as soon as GitLab can be told',
    async (answer, code) => {
      await viewer.call(disconnectAccount, { params: { instanceId: world.instanceId } });
      world.sandbox.faults.set({ match: /^GET \/api\/v4\/user$/, ...answers[answer] });
      world.sandbox.faults.set({ match: 'POST /oauth/revoke', ...answers[answer] });
      expect(await linkAs(world, viewer, 'reporter')).toBe(`/here?gitlab=${code}`);
      expect(await findAccounts(viewer)).toEqual([null]);

      world.sandbox.faults.clear();
      const before = countRevoked();
      await world.notelab.context.accounts.revokePending();
      await world.notelab.context.accounts.revokePending();
      expect(countRevoked()).toBe(before + 1);
      expect(await linkAs(world, viewer, 'reporter')).toBe('/here?gitlab=connected');
    },
  );

  const countRevoked = () =>
    world.sandbox.requests().filter(({ path, status }) => path === '/oauth/revoke' && status === 200).length;
});

describe('an account that is disconnected while GitLab is in trouble', () => {
  const tokens: string[] = [];

  it.each(['nothing', 'tooLate', 'error500', 'tooMany', 'maintenancePage'] as const)(
    '(%s) is gone here at once',
    async (answer) => {
      const [instance] = await viewer.call(listMyInstances);
      const token = await world.notelab.context.accounts.accessToken(instance!.account!.id);
      tokens.push(token.reveal());
      world.sandbox.faults.set({ match: 'POST /oauth/revoke', ...answers[answer] });
      const params = { instanceId: world.instanceId };
      expect(await viewer.call(disconnectAccount, { params })).toEqual({ revoked: false });
      expect(await findAccounts(viewer)).toEqual([null]);
      world.sandbox.faults.clear();
      expect(await statusOf(token.reveal())).toBe(200);
      await linkAs(world, viewer, 'reporter');
    },
  );

  it('is gone at GitLab too when Notelab starts again', async () => {
    await world.restart();
    for (const token of tokens) await expect.poll(() => statusOf(token)).toBe(401);
  });

  async function statusOf(token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${world.sandbox.url}/api/v4/user`, { headers })).status;
  }
});
