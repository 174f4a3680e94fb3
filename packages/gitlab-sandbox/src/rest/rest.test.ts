import { expect, test } from 'vitest';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';
import type { Sandbox } from '../types.ts';

type Json = Record<string, unknown>;

async function call(sandbox: Sandbox, method: string, path: string, username: string, body?: object) {
  const reply = await fetch(`${sandbox.url}/api/v4${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer glpat-sandbox-${username}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    body: text ? (JSON.parse(text) as Json & Json[]) : null!,
  };
}

const get = (sandbox: Sandbox, path: string, username = 'developer') => call(sandbox, 'GET', path, username);
const analytics = '/projects/acme%2Fanalytics';

test('the own user has the e-mail that commits count by', async () => {
  const sandbox = await openSandbox();
  const { body } = await get(sandbox, '/user');
  expect(body).toMatchObject({
    username: 'developer',
    name: 'Dev Developer',
    state: 'active',
    email: 'developer@acme.example',
    commit_email: 'developer@acme.example',
    web_url: `${sandbox.url}/developer`,
  });
  const avatar = await fetch(String(body.avatar_url));
  expect([avatar.status, avatar.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
});

test('projects are listed by membership, search, level and archive state', async () => {
  const sandbox = await openSandbox();
  const paths = async (query: string, username?: string) =>
    (await get(sandbox, `/projects?simple=true&order_by=id&sort=asc&${query}`, username)).body.map(
      (project) => project.path_with_namespace,
    );
  expect(await paths('membership=true')).toHaveLength(5);
  expect(await paths('membership=true', 'outsider')).toEqual([]);
  expect(await paths('', 'outsider')).toEqual(['acme/handbook']);
  expect(await paths('membership=true&min_access_level=30', 'reporter')).toEqual([]);
  expect(await paths('search=forecast')).toEqual(['acme/platform/forecasting']);
  expect(await paths('search=platform')).toEqual([]);
  expect(await paths('search=platform&search_namespaces=true')).toEqual(['acme/platform/forecasting']);
  expect(await paths('archived=true')).toEqual(['acme/archive']);
  expect((await get(sandbox, '/projects?order_by=nonsense')).body).toEqual({
    error: 'order_by does not have a valid value',
  });
});

test('a project is found by number and path, and hidden from outsiders', async () => {
  const sandbox = await openSandbox();
  const { body } = await get(sandbox, analytics);
  expect(body).toMatchObject({
    path_with_namespace: 'acme/analytics',
    default_branch: 'main',
    empty_repo: false,
    http_url_to_repo: `${sandbox.url}/acme/analytics.git`,
    namespace: { full_path: 'acme', kind: 'group' },
    permissions: { project_access: { access_level: 30 }, group_access: null },
  });
  expect((await get(sandbox, `/projects/${body.id}`)).body.id).toBe(body.id);
  const hidden = await get(sandbox, analytics, 'outsider');
  expect([hidden.status, hidden.body]).toEqual([404, { message: '404 Project Not Found' }]);
  expect((await get(sandbox, '/projects/acme%2Fplatform%2Fforecasting', 'maintainer')).body).toMatchObject({
    permissions: { group_access: { access_level: 40 } },
  });
});

test('trees, files and commits can be read', async () => {
  const sandbox = await openSandbox();
  const tree = await get(sandbox, `${analytics}/repository/tree?path=churn&ref=main`);
  expect(tree.body.map(({ path, type }) => `${type} ${path}`)).toEqual([
    'blob churn/__init__.py',
    'blob churn/features.py',
    'blob churn/segments.py',
  ]);
  const file = await get(sandbox, `${analytics}/repository/files/churn%2Ffeatures.py?ref=main`);
  expect(Buffer.from(String(file.body.content), 'base64').toString()).toContain('def build_features');
  expect(file.headers.get('x-gitlab-file-path')).toBe('churn/features.py');
  const missing = await get(sandbox, `${analytics}/repository/files/nope.py?ref=main`);
  expect([missing.status, missing.body]).toEqual([404, { message: '404 File Not Found' }]);
  const commits = await get(sandbox, `${analytics}/repository/commits?per_page=3`);
  expect(commits.body.map(({ title }) => title)).toEqual([
    'Describe the data',
    'Add a first model',
    'Explore churn in a notebook',
  ]);
  expect([commits.headers.get('x-next-page'), commits.headers.get('x-total')]).toEqual(['2', null]);
  const one = await get(sandbox, `${analytics}/repository/commits/${commits.body[0]!.short_id}`);
  expect(one.body).toMatchObject({ author_email: 'maintainer@acme.example', stats: { deletions: 0 } });
});

test('a merge request can be merged, closed and reopened', async () => {
  const sandbox = await openSandbox();
  const put = (path: string, body: object, username = 'developer') =>
    call(sandbox, 'PUT', `${analytics}/merge_requests/${path}`, username, body);
  for (const source_branch of ['feature/churn-v2', 'dev']) {
    const input = { source_branch, target_branch: 'main', title: source_branch };
    await call(sandbox, 'POST', `${analytics}/merge_requests`, 'developer', input);
  }
  expect((await put('2', { state_event: 'close' })).body.state).toBe('closed');
  expect((await put('2', { state_event: 'reopen' }, 'reporter')).status).toBe(403);
  expect((await put('1/merge', {}, 'reporter')).status).toBe(401);
  const approve = (iid: number) =>
    call(sandbox, 'POST', `${analytics}/merge_requests/${iid}/approve`, 'maintainer');
  // Approvals that are required come first.
  expect((await put('1/merge', {})).status).toBe(405);
  await approve(1);
  const merged = await put('1/merge', {});
  expect(merged.body).toMatchObject({ state: 'merged', merged_by: { username: 'developer' } });
  const head = await get(sandbox, `${analytics}/repository/commits/main`);
  expect(head.body).toMatchObject({
    id: merged.body.merge_commit_sha,
    title: "Merge branch 'feature/churn-v2' into 'main'",
  });
  expect((await put('2', { state_event: 'reopen' })).body.state).toBe('opened');
  for (const branch of ['main', 'dev']) {
    const actions = [{ action: 'update', file_path: 'README.md', content: `On ${branch}\n` }];
    const commit = { branch, commit_message: 'Rewrite', actions };
    await call(sandbox, 'POST', `${analytics}/repository/commits`, 'developer', commit);
  }
  await get(sandbox, `${analytics}/merge_requests/2`);
  const conflicting = await get(sandbox, `${analytics}/merge_requests/2`);
  expect(conflicting.body).toMatchObject({ merge_status: 'cannot_be_merged', has_conflicts: true });
  await approve(2);
  expect((await put('2/merge', {})).status).toBe(422);
});

test('reviewers, draft, squash and a source branch to be deleted are kept, and merging respects them', async () => {
  const sandbox = await openSandbox();
  const people = (await get(sandbox, `${analytics}/users?search=e`)).body;
  expect(people.map(({ username }) => username)).toEqual(['maintainer', 'developer', 'reporter']);
  const ids = people.map(({ id }) => id as number);
  const input = {
    source_branch: 'feature/churn-v2',
    target_branch: 'main',
    title: 'Draft: Horizon',
    squash: true,
    remove_source_branch: true,
    // Nobody with id 99 can read it.
    reviewer_ids: [ids[0], ids[2], 99],
    assignee_id: ids[1],
  };
  const post = (path: string, body: object = {}, username = 'developer') =>
    call(sandbox, 'POST', `${analytics}/merge_requests${path}`, username, body);
  const created = (await post('', input)).body;
  expect(created).toMatchObject({
    draft: true,
    squash: true,
    force_remove_source_branch: true,
    reviewers: [{ username: 'maintainer' }, { username: 'reporter' }],
    assignee: { username: 'developer' },
  });
  const mine = async (query: string, username: string) =>
    (await get(sandbox, `${analytics}/merge_requests?${query}`, username)).body.length;
  expect(await mine('scope=reviews_for_me', 'reporter')).toBe(1);
  expect(await mine('scope=assigned_to_me', 'reporter')).toBe(0);
  const read = async () => (await get(sandbox, `${analytics}/merge_requests/1`)).body;
  expect((await read()).detailed_merge_status).toBe('draft_status');
  const put = (body: object, path = '') =>
    call(sandbox, 'PUT', `${analytics}/merge_requests/1${path}`, 'developer', body);
  await put({ title: 'Horizon' });
  expect((await read()).detailed_merge_status).toBe('not_approved');
  await post('/1/approve', {}, 'maintainer');
  expect((await put({}, '/merge')).body).toMatchObject({ state: 'merged' });
  const { body: branches } = await get(sandbox, `${analytics}/repository/branches`);
  expect(branches.map(({ name }) => name)).toEqual(['dev', 'main']);
  const { squash_commit_sha } = await read();
  const squashed = await get(sandbox, `${analytics}/repository/commits/${squash_commit_sha}`);
  expect(squashed.body).toMatchObject({ title: 'Horizon' });
});

test('the free edition takes one reviewer and requires no approvals', async () => {
  const sandbox = await openSandbox();
  sandbox.setApprovalsRequired('acme/analytics', null);
  const input = { source_branch: 'dev', target_branch: 'main', title: 'x', reviewer_ids: '1,3' };
  const created = await call(sandbox, 'POST', `${analytics}/merge_requests`, 'developer', input);
  expect(created.body.reviewers).toMatchObject([{ username: 'maintainer' }]);
  const { body } = await get(sandbox, `${analytics}/merge_requests/1/approvals`, 'maintainer');
  expect(body).toEqual({
    user_has_approved: false,
    user_can_approve: true,
    approved: false,
    approved_by: [],
  });
});

test('approvals and threads are counted, and the author does not approve', async () => {
  const sandbox = await openSandbox();
  const post = (path: string, username: string, body: object = {}) =>
    call(sandbox, 'POST', `${analytics}/merge_requests${path}`, username, body);
  await post('', 'developer', { source_branch: 'dev', target_branch: 'main', title: 'x' });
  expect((await post('/1/approve', 'developer')).status).toBe(401);
  expect((await post('/1/approve', 'maintainer')).body).toMatchObject({
    approved: true,
    approvals_required: 1,
    approvals_left: 0,
    approved_by: [{ user: { username: 'maintainer' } }],
  });
  expect((await post('/1/unapprove', 'maintainer')).body.approvals_left).toBe(1);
  const thread = (await post('/1/discussions', 'maintainer', { body: 'Why?' })).body;
  await post(`/1/discussions/${thread.id}/notes`, 'developer', { body: 'Because.' });
  await post('/1/discussions', 'maintainer', { body: 'And this?' });
  await call(sandbox, 'PUT', `${analytics}/merge_requests/1/discussions/${thread.id}`, 'developer', {
    resolved: true,
  });
  const { body, headers } = await get(sandbox, `${analytics}/merge_requests/1/discussions?per_page=1`);
  expect([headers.get('x-next-page'), body]).toMatchObject([
    '2',
    [{ individual_note: false, notes: [{ body: 'Why?', resolvable: true, resolved: true }, {}] }],
  ]);
  expect((await get(sandbox, `${analytics}/merge_requests/1`)).body).toMatchObject({
    user_notes_count: 3,
    blocking_discussions_resolved: true,
  });
});

test('a push and a new merge request start a pipeline that passes after a while', async () => {
  const sandbox = await openSandbox();
  const input = { source_branch: 'dev', target_branch: 'main', title: 'x' };
  const { body } = await call(sandbox, 'POST', `${analytics}/merge_requests`, 'developer', input);
  expect(body.head_pipeline).toMatchObject({
    status: 'pending',
    source: 'merge_request_event',
    ref: 'refs/merge-requests/1/head',
  });
  const actions = [{ action: 'update', file_path: 'README.md', content: 'New\n' }];
  const commit = { branch: 'dev', commit_message: 'Rewrite', actions };
  await call(sandbox, 'POST', `${analytics}/repository/commits`, 'developer', commit);
  sandbox.setClockOffset(60_000);
  const head = async () => (await get(sandbox, `${analytics}/merge_requests/1`)).body.head_pipeline;
  expect(await head()).toMatchObject({ status: 'success', source: 'push', ref: 'dev' });
  await sandbox.setPipeline('acme/analytics', 'dev', 'failed');
  expect(await head()).toMatchObject({ status: 'failed', detailed_status: { text: 'failed' } });
  const all = await get(sandbox, `${analytics}/merge_requests/1/pipelines`);
  expect(all.body.map(({ id, status }) => `${id} ${status}`)).toEqual(['3 failed', '2 success', '1 success']);
});

test('members are listed with their levels, inherited ones on request', async () => {
  const sandbox = await openSandbox();
  sandbox.setMember('acme', 'outsider', 30);
  const levels = async (suffix: string) =>
    (await get(sandbox, `${analytics}/members${suffix}`)).body.map((m) => `${m.username} ${m.access_level}`);
  expect(await levels('')).toEqual(['maintainer 40', 'developer 30', 'reporter 20']);
  expect(await levels('/all')).toEqual(['maintainer 40', 'developer 30', 'reporter 20', 'outsider 30']);
  sandbox.setMember('acme/analytics', 'outsider', null);
  expect((await get(sandbox, analytics, 'outsider')).status).toBe(404);
});

test('protected branches are shown to maintainers', async () => {
  const sandbox = await openSandbox();
  const path = '/projects/acme%2Fplatform%2Fforecasting/protected_branches';
  expect((await get(sandbox, path)).status).toBe(403);
  expect((await get(sandbox, path, 'maintainer')).body).toMatchObject([
    { name: 'main', push_access_levels: [{ access_level: 40 }], allow_force_push: false },
  ]);
});

test('personal tokens work in both headers and know themselves, OAuth tokens only as bearer', async () => {
  const sandbox = await openSandbox();
  const { accessToken } = sandbox.issueTokens('developer', notelab.clientId, ['api']);
  const ask = async (path: string, headers: Record<string, string>) =>
    (await fetch(`${sandbox.url}/api/v4${path}`, { headers })).status;
  expect(await ask('/personal_access_tokens/self', { 'PRIVATE-TOKEN': 'glpat-sandbox-developer' })).toBe(200);
  expect(await ask('/user', { 'PRIVATE-TOKEN': accessToken })).toBe(401);
  expect(await ask('/personal_access_tokens/self', { authorization: `Bearer ${accessToken}` })).toBe(400);
  expect(await ask('/nonsense', {})).toBe(404);
});
