import { expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { type Answer, type ReceivedRequest, startTestServer, testDispatcher } from '../test-server.ts';
import { createGitLabClient } from './client.ts';

async function serve(answer: (request: ReceivedRequest) => Answer) {
  const server = await startTestServer(answer);
  const token = async () => new Secret('a-token');
  const client = createGitLabClient({ instance: server.origin, token, dispatcher: testDispatcher() });
  return { ...server, client };
}

const approvedBy = [{ user: { id: 3, name: 'Mara Maintainer' }, approved_at: '2026-11-01T10:00:00Z' }];

test.each([
  [
    'those that are missing',
    { approved: false, approvals_required: 2, approvals_left: 1, approved_by: approvedBy },
    { approvedBy: ['Mara Maintainer'], required: 2, left: 1 },
  ],
  [
    'those of the free edition, which requires none',
    { approved: true, approved_by: approvedBy },
    { approvedBy: ['Mara Maintainer'], required: null, left: 0 },
  ],
])('approvals are read: %s', async (_case, json, expected) => {
  const { client, requests } = await serve(() => ({ json }));
  expect(await client.findApprovals(12, 4)).toEqual(expected);
  expect(requests[0]?.url).toBe('/api/v4/projects/12/merge_requests/4/approvals');
});

test.each([403, 404])(
  'approvals that GitLab does not show are null (%i), an outage is an error',
  async (status) => {
    const { client } = await serve(() => ({ status, json: { message: `${status}` } }));
    expect(await client.findApprovals(12, 4)).toBeNull();
    const down = await serve(() => ({ status: 503 }));
    await expect(down.client.findApprovals(12, 4)).rejects.toMatchObject({ kind: 'unavailable' });
  },
);

const note = (resolvable: boolean, resolved?: boolean) => ({ id: 1, body: '', resolvable, resolved });

test('threads are counted over the pages; comments and notes of the system are none', async () => {
  const pages = [
    [
      { id: 'a', notes: [note(true, true), note(true, false)] },
      { id: 'b', notes: [note(false)] },
    ],
    [{ id: 'c', notes: [note(true, true), note(false)] }],
  ];
  const { client, requests } = await serve(({ url }) => {
    const page = Number(new URL(url, 'http://x').searchParams.get('page'));
    return { json: pages[page - 1], headers: { 'x-next-page': page < 2 ? '2' : '' } };
  });
  expect(await client.countThreads(12, 4)).toEqual({ total: 2, unresolved: 1, isPartial: false });
  expect(requests[0]?.url).toBe('/api/v4/projects/12/merge_requests/4/discussions?page=1&per_page=100');
});

test('counting ends after some pages, and says so', async () => {
  const { client, requests } = await serve(() => ({
    json: [{ id: 'a', notes: [note(true, false)] }],
    headers: { 'x-next-page': '9' },
  }));
  expect(await client.countThreads(12, 4)).toEqual({ total: 3, unresolved: 3, isPartial: true });
  expect(requests).toHaveLength(3);
});

test('members are searched, those of the groups above included', async () => {
  const { client, requests } = await serve(() => ({
    json: [{ id: 3, username: 'mara', name: 'Mara', state: 'active', avatar_url: null, access_level: 40 }],
  }));
  expect(await client.listMembers(12, { search: 'ma ra' })).toEqual([
    { id: 3, username: 'mara', name: 'Mara', state: 'active', avatarUrl: null },
  ]);
  expect(requests[0]?.url).toBe('/api/v4/projects/12/members/all?query=ma+ra&per_page=20');
});
