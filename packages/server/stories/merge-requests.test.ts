import {
  createBranch,
  createMergeRequest,
  fetchCheckout,
  getBranchMergeRequest,
  getMergeRequestProposal,
  listAuditLog,
  listMergeRequests,
  listReviewers,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { answers } from './gitlab-faults.ts';

let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  viewer = await world.signIn('viewer');
  connected = await connectProject(world, admin, 'acme/analytics');
});
afterAll(() => world?.close());
beforeEach(() => world.sandbox.faults.clear());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const inProject = () => ({ params: { projectId: connected.project.id } });
const ofBranch = (client: Client, branch: string) =>
  client.call(getBranchMergeRequest, { ...inCheckout(), query: { branch, fresh: 'true' } });
const list = async (client: Client) =>
  (await client.call(listMergeRequests, { ...inProject(), query: {} }))[0]!;
const wish = {
  sourceBranch: 'feature/churn-v2',
  targetBranch: 'main',
  title: 'Churn features, 90-day horizon',
  description: 'Sales asked for it.',
  draft: true,
  reviewerIds: [] as number[],
  removeSourceBranch: true,
  squash: false,
};
const create = async (client: Client, changes: Partial<typeof wish> = {}) =>
  waitForOperation(
    client,
    await client.call(createMergeRequest, { ...inCheckout(), body: { ...wish, ...changes } }),
  );

/** As somebody on GitLab's own pages. */
const onGitLab = (username: string, path: string, body: object = {}, method = 'POST') =>
  fetch(`${world.sandbox.url}/api/v4/projects/acme%2Fanalytics/merge_requests${path}`, {
    method,
    headers: { authorization: `Bearer glpat-sandbox-${username}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('the proposal comes from the branch’s commits, and from the default branch there is none to make', async () => {
  expect(await ofBranch(editor, 'main')).toEqual({
    mergeRequest: null,
    canCreate: false,
    askedAt: null,
    problem: null,
  });
  const target = { branch: 'feature/churn-v2', where: 'remote' } as const;
  await endOf(editor, await editor.call(switchBranch, { ...inCheckout(), body: target }));
  expect(await ofBranch(editor, 'feature/churn-v2')).toMatchObject({ mergeRequest: null, canCreate: true });
  expect(await editor.call(getMergeRequestProposal, { ...inCheckout(), query: {} })).toMatchObject({
    sourceBranch: 'feature/churn-v2',
    targetBranch: 'main',
    title: 'Churn v2',
    description: '- Use a 90-day horizon\n- Segments follow the horizon',
    commitCount: 2,
    unpushedCount: 0,
    squash: 'off',
    removeSourceBranch: true,
  });
});

test('an editor creates it as themselves, and everybody sees its state with their own account', async () => {
  const reviewers = await editor.call(listReviewers, { ...inCheckout(), query: { search: 'mara' } });
  expect(reviewers).toMatchObject([{ username: 'maintainer', name: 'Mara Maintainer' }]);
  const created = await create(editor, { reviewerIds: [reviewers[0]!.gitlabId] });
  expect(created.outcome).toMatchObject({ kind: 'merge-request-created', iid: 1, leftOutReviewers: 0 });
  expect(await ofBranch(admin, 'feature/churn-v2')).toMatchObject({
    canCreate: false,
    problem: null,
    mergeRequest: {
      iid: 1,
      title: wish.title,
      draft: true,
      author: { username: 'developer' },
      reviewers: [{ username: 'maintainer' }],
      pipeline: { status: expect.stringMatching(/pending|running|success/) },
      approvals: { approvedBy: [], required: 1, left: 1 },
      threads: null,
    },
  });
  const { entries } = await admin.call(listAuditLog, {
    params: { workspaceId: world.workspaceId },
    query: { search: 'merge-request' },
  });
  expect(entries).toMatchObject([
    { action: 'merge-request-created', subject: 'acme/analytics', details: { number: '!1' } },
  ]);
});

test('what happens on GitLab is seen after a fetch, without waiting', async () => {
  await onGitLab('maintainer', '/1/approve');
  await onGitLab('maintainer', '/1/discussions', { body: 'Why 90?' });
  await world.sandbox.setPipeline('acme/analytics', 'feature/churn-v2', 'failed');
  await endOf(editor, await editor.call(fetchCheckout, inCheckout()));
  const { mergeRequest } = await editor.call(getBranchMergeRequest, {
    ...inCheckout(),
    query: { branch: 'feature/churn-v2' },
  });
  expect(mergeRequest).toMatchObject({
    pipeline: { status: 'failed' },
    approvals: { approvedBy: ['Mara Maintainer'], left: 0 },
    threads: { total: 1, unresolved: 1, isPartial: false },
  });
});

test('a second one is refused with the number of the first, and nothing is made of a branch into itself', async () => {
  expect((await create(editor)).problem).toMatchObject({
    code: 'merge-request-exists',
    detail: expect.stringContaining('!1'),
  });
  const itself = editor.call(createMergeRequest, {
    ...inCheckout(),
    body: { ...wish, targetBranch: wish.sourceBranch },
  });
  await expect(itself).rejects.toMatchObject({
    reply: { code: 'invalid-input', fields: { targetBranch: expect.any(String) } },
  });
});

test('who has no account is told so quietly, where others see merge requests', async () => {
  const nothing = { problem: { code: 'account-missing', instanceId: world.instanceId } };
  expect(await ofBranch(viewer, 'feature/churn-v2')).toMatchObject({ mergeRequest: null, ...nothing });
  expect(await list(viewer)).toMatchObject({ mergeRequests: [], ...nothing });
  expect((await list(editor)).mergeRequests.map(({ iid }) => iid)).toEqual([1]);
});

test('a panel that asks on and on costs GitLab one question, and what GitLab cannot tell is said beside the rest', async () => {
  await list(admin);
  const before = world.sandbox.requests().length;
  await Promise.all([list(admin), list(admin), list(admin)]);
  expect(world.sandbox.requests().length).toBe(before);
  world.sandbox.faults.set({ match: 'GET /api', ...answers.tooMany });
  expect(await ofBranch(admin, 'dev')).toMatchObject({
    mergeRequest: null,
    canCreate: true,
    problem: { code: 'gitlab-rate-limited' },
  });
});

test('commits of a new branch are pushed first, described by the template of the repository', async () => {
  const commit = {
    branch: 'main',
    commit_message: 'Say how merge requests are described',
    actions: [
      {
        action: 'create',
        file_path: '.gitlab/merge_request_templates/Default.md',
        content: '## What and why\n',
      },
    ],
  };
  await onGitLab('maintainer', '/../repository/commits', commit);
  await endOf(editor, await editor.call(fetchCheckout, inCheckout()));
  const branch = { ...inCheckout(), body: { name: 'feature/late' } };
  await endOf(editor, await editor.call(createBranch, branch));
  const proposal = await editor.call(getMergeRequestProposal, { ...inCheckout(), query: { target: 'dev' } });
  expect(proposal).toMatchObject({
    targetBranch: 'dev',
    newPageUrl: null,
    description: '## What and why\n',
    fromTemplate: true,
  });
  expect(proposal.unpushedCount).toBe(proposal.commitCount);
  const created = await create(editor, { sourceBranch: 'feature/late', draft: false });
  expect(created.outcome).toMatchObject({ kind: 'merge-request-created', iid: 2 });
  expect(await ofBranch(editor, 'feature/late')).toMatchObject({ mergeRequest: { iid: 2, draft: false } });
});

test('when GitLab’s answer is lost nothing is made twice, and the panel shows what was made', async () => {
  const wanted = { sourceBranch: 'feature/late', targetBranch: 'dev' };
  world.sandbox.faults.set({
    match: /^POST .*\/merge_requests$/,
    kind: 'drop-after-bytes',
    times: 1,
  });
  expect((await create(editor, wanted)).problem?.code).toBe('gitlab-unavailable');
  expect((await create(editor, wanted)).problem?.code).toBe('merge-request-exists');
  expect((await list(editor)).mergeRequests.map(({ targetBranch }) => targetBranch)).toContain('dev');
});

test('what GitLab refuses is said in its words, and the push stays', async () => {
  const missing = await create(editor, { sourceBranch: 'feature/late', targetBranch: 'nowhere' });
  expect(missing.problem).toMatchObject({ code: 'gitlab-refused', raw: 'target_branch does not exist' });
  world.sandbox.setMember('acme/analytics', 'developer', 20);
  const reporter = await create(editor, { sourceBranch: 'feature/late', targetBranch: 'feature/churn-v2' });
  expect(reporter.problem).toMatchObject({
    code: 'gitlab-forbidden',
    detail: expect.stringContaining('acme/analytics'),
  });
});

test('what was merged is still known when its branch is gone from GitLab', async () => {
  await onGitLab('maintainer', '/1', { title: wish.title }, 'PUT');
  expect((await onGitLab('maintainer', '/1/merge', {}, 'PUT')).status).toBe(200);
  await endOf(admin, await admin.call(fetchCheckout, inCheckout()));
  expect(await ofBranch(admin, 'feature/churn-v2')).toMatchObject({
    mergeRequest: { iid: 1, state: 'merged' },
    canCreate: false,
  });
});
