import { createHmac, randomUUID } from 'node:crypto';
import {
  changeRepositories,
  createWebhook,
  getCheckoutStatus,
  getRemoteNews,
  listAuditLog,
  listWebhooks,
  lookForPushes,
  prepareWebhook,
  pullCheckout,
  type RepositoryId,
  removeWebhook,
  testWebhook,
  type WorkspaceEvent,
} from '@notelab/contract';
import { type Client, createWorld, type ProblemReplyError, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectedProject, connectProject, connectRepositories, endOf } from './a-connected-project.ts';
import { pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';

const path = 'acme/analytics';
let world: World;
/** Admin in Notelab, `maintainer` on GitLab. */
let anna: Client;
/** Editor in Notelab, `developer` on GitLab. */
let ben: Client;
/** Viewer in Notelab without a GitLab account. */
let vera: Client;
let connected: ConnectedProject;
const told: WorkspaceEvent[] = [];
const logged: string[] = [];
const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
  logged.push(String(text));
  return true;
});

beforeAll(async () => {
  world = await createWorld({ config: { logLevel: 'debug' } });
  anna = await world.signInLinked('admin', 'maintainer');
  ben = await world.signInLinked('editor', 'developer');
  vera = await world.signIn('viewer');
  connected = await connectProject(world, anna, path, { by: ben });
  world.notelab.context.events.subscribe(world.workspaceId, (event) => told.push(event));
});
afterAll(async () => {
  write.mockRestore();
  await world?.close();
});

const inRepository = (repositoryId: RepositoryId = connected.repository.id) => ({
  params: { workspaceId: world.workspaceId, repositoryId },
});
const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const newsOf = (client: Client) => client.call(getRemoteNews, inCheckout());
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: ProblemReplyError) => error.reply.code,
  );

/** What GitLab was asked since the last call: `maintainer GET /api/v4/…`. */
function createAskedReader() {
  let read = world.sandbox.requests().length;
  return () => {
    const all = world.sandbox.requests();
    const fresh = all
      .slice(read)
      .map(({ username, method, path: asked }) => `${username} ${method} ${asked}`);
    read = all.length;
    return fresh;
  };
}

/** The webhooks that the repository has on GitLab, as its maintainer sees them. */
async function hooksOnGitLab(gitlabId = connected.repository.gitlabId) {
  const reply = await fetch(`${world.sandbox.url}/api/v4/projects/${gitlabId}/hooks`, {
    headers: { 'private-token': 'glpat-sandbox-maintainer' },
  });
  return (await reply.json()) as { id: number; url: string }[];
}

async function pushBody(changes: object = {}): Promise<string> {
  const after = await tipAtGitLab(world, path, 'main');
  return JSON.stringify({
    object_kind: 'push',
    before: after,
    after,
    ref: 'refs/heads/main',
    user_name: 'Mallory',
    project_id: connected.repository.gitlabId,
    total_commits_count: 1,
    ...changes,
  });
}

function send(url: string, headers: Record<string, string>, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
}

function signed(signingToken: string, body: string, { id = randomUUID() as string, atMs = Date.now() } = {}) {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(signingToken.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** As an open page does, until a look was due. */
const looked = (client: Client, check: (nextLookMs: number) => unknown) =>
  vi.waitFor(async () => check((await client.call(lookForPushes, inCheckout())).nextLookMs), {
    timeout: 30_000,
    interval: 200,
  });

test('without a webhook pages look as their own users, one a minute for all of them', async () => {
  await pushFromElsewhere(world, path, 'echo 1 > looked.txt');
  const asked = createAskedReader();
  expect(await vera.call(lookForPushes, inCheckout())).toEqual({ nextLookMs: 600_000 });
  expect(asked()).toEqual([]);
  await Promise.all([ben.call(lookForPushes, inCheckout()), anna.call(lookForPushes, inCheckout())]);
  expect(asked().filter((line) => line.includes('/branches/'))).toHaveLength(1);
  expect(await newsOf(vera)).toMatchObject({ count: 1, authors: ['maintainer'] });
  expect((await ben.call(getCheckoutStatus, inCheckout())).behind).toBe(1);
  const { nextLookMs } = await anna.call(lookForPushes, inCheckout());
  expect(nextLookMs).toBeLessThanOrEqual(60_000);
  expect(asked()).toEqual([]);
  expect(await endOf(ben, await ben.call(pullCheckout, inCheckout()))).toBe('updated');
});

test('one click, and a push shows: to everybody as it was heard, and as it is once a member’s page has looked', async () => {
  expect(await anna.call(createWebhook, inRepository())).toMatchObject({
    state: 'waiting',
    madeBy: 'notelab',
  });
  expect(await anna.call(testWebhook, inRepository())).toMatchObject({ state: 'working', problem: null });
  expect(await newsOf(vera)).toMatchObject({ branch: 'main', count: 0, heard: null });

  const asked = createAskedReader();
  await pushFromElsewhere(world, path, 'echo 1 > heard.txt', { as: 'developer' });
  const by = ['Dev Developer'];
  await vi.waitFor(
    async () =>
      expect(await newsOf(vera)).toMatchObject({ count: 0, heard: { kind: 'pushed', by, count: 1 } }),
    30_000,
  );
  expect(told).toContainEqual({ type: 'news', repositoryId: connected.repository.id });
  // Nobody’s token was used for it: all of this was git of the colleague.
  expect(asked().filter((line) => line.includes('/api/v4'))).toEqual([]);

  const seen = { branch: 'main', count: 1, authors: ['developer'], authorCount: 1, heard: null };
  await looked(ben, async () => expect(await newsOf(vera)).toEqual(seen));
  expect(await endOf(ben, await ben.call(pullCheckout, inCheckout()))).toBe('updated');
  expect(await newsOf(vera)).toMatchObject({ count: 0, authors: [], heard: null });
});

test('what deliveries are refused, and that not every one of a flood is told', async () => {
  const { url, secretToken, signingToken } = await anna.call(prepareWebhook, inRepository());
  const withToken = { 'x-gitlab-token': secretToken };
  const body = await pushBody();
  const statusOf = async (headers: Record<string, string>, text = body, to = url) =>
    (await send(to, headers, text)).status;

  expect(await statusOf(withToken, body, `${url.slice(0, -20)}${'z'.repeat(20)}`)).toBe(404);
  expect(await statusOf(withToken, body, `${url}x`)).toBe(404);
  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ 'x-gitlab-token': `${secretToken}x` })).toBe(401);
  expect(await statusOf(signed(`whsec_${Buffer.alloc(32).toString('base64')}`, body))).toBe(401);
  expect((await anna.call(listWebhooks, inRepository())).webhooks).toMatchObject([{ state: 'failing' }]);
  expect(await statusOf({ ...withToken, 'idempotency-key': 'broken' }, '{"object_kind":')).toBe(400);
  expect(await statusOf({ ...withToken, 'idempotency-key': 'other' }, '{"object_kind":"issue"}')).toBe(204);

  const once = { ...withToken, 'idempotency-key': randomUUID() };
  expect([await statusOf(once), await statusOf(once)]).toEqual([204, 409]);
  const { webhooks } = await anna.call(listWebhooks, inRepository());
  expect(webhooks).toMatchObject([{ state: 'working', lastDeliveryAt: expect.any(String), problem: null }]);

  const tellings = () => told.filter(({ type }) => type === 'news' || type === 'webhooks-changed').length;
  const before = tellings();
  const deliver = (index: number) => statusOf({ ...withToken, 'idempotency-key': `flood ${index}` });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => deliver(index)));
  expect(new Set(answers)).toSatisfy((seen: Set<number>) =>
    [...seen].every((one) => one === 204 || one === 429),
  );
  // On a machine that is busy it takes some seconds, and each may be told of.
  expect(tellings() - before).toBeLessThan(30);

  // From the first signed one on, the token alone is not enough.
  const good = signed(signingToken, body);
  expect([await statusOf(good), await statusOf(good)]).toEqual([204, 409]);
  expect(await statusOf({ ...good, 'webhook-id': randomUUID() })).toBe(401);
  expect(await statusOf(signed(signingToken, body, { atMs: Date.now() - 600_000 }))).toBe(401);
  expect(await statusOf({ ...withToken, 'idempotency-key': randomUUID() })).toBe(401);
});

test('what a delivery says is only shown, and of another project not even that', async () => {
  const { url, secretToken } = await anna.call(prepareWebhook, inRepository());
  const deliver = async (changes: object) =>
    send(url, { 'x-gitlab-token': secretToken, 'idempotency-key': randomUUID() }, await pushBody(changes));
  await deliver({ after: 'f'.repeat(40), user_name: 'Ma\u202ellory\n', total_commits_count: 7 });
  expect(await newsOf(vera)).toMatchObject({ heard: { kind: 'pushed', by: ['Ma llory'], count: 7 } });
  await deliver({ before: 'f'.repeat(40), after: 'e'.repeat(40), user_name: 'Eve', total_commits_count: 2 });
  expect(await newsOf(vera)).toMatchObject({ heard: { by: ['Eve', 'Ma llory'], count: 9 } });
  await deliver({ after: '0'.repeat(40) });
  expect(await newsOf(vera)).toMatchObject({ heard: { kind: 'deleted' } });
  await deliver({ ref: 'refs/tags/v1', after: 'f'.repeat(40) });
  await deliver({ ref: 'refs/heads/other', after: 'f'.repeat(40) });
  expect(await newsOf(vera)).toMatchObject({ heard: { kind: 'deleted' } });
  await deliver({ project_id: 4711 });
  expect((await anna.call(listWebhooks, inRepository())).webhooks[0]!.problem).toContain('another project');
});

test('when GitLab does not answer, pages leave it alone for longer, whatever is heard meanwhile', async () => {
  const { url, secretToken } = await anna.call(prepareWebhook, inRepository());
  const hear = async (after: string) =>
    send(url, { 'x-gitlab-token': secretToken, 'idempotency-key': after }, await pushBody({ after }));
  world.sandbox.faults.set({ match: /^GET \/(api|acme)/, kind: 'status', status: 502 });
  await hear('a'.repeat(40));
  await looked(ben, (nextLookMs) => expect(nextLookMs).toBeGreaterThan(60_000));
  await hear('b'.repeat(40));
  const asked = createAskedReader();
  expect((await anna.call(lookForPushes, inCheckout())).nextLookMs).toBeGreaterThan(60_000);
  expect(asked()).toEqual([]);
  world.sandbox.faults.clear();
});

test('who is no maintainer on GitLab is told who is, and can have it entered there by hand', async () => {
  world.sandbox.setMember('acme/handbook', 'maintainer', 30);
  const [handbook] = await connectRepositories(world, anna, ['acme/handbook']);
  const place = inRepository(handbook!.id);
  await expect(anna.call(createWebhook, place)).rejects.toMatchObject({
    reply: { code: 'gitlab-forbidden', detail: expect.stringMatching(/for its maintainers.*Ask /) },
  });
  const { webhooks } = await anna.call(listWebhooks, place);
  expect(webhooks.filter(({ repositoryId }) => repositoryId === handbook!.id)).toEqual([]);
  const byHand = await anna.call(prepareWebhook, place);
  expect(byHand).toMatchObject({
    webhook: { state: 'waiting', madeBy: 'hand' },
    settingsUrl: `${world.sandbox.url}/acme/handbook/-/hooks`,
  });
  expect(await anna.call(removeWebhook, place)).toEqual({
    leftOnGitLab: expect.stringContaining('/-/hooks'),
  });
  expect(await codeOf(ben.call(createWebhook, place))).toBe('forbidden');
});

test('a webhook is made once, and leaves GitLab with its repository', async () => {
  await anna.call(createWebhook, inRepository());
  await anna.call(createWebhook, inRepository());
  const urls = (await hooksOnGitLab()).map(({ url }) => url);
  expect(urls).toHaveLength(1);
  const { instanceId, id } = connected.repository;
  const body = { instanceId, connect: [], remove: [id] };
  await anna.call(changeRepositories, { params: { workspaceId: world.workspaceId }, body });
  expect(await hooksOnGitLab()).toEqual([]);
  expect((await send(urls[0]!, {}, await pushBody())).status).toBe(404);
});

test('its secrets are in no reply but the one that shows them, no event, no log and no database', async () => {
  await connectRepositories(world, anna, [path]);
  const { url, secretToken, signingToken } = await anna.call(prepareWebhook, inRepository());
  for (const body of ['{', await pushBody()]) await send(url, { 'x-gitlab-token': secretToken }, body);
  const { sql } = world.notelab.context.database;
  const { rows } = (await sql.execute('select * from webhooks')) as unknown as { rows: object[] };
  const log = await anna.call(listAuditLog, { params: { workspaceId: world.workspaceId }, query: {} });
  const listed = await anna.call(listWebhooks, inRepository());
  expect(log.entries).toContainEqual(expect.objectContaining({ action: 'webhook-created', subject: path }));
  expect(rows).toHaveLength(1);
  expect(logged.length).toBeGreaterThan(10);
  for (const text of [rows, log, listed, told, logged].map((value) => JSON.stringify(value))) {
    expect(text).not.toContain(secretToken);
    expect(text).not.toContain(signingToken);
  }
});
