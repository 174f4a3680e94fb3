import {
  type Checkout,
  commitAndPush,
  connectIntegration,
  type ErrorCode,
  getCheckoutStatus,
  listFiles,
  type Problem,
  pullCheckout,
  pushCheckout,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { answers, shortLimits } from './gitlab-faults.ts';

// GitLab's API works here, and git over HTTP does not: the gateway has to say why.

let world: World;
let editor: Client;
let analytics: ConnectedProject;
let toPush: Checkout;

beforeAll(async () => {
  world = await createWorld({ config: { gitlabLimits: shortLimits } });
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
  toPush = (await connectAs('to-push')).checkout;
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.faults.clear());

const inProject = () => ({ params: { projectId: analytics.project.id } });
const withToPush = () => ({ params: { checkoutId: toPush.id } });

const connectAs = async (folderName: string) => {
  const body = { integrationId: analytics.integration.id, folderName };
  const { checkout, operation } = await editor.call(connectIntegration, { ...inProject(), body });
  return { checkout, ended: await waitForOperation(editor, operation) };
};

const clone = async () => (await connectAs('copy')).ended.problem;
const pull = async () => {
  const params = { checkoutId: analytics.checkout.id };
  return (await waitForOperation(editor, await editor.call(pullCheckout, { params }))).problem;
};
const push = async () =>
  (await waitForOperation(editor, await editor.call(pushCheckout, withToPush()))).problem;

const said = (code: ErrorCode, detail: RegExp, raw: RegExp) => ({
  code,
  detail: expect.stringMatching(detail),
  raw: expect.stringMatching(raw),
  instanceId: world.instanceId,
});

const troubles: [keyof typeof answers, ErrorCode, RegExp, RegExp][] = [
  ['nothing', 'gitlab-unavailable', /GitLab at localhost:\d+ broke off without an answer/, /error: 502/],
  ['tooLate', 'timed-out', /did not answer in time/, /error: 504/],
  ['error500', 'gitlab-unavailable', /GitLab has a problem \(500\)/, /error: 502/],
  ['page502', 'gitlab-unavailable', /GitLab has a problem \(502\)/, /error: 502/],
  ['tooMany', 'gitlab-rate-limited', /Try again in 120 seconds/, /error: 429/],
  ['maintenancePage', 'gitlab-refused', /did not answer as a git server does \(200\)/, /error: 502/],
];

describe.each(troubles)('git that gets this from GitLab: %s', (answer, code, detail, raw) => {
  it('says why it could not clone or pull', async () => {
    world.sandbox.faults.set({ match: 'service=git-upload-pack', ...answers[answer] });
    const [cloned, pulled] = await Promise.all([clone(), pull()]);
    expect(cloned).toMatchObject(said(code, detail, raw));
    expect(pulled).toMatchObject(said(code, detail, raw));
  });
});

describe('a push', () => {
  it.each(troubles.filter(([answer]) => ['tooMany', 'tooLate'].includes(answer)))(
    'that gets this from GitLab says so, and keeps the commit: %s',
    async (answer, code, detail, raw) => {
      world.sandbox.faults.set({ match: 'service=git-receive-pack', ...answers[answer] });
      const { ahead } = await editor.call(getCheckoutStatus, withToPush());
      expect(ahead === 0 ? await commitAndPushOne() : await push()).toMatchObject(said(code, detail, raw));
      expect((await editor.call(getCheckoutStatus, withToPush())).ahead).toBe(1);
    },
  );

  async function commitAndPushOne(): Promise<Problem | null> {
    const file = { path: 'to-push/kept.txt', text: 'kept', etag: null };
    await editor.call(writeFile, { ...inProject(), body: file });
    const body = { message: 'Kept', paths: ['kept.txt'] };
    return (await waitForOperation(editor, await editor.call(commitAndPush, { ...withToPush(), body })))
      .problem;
  }
});

describe('git that is cut off by GitLab', () => {
  const brokeOff = /broke off (in the middle of its|without an) answer/;

  it('in the middle of a clone says so, and nothing of the clone stays', async () => {
    const match = 'POST /acme/analytics.git/git-upload-pack';
    world.sandbox.faults.set({ match, kind: 'drop-after-bytes', afterBytes: 2_000 });
    expect(await clone()).toMatchObject(said('gitlab-unavailable', brokeOff, /./));
    const files = await editor.call(listFiles, { ...inProject(), query: { path: '' } });
    expect(files.map(({ name }) => name).sort()).toEqual(['analytics', 'to-push']);
  });

  it('in the middle of a pull says so, and changes nothing', async () => {
    const before = await editor.call(getCheckoutStatus, { params: { checkoutId: analytics.checkout.id } });
    const match = 'POST /acme/analytics.git/git-upload-pack';
    world.sandbox.faults.set({ match, kind: 'drop-after-bytes', afterBytes: 20 });
    expect(await pull()).toMatchObject(said('gitlab-unavailable', brokeOff, /./));
    const after = await editor.call(getCheckoutStatus, { params: { checkoutId: analytics.checkout.id } });
    expect({ ...after, lastFetch: null }).toEqual({ ...before, lastFetch: null });
  });

  it('before it takes a push says so', async () => {
    world.sandbox.faults.set({ match: 'POST /acme/analytics.git/git-receive-pack', ...answers.page502 });
    expect(await push()).toMatchObject(said('gitlab-unavailable', /GitLab has a problem \(502\)/, /502/));
    expect((await editor.call(getCheckoutStatus, withToPush())).ahead).toBe(1);
  });

  it('after it took a push says so, and finds the commit there the next time', async () => {
    const match = 'POST /acme/analytics.git/git-receive-pack';
    world.sandbox.faults.set({ match, kind: 'drop-after-bytes' });
    expect(await push()).toMatchObject(said('gitlab-unavailable', brokeOff, /./));
    world.sandbox.faults.clear();
    const again = await editor.call(pushCheckout, withToPush());
    expect(await endOf(editor, again)).toBe('up-to-date');
    expect((await editor.call(getCheckoutStatus, withToPush())).ahead).toBe(0);
  });
});

it('all of it works when GitLab is back', async () => {
  expect(await Promise.all([clone(), pull(), push()])).toEqual([null, null, null]);
});
