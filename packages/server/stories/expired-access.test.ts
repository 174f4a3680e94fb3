import {
  commitAndPush,
  connectIntegration,
  type ErrorCode,
  getCheckoutStatus,
  listMyInstances,
  listRepositoryBranches,
  type Operation,
  pullCheckout,
  pushCheckout,
  reCloneCheckout,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { answers, shortLimits } from './gitlab-faults.ts';
import { linkAs } from './link-as.ts';

let world: World;
let editor: Client;
let analytics: ConnectedProject;

beforeAll(async () => {
  world = await createWorld({ config: { gitlabLimits: shortLimits } });
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.faults.clear());

const inProject = () => ({ params: { projectId: analytics.project.id } });
const inCheckout = () => ({ params: { checkoutId: analytics.checkout.id } });
const pull = () => editor.call(pullCheckout, inCheckout());
const push = () => editor.call(pushCheckout, inCheckout());
const end = async (operation: Promise<Operation>) => endOf(editor, await operation);
const problemOf = async (operation: Promise<Operation>) =>
  (await waitForOperation(editor, await operation)).problem;
const findAccount = async () => (await editor.call(listMyInstances))[0]!.account!;
const application = 'notelab-sample-application';

let written = 0;

/** Commits something new and pushes it. */
async function commit(): Promise<Operation> {
  const name = `written-${++written}.txt`;
  const body = { path: `analytics/${name}`, text: name, etag: null };
  await editor.call(writeFile, { ...inProject(), body });
  return editor.call(commitAndPush, { ...inCheckout(), body: { message: name, paths: [name] } });
}

/** What GitLab was asked while `work` ran: tokens to be renewed, and git requests that carried one. */
async function countRequests(work: () => Promise<unknown>) {
  const before = world.sandbox.requests().length;
  await work();
  const requests = world.sandbox.requests().slice(before);
  return {
    all: requests.length,
    renewals: requests.filter(({ path }) => path === '/oauth/token').length,
    git: requests.filter(({ path }) => path.includes('.git/')).length,
  };
}

/** How GitLab turns away a token over git, whatever is wrong with it. */
const accessDenied = {
  kind: 'status',
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="GitLab"', 'content-type': 'text/plain' },
  body: 'HTTP Basic: Access denied.',
} as const;

const invalidGrant = {
  kind: 'status',
  status: 400,
  body: { error: 'invalid_grant', error_description: 'The provided authorization grant is invalid.' },
} as const;

describe('a token that expired', () => {
  it('is renewed once, unnoticed, however many actions find out at the same time', async () => {
    world.sandbox.expireAccessTokens('developer');
    const body = { integrationId: analytics.integration.id, folderName: 'copy' };
    const { workspaceId } = world;
    const params = { workspaceId, repositoryId: analytics.repository.id };
    const { renewals } = await countRequests(async () => {
      const [cloned, pulled, branches] = await Promise.all([
        editor
          .call(connectIntegration, { ...inProject(), body })
          .then(({ operation }) => endOf(editor, operation)),
        end(pull()),
        editor.call(listRepositoryBranches, { params, query: {} }),
      ]);
      expect([cloned, pulled]).toEqual(['cloned', 'up-to-date']);
      expect(branches.map(({ name }) => name)).toContain('main');
    });
    expect(renewals).toBe(1);
  });

  it.each([
    ['before a pull', 'GET /acme/analytics.git/info/refs?service=git-upload-pack', pull, 'up-to-date'],
    ['in the middle of a pull', 'POST /acme/analytics.git/git-upload-pack', pull, 'up-to-date'],
    ['before a push', 'GET /acme/analytics.git/info/refs?service=git-receive-pack', commit, 'pushed'],
    ['in the middle of a push', 'POST /acme/analytics.git/git-receive-pack', commit, 'pushed'],
  ])('is renewed %s, and git notices nothing', async (_when, match, act, ending) => {
    world.sandbox.faults.set({ match, ...accessDenied, times: 1 });
    const { renewals } = await countRequests(async () => expect(await end(act())).toBe(ending));
    expect(renewals).toBe(1);
    expect((await findAccount()).health).toBe('connected');
  });

  it.each<[keyof typeof answers, ErrorCode]>([
    ['nothing', 'gitlab-unavailable'],
    ['tooLate', 'gitlab-unavailable'],
    ['error500', 'gitlab-unavailable'],
    ['page502', 'gitlab-unavailable'],
    ['tooMany', 'gitlab-rate-limited'],
    ['maintenancePage', 'gitlab-refused'],
  ])('and cannot be renewed (%s) is kept for the next time', async (answer, code) => {
    world.sandbox.expireAccessTokens('developer');
    world.sandbox.faults.set({ match: 'POST /oauth/token', ...answers[answer] });
    const { renewals, git } = await countRequests(async () =>
      expect(await problemOf(pull())).toMatchObject({ code, raw: expect.any(String) }),
    );
    expect({ renewals, git }).toEqual({ renewals: 1, git: 0 });
    expect((await findAccount()).health).toBe('connected');

    world.sandbox.faults.clear();
    expect(await end(pull())).toBe('up-to-date');
  });
});

describe('git that GitLab turns away whatever the token', () => {
  it('is tried with one new token, then its API is asked why; nothing loops', async () => {
    world.sandbox.faults.set({ match: '.git/', ...accessDenied });
    const asked = await countRequests(async () =>
      expect(await problemOf(pull())).toMatchObject({
        code: 'gitlab-refused',
        detail: expect.stringContaining('accepts your account, but not for git over HTTPS'),
        instanceId: world.instanceId,
      }),
    );
    expect(asked).toMatchObject({ renewals: 1, git: 2 });
    expect((await findAccount()).health).toBe('connected');
  });
});

describe('access that its owner revoked at GitLab', () => {
  const reconnect = {
    code: 'account-needs-reconnect',
    detail: 'GitLab sandbox no longer accepts your account here. Reconnect it.',
    instanceId: expect.any(String),
  };

  /** Whoever tries again is told the same, and GitLab hears nothing of it. */
  async function staysQuiet(): Promise<void> {
    expect((await findAccount()).health).toBe('needs-reconnect');
    const begin = [
      pull,
      push,
      commit,
      () => editor.call(reCloneCheckout, { ...inCheckout(), body: { discardWork: true } }),
    ];
    const asked = await countRequests(async () => {
      for (const attempt of [...begin, ...begin]) {
        const refused = await attempt().catch((error) => error.reply);
        expect(refused).toMatchObject({ ...reconnect, next: 'reconnect-account' });
      }
    });
    expect(asked.all).toBe(0);
  }

  async function heals(): Promise<void> {
    const { id } = await findAccount();
    expect(await linkAs(world, editor, 'developer')).toBe('/here?gitlab=connected');
    expect(await findAccount()).toMatchObject({ id, health: 'connected' });
    expect(await end(pull())).toBe('up-to-date');
  }

  it('is asked to be given again; the rest waits until it is', async () => {
    world.sandbox.revokeApplication('developer', application);
    const asked = await countRequests(async () => expect(await problemOf(commit())).toMatchObject(reconnect));
    // Asked to renew once, and once whether it still knows the application.
    expect(asked).toMatchObject({ renewals: 2, git: 0 });
    expect((await editor.call(getCheckoutStatus, inCheckout())).ahead).toBe(1);
    await staysQuiet();
    await heals();
    expect(await end(push())).toBe('pushed');
    expect((await editor.call(getCheckoutStatus, inCheckout())).ahead).toBe(0);
  });

  it.each([
    ['a pull', 'service=git-upload-pack', pull, { renewals: 2, git: 1 }],
    // The push has fetched, asked whether the repository is there, and then is turned away.
    ['a push', 'service=git-receive-pack', commit, { renewals: 2, git: 4 }],
  ])('while %s was under way is told by it', async (_what, match, act, requests) => {
    world.sandbox.faults.set({ match, ...accessDenied });
    world.sandbox.faults.set({ match: 'POST /oauth/token', ...invalidGrant });
    const asked = await countRequests(async () => expect(await problemOf(act())).toMatchObject(reconnect));
    expect(asked).toMatchObject(requests);
    world.sandbox.faults.clear();
    await staysQuiet();
    await heals();
  });
});

describe('an application that was deleted at GitLab', () => {
  it('is for an admin to look at; accounts are kept, and say what is wrong', async () => {
    world.sandbox.deleteOAuthApplication(application);
    expect(await problemOf(pull())).toMatchObject({
      code: 'oauth-failed',
      detail: 'GitLab sandbox does not accept the application of this Notelab. An admin has to check it.',
      raw: expect.stringContaining('Client authentication failed'),
    });
    const trouble = { reason: 'application-refused', raw: expect.stringContaining('Client authentication') };
    expect(await findAccount()).toMatchObject({ health: 'application-refused', trouble });
  });
});
