import { expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { type Answer, startTestServer, testDispatcher } from '../test-server.ts';
import { createGitLabClient } from './client.ts';

const mergeRequest = {
  id: 100,
  iid: 4,
  project_id: 12,
  title: 'Add the model',
  description: '',
  state: 'opened',
  draft: false,
  source_branch: 'feature/model',
  target_branch: 'main',
  merge_status: 'checking',
  detailed_merge_status: 'checking',
  has_conflicts: false,
  source_project_id: 12,
  sha: '9fceb02d0ae598e95dc970b74767f19372d61af8',
  user_notes_count: 2,
  author: { id: 7, username: 'developer', name: 'Dana Developer' },
  web_url: 'https://gitlab.example.com/acme/analytics/-/merge_requests/4',
  created_at: '2025-11-01T10:00:00.000Z',
  updated_at: '2025-11-01T11:00:00.000Z',
};

async function serve(answer: Answer) {
  const server = await startTestServer(() => answer);
  const token = async () => new Secret('a-token');
  const client = createGitLabClient({ instance: server.origin, token, dispatcher: testDispatcher() });
  return { ...server, client };
}

const wanted = { sourceBranch: 'feature/model', targetBranch: 'main', title: 'Add the model' };

test('a merge request is created from branches, title and description', async () => {
  const { client, requests } = await serve({ status: 201, json: mergeRequest });
  const created = await client.createMergeRequest(12, {
    ...wanted,
    description: 'Why & how',
    reviewerIds: [8, 9],
    removeSourceBranch: true,
    squash: false,
  });
  if (created.kind !== 'created') throw new Error(created.kind);
  expect(created.mergeRequest).toEqual({
    iid: 4,
    title: 'Add the model',
    description: '',
    state: 'opened',
    draft: false,
    sourceBranch: 'feature/model',
    targetBranch: 'main',
    mergeStatus: 'checking',
    hasConflicts: false,
    sourceProjectId: 12,
    sha: '9fceb02d0ae598e95dc970b74767f19372d61af8',
    author: { id: 7, username: 'developer', name: 'Dana Developer', avatarUrl: null },
    reviewers: [],
    noteCount: 2,
    pipeline: null,
    webUrl: 'https://gitlab.example.com/acme/analytics/-/merge_requests/4',
    createdAt: '2025-11-01T10:00:00.000Z',
    updatedAt: '2025-11-01T11:00:00.000Z',
  });
  expect(requests[0]).toMatchObject({ method: 'POST', url: '/api/v4/projects/12/merge_requests' });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    source_branch: 'feature/model',
    target_branch: 'main',
    title: 'Add the model',
    description: 'Why & how',
    reviewer_ids: [8, 9],
    remove_source_branch: true,
    squash: false,
  });
});

test.each<[string, Answer, string]>([
  [
    'one into itself',
    { status: 422, json: { message: ["You can't use same project/branch for source and target"] } },
    'invalid',
  ],
  ['one in an archived project', { status: 403, json: { message: '403 Forbidden' } }, 'forbidden'],
])('%s is refused as GitLab refuses it, and not sent twice', async (_case, answer, kind) => {
  const { client, requests } = await serve(answer);
  await expect(client.createMergeRequest(12, wanted)).rejects.toMatchObject({ kind });
  expect(requests).toHaveLength(1);
});

test.each<[string, number | null]>([
  ['Another open merge request already exists for this source branch: !17', 17],
  ['Conflict', null],
])('a second one for the branch is no error: %s', async (message, iid) => {
  const { client } = await serve({ status: 409, json: { message: [message] } });
  expect(await client.createMergeRequest(12, wanted)).toEqual({ kind: 'exists', iid });
});

test('open merge requests of a branch are listed', async () => {
  const { client, requests, origin } = await serve({ json: [mergeRequest], headers: { 'x-next-page': '' } });
  const page = await client.listMergeRequests(12, { state: 'opened', sourceBranch: 'feature/model' });
  expect(page.mergeRequests.map(({ iid }) => iid)).toEqual([4]);
  expect(page.nextPage).toBeNull();
  const { pathname, searchParams } = new URL(requests[0]?.url ?? '', origin);
  expect(pathname).toBe('/api/v4/projects/12/merge_requests');
  expect(Object.fromEntries(searchParams)).toMatchObject({ state: 'opened', source_branch: 'feature/model' });
});

test('one merge request is read by its number, with its pipeline', async () => {
  const pipeline = {
    status: 'success',
    detailed_status: { label: 'passed with warnings' },
    web_url: 'https://gitlab.example.com/acme/analytics/-/pipelines/61',
  };
  const { client, requests } = await serve({
    json: { ...mergeRequest, state: 'merged', head_pipeline: pipeline },
  });
  expect(await client.getMergeRequest(12, 4)).toMatchObject({
    state: 'merged',
    pipeline: {
      status: 'success',
      label: 'passed with warnings',
      webUrl: 'https://gitlab.example.com/acme/analytics/-/pipelines/61',
    },
  });
  expect(requests[0]?.url).toBe('/api/v4/projects/12/merge_requests/4');
});
