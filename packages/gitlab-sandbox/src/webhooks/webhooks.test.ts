import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSandbox } from '../testing/open-sandbox.ts';
import type { Sandbox } from '../types.ts';

const analytics = '/projects/acme%2Fanalytics';
const signingToken = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

async function call(sandbox: Sandbox, method: string, path: string, body?: object, username = 'maintainer') {
  const reply = await fetch(`${sandbox.url}/api/v4${path}`, {
    method,
    headers: { 'private-token': `glpat-sandbox-${username}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await reply.text();
  return { status: reply.status, body: text ? JSON.parse(text) : null };
}

/** A receiver that answers with the status it is given, and what it has heard. */
async function openReceiver(answer: () => number = () => 204) {
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers, body });
    response.writeHead(answer()).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const commit = (sandbox: Sandbox, files: string[], branch = 'main') =>
  call(sandbox, 'POST', `${analytics}/repository/commits`, {
    branch,
    commit_message: 'News',
    actions: files.map((file_path) => ({ action: 'create', file_path, content: 'new' })),
  });

test('a push is told with GitLab’s headers and body, with the token and signed', async () => {
  const sandbox = await openSandbox();
  const { heard, url } = await openReceiver();
  const made = await call(sandbox, 'POST', `${analytics}/hooks`, {
    url,
    token: 'secret',
    signing_token: signingToken,
  });
  expect(made).toMatchObject({
    status: 201,
    body: {
      url,
      push_events: true,
      enable_ssl_verification: true,
      alert_status: 'executable',
      signing_token_present: true,
    },
  });
  expect(JSON.stringify(made.body)).not.toMatch(/"secret"|whsec_/);

  const before = (await call(sandbox, 'GET', `${analytics}/repository/branches/main`)).body.commit.id;
  const { body: after } = await commit(sandbox, ['news.txt']);
  await vi.waitFor(() => expect(heard).toHaveLength(1), 30_000);
  const { headers, body } = heard[0]!;
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-gitlab-event': 'Push Hook',
    'x-gitlab-instance': sandbox.url,
    'x-gitlab-token': 'secret',
    'webhook-id': headers['idempotency-key'],
  });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  expect(JSON.parse(body)).toMatchObject({
    object_kind: 'push',
    event_name: 'push',
    before,
    after: after.id,
    checkout_sha: after.id,
    ref: 'refs/heads/main',
    user_username: 'maintainer',
    project: { path_with_namespace: 'acme/analytics', default_branch: 'main' },
    commits: [{ id: after.id, title: 'News', added: ['news.txt'], modified: [], removed: [] }],
    total_commits_count: 1,
  });
});

test('new and deleted branches are told, with what is new on them', async () => {
  const sandbox = await openSandbox();
  const { heard, url } = await openReceiver();
  await call(sandbox, 'POST', `${analytics}/hooks`, { url });
  await call(sandbox, 'POST', `${analytics}/repository/branches`, { branch: 'fresh', ref: 'main' });
  await vi.waitFor(() => expect(heard).toHaveLength(1), 30_000);
  await call(sandbox, 'DELETE', `${analytics}/repository/branches/fresh`);
  await vi.waitFor(() => expect(heard).toHaveLength(2), 30_000);
  const zeros = '0'.repeat(40);
  const [created, deleted] = heard.map(({ body }) => JSON.parse(body));
  expect(created).toMatchObject({
    before: zeros,
    ref: 'refs/heads/fresh',
    commits: [],
    total_commits_count: 0,
  });
  expect(deleted).toMatchObject({
    before: created.after,
    after: zeros,
    checkout_sha: null,
    total_commits_count: 0,
  });
});

test('after four failures in a row a webhook rests, until a test delivery arrives', async () => {
  const sandbox = await openSandbox();
  let status = 500;
  const { heard, url } = await openReceiver(() => status);
  const { body: hook } = await call(sandbox, 'POST', `${analytics}/hooks`, { url });
  const read = async () => (await call(sandbox, 'GET', `${analytics}/hooks/${hook.id}`)).body;
  const test = () => call(sandbox, 'POST', `${analytics}/hooks/${hook.id}/test/push_events`);
  for (const _ of [1, 2, 3]) expect(await test()).toMatchObject({ status: 422 });
  expect(await read()).toMatchObject({ alert_status: 'executable', disabled_until: null });
  await test();
  expect(await read()).toMatchObject({
    alert_status: 'temporarily_disabled',
    disabled_until: expect.any(String),
  });
  await commit(sandbox, ['unheard.txt']);
  status = 200;
  expect(await test()).toEqual({ status: 201, body: { message: '201 Created' } });
  expect(await read()).toMatchObject({ alert_status: 'executable' });
  expect(heard).toHaveLength(5);
});

test('webhooks are the maintainers’, and addresses must be such that GitLab may reach', async () => {
  const sandbox = await openSandbox({ webhooks: { refusesLocal: true, signs: false } });
  const url = 'https://notelab.example.com/hook';
  const make = (body: object, username?: string) =>
    call(sandbox, 'POST', `${analytics}/hooks`, body, username);
  expect(await make({ url }, 'developer')).toEqual({ status: 403, body: { message: '403 Forbidden' } });
  expect(await make({ url }, 'outsider')).toEqual({
    status: 404,
    body: { message: '404 Project Not Found' },
  });
  expect(await make({})).toEqual({ status: 400, body: { error: 'url is missing' } });
  for (const refused of ['http://localhost:4321/', 'http://127.0.0.1/', 'http://[::1]/', 'ftp://a.example'])
    expect(await make({ url: refused })).toEqual({ status: 422, body: { error: 'Invalid url given' } });
  const { body: hook } = await make({ url, signing_token: signingToken });
  expect(hook).not.toHaveProperty('signing_token_present');
  expect(await call(sandbox, 'DELETE', `${analytics}/hooks/${hook.id}`)).toEqual({ status: 204, body: null });
  expect(await call(sandbox, 'DELETE', `${analytics}/hooks/${hook.id}`)).toMatchObject({ status: 404 });
});
