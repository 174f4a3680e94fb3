import { describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { type Answer, type ReceivedRequest, startTestServer, testDispatcher } from '../test-server.ts';
import { createGitLabClient } from './client.ts';

const user = {
  id: 7,
  username: 'developer',
  name: 'Dana Developer',
  state: 'active',
  avatar_url: null,
  web_url: 'https://gitlab.example.com/developer',
  email: 'dana@example.com',
  public_email: '',
  commit_email: '7-developer@users.noreply.gitlab.example.com',
};

const project = {
  id: 12,
  path_with_namespace: 'acme/platform/forecasting',
  path: 'forecasting',
  name: 'Forecasting',
  namespace: { id: 3, full_path: 'acme/platform', kind: 'group' },
  visibility: 'private',
  archived: false,
  default_branch: 'main',
  empty_repo: false,
  web_url: 'https://gitlab.example.com/acme/platform/forecasting',
  avatar_url: null,
  http_url_to_repo: 'https://gitlab.example.com/acme/platform/forecasting.git',
  last_activity_at: '2025-11-01T10:00:00.000Z',
  star_count: 3,
  permissions: { project_access: null, group_access: null },
};

const branch = {
  name: 'feature/a#1.x',
  commit: {
    id: '9fceb02d0ae598e95dc970b74767f19372d61af8',
    title: 'Add the model',
    authored_date: '2025-11-01T09:00:00.000+01:00',
  },
  merged: false,
  protected: false,
  developers_can_push: false,
  developers_can_merge: false,
  can_push: true,
  default: false,
  web_url: 'https://gitlab.example.com/acme/platform/forecasting/-/tree/feature/a',
};

async function serve(answer: (request: ReceivedRequest) => Answer, subPath = '') {
  const server = await startTestServer(answer);
  const client = createGitLabClient({
    instance: `${server.origin}${subPath}`,
    token: async () => new Secret('a-token'),
    dispatcher: testDispatcher(),
  });
  return { ...server, client };
}

describe('getCurrentUser', () => {
  test.each(['', '/gitlab'])('asks with the token (sub-path %j)', async (subPath) => {
    const { client, requests } = await serve(() => ({ json: user }), subPath);
    expect(await client.getCurrentUser()).toEqual({
      id: 7,
      username: 'developer',
      name: 'Dana Developer',
      state: 'active',
      avatarUrl: null,
      webUrl: 'https://gitlab.example.com/developer',
      email: 'dana@example.com',
      commitEmail: '7-developer@users.noreply.gitlab.example.com',
    });
    expect(requests[0]?.url).toBe(`${subPath}/api/v4/user`);
    expect(requests[0]?.headers.authorization).toBe('Bearer a-token');
  });

  test('a revoked authorisation is told apart', async () => {
    const description = 'Token was revoked. You have to re-authorize from the user.';
    const { client } = await serve(() => ({
      status: 401,
      json: { error: 'invalid_token', error_description: description },
    }));
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'token-revoked' });
  });

  test.each<[string, Answer]>([
    ['a sign-in page of a proxy', { headers: { 'content-type': 'text/html' }, text: '<html></html>' }],
    ['another object', { json: { hello: 'world' } }],
    ['broken JSON', { headers: { 'content-type': 'application/json' }, text: '{"id":' }],
  ])('%s is unexpected', async (_case, answer) => {
    const { client } = await serve(() => answer);
    await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'unexpected' });
  });
});

describe('listProjects', () => {
  test('asks for one page and reports the next', async () => {
    const { client, requests, origin } = await serve(({ url }) => {
      const page = Number(new URL(url, 'http://x').searchParams.get('page'));
      const next = page < 3 ? String(page + 1) : '';
      const link = `<https://gitlab.example.com/api/v4/projects?page=${next}>; rel="next"`;
      const headers: Record<string, string> = { 'x-next-page': next, ...(next && { link }) };
      return { json: [{ ...project, id: page }], headers };
    });
    const first = await client.listProjects({
      minAccessLevel: 30,
      search: 'fore cast',
      page: 1,
      perPage: 50,
    });
    expect(first.projects.map(({ id }) => id)).toEqual([1]);
    expect(first.nextPage).toBe(2);
    expect((await client.listProjects({ minAccessLevel: 30, page: 3 })).nextPage).toBeNull();
    expect(requests).toHaveLength(2);
    const { pathname, searchParams } = new URL(requests[0]?.url ?? '', origin);
    expect(pathname).toBe('/api/v4/projects');
    expect(Object.fromEntries(searchParams)).toEqual({
      search: 'fore cast',
      search_namespaces: 'true',
      min_access_level: '30',
      order_by: 'last_activity_at',
      sort: 'desc',
      page: '1',
      per_page: '50',
      pagination: 'offset',
    });
  });

  test('presents a project', async () => {
    const { client } = await serve(() => ({ json: [project] }));
    const { projects } = await client.listProjects({ minAccessLevel: 30, archived: false });
    expect(projects).toEqual([
      {
        id: 12,
        path: 'acme/platform/forecasting',
        name: 'Forecasting',
        namespace: 'acme/platform',
        visibility: 'private',
        archived: false,
        defaultBranch: 'main',
        webUrl: 'https://gitlab.example.com/acme/platform/forecasting',
        avatarUrl: null,
        httpUrl: 'https://gitlab.example.com/acme/platform/forecasting.git',
        lastActivityAt: '2025-11-01T10:00:00.000Z',
        starCount: 3,
        squashOption: 'default_off',
        removeSourceBranchAfterMerge: false,
      },
    ]);
  });

  test('an answer that is no list is unexpected', async () => {
    const { client } = await serve(() => ({ json: { projects: [] } }));
    await expect(client.listProjects({ minAccessLevel: 30 })).rejects.toMatchObject({ kind: 'unexpected' });
  });
});

describe('getProject', () => {
  test('follows the redirect of a renamed project below the sub-path', async () => {
    const { client, requests } = await serve(
      ({ url }) =>
        url.endsWith('/12')
          ? { json: project }
          : { status: 302, headers: { location: '/gitlab/api/v4/projects/12' } },
      '/gitlab',
    );
    expect((await client.getProject('acme/old-name')).path).toBe('acme/platform/forecasting');
    expect(requests.map(({ url }) => url)).toEqual([
      '/gitlab/api/v4/projects/acme%2Fold-name',
      '/gitlab/api/v4/projects/12',
    ]);
  });

  test('a project that is missing or not visible is not found', async () => {
    const { client } = await serve(() => ({ status: 404, json: { message: '404 Project Not Found' } }));
    await expect(client.getProject(99)).rejects.toMatchObject({
      kind: 'not-found',
      gitlabMessage: '404 Project Not Found',
    });
  });

  test.each([
    ['null', null, false],
    ['a name that does not exist yet', 'main', true],
  ])('an empty repository has no default branch (GitLab says %s)', async (_case, defaultBranch, isEmpty) => {
    const { client } = await serve(() => ({
      json: { ...project, default_branch: defaultBranch, empty_repo: isEmpty },
    }));
    expect((await client.getProject(12)).defaultBranch).toBeNull();
  });

  test('who may not see the code is not told the default branch, which is not to say that there is none', async () => {
    const { default_branch: _, ...seenByGuest } = project;
    const { client } = await serve(() => ({ json: seenByGuest }));
    expect((await client.getProject(12)).defaultBranch).toBeUndefined();
  });

  test.each(['', '.', '..'])('%j is not taken for a path', async (path) => {
    const { client, requests } = await serve(() => ({ json: project }));
    await expect(client.getProject(path)).rejects.toMatchObject({ kind: 'invalid' });
    expect(requests).toEqual([]);
  });
});

describe('branches', () => {
  test('are listed page by page', async () => {
    const { client, requests, origin } = await serve(() => ({
      json: [branch],
      headers: { 'x-next-page': '3' },
    }));
    expect(await client.listBranches(12, { search: 'feature', page: 2, perPage: 100 })).toEqual({
      branches: [
        {
          name: 'feature/a#1.x',
          protected: false,
          default: false,
          canPush: true,
          commit: {
            id: '9fceb02d0ae598e95dc970b74767f19372d61af8',
            title: 'Add the model',
            authoredAt: '2025-11-01T09:00:00.000+01:00',
          },
        },
      ],
      nextPage: 3,
    });
    const { pathname, searchParams } = new URL(requests[0]?.url ?? '', origin);
    expect(pathname).toBe('/api/v4/projects/12/repository/branches');
    expect(Object.fromEntries(searchParams)).toMatchObject({ search: 'feature', page: '2', per_page: '100' });
  });

  test('names with slashes, dots and # reach GitLab encoded', async () => {
    const { client, requests } = await serve(() => ({ json: branch }));
    expect((await client.findBranch(12, 'feature/a#1.x'))?.canPush).toBe(true);
    expect(requests[0]?.url).toBe('/api/v4/projects/12/repository/branches/feature%2Fa%231.x');
  });

  test('a missing branch is null, a missing project an error', async () => {
    const branchMissing = await serve(() => ({ status: 404, json: { message: '404 Branch Not Found' } }));
    expect(await branchMissing.client.findBranch(12, 'gone')).toBeNull();
    const projectMissing = await serve(() => ({ status: 404, json: { message: '404 Project Not Found' } }));
    await expect(projectMissing.client.findBranch(12, 'main')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

test('getVersion reads version and revision', async () => {
  const { client, requests } = await serve(() => ({ json: { version: '18.5.1-ee', revision: '1f2e3d4c' } }));
  expect(await client.getVersion()).toEqual({ version: '18.5.1-ee', revision: '1f2e3d4c' });
  expect(requests[0]?.url).toBe('/api/v4/version');
});

test('an unusable token never reaches the network', async () => {
  const server = await startTestServer(() => ({ json: user }));
  const token = async () => new Secret('a\r\nx-injected: 1');
  const client = createGitLabClient({ instance: server.origin, token, dispatcher: testDispatcher() });
  await expect(client.getCurrentUser()).rejects.toMatchObject({ kind: 'unexpected' });
  expect(server.requests).toEqual([]);
});
