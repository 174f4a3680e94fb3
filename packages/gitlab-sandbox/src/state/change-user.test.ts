import { expect, test } from 'vitest';
import { refresh, userStatus } from '../testing/oauth-client.ts';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';

async function open() {
  const sandbox = await openSandbox();
  const pair = sandbox.issueTokens('developer', notelab.clientId, ['api']);
  const get = (path: string, token = pair.accessToken) =>
    fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const git = async (token = pair.accessToken) => {
    const headers = { authorization: `Basic ${btoa(`oauth2:${token}`)}` };
    const path = '/acme/analytics.git/info/refs?service=git-upload-pack';
    const reply = await fetch(`${sandbox.url}${path}`, { headers });
    return [reply.status, reply.headers.get('www-authenticate'), (await reply.text()).slice(0, 26)];
  };
  return { sandbox, pair, get, git };
}

test('a renamed user has the same id and tokens, and another name', async () => {
  const { sandbox, get } = await open();
  const { id } = (await (await get('/api/v4/user')).json()) as { id: number };
  sandbox.renameUser('developer', { username: 'dev', name: 'Dee', email: 'dee@acme.example' });
  expect(await (await get('/api/v4/user')).json()).toMatchObject({
    id,
    username: 'dev',
    name: 'Dee',
    commit_email: 'dee@acme.example',
    web_url: `${sandbox.url}/dev`,
  });
  expect(() => sandbox.renameUser('dev', { username: 'Reporter' })).toThrow(/exists already/);
});

test('a blocked user is told so by the API and turned away by git; tokens work again afterwards', async () => {
  const { sandbox, pair, get, git } = await open();
  sandbox.setBlocked('developer', true);
  const reply = await get('/api/v4/user');
  expect([reply.status, await reply.json()]).toEqual([
    403,
    { message: '403 Forbidden - Your account has been blocked.' },
  ]);
  expect(await git()).toEqual([401, 'Basic realm="GitLab"', 'HTTP Basic: Access denied.']);
  // Doorkeeper knows nothing of blocked users.
  const renewed = await refresh(sandbox, pair.refreshToken);
  expect(renewed.status).toBe(200);
  expect(await userStatus(sandbox, renewed.body.access_token)).toBe(403);
  sandbox.setBlocked('developer', false);
  expect(await userStatus(sandbox, renewed.body.access_token)).toBe(200);
});

test('the tokens of a deleted user are unknown', async () => {
  const { sandbox, pair, get, git } = await open();
  sandbox.deleteUser('developer');
  const reply = await get('/api/v4/user');
  expect([reply.status, await reply.json()]).toEqual([401, { message: '401 Unauthorized' }]);
  expect((await git())[0]).toBe(401);
  expect(await refresh(sandbox, pair.refreshToken)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });
  const maintainer = sandbox.issueTokens('maintainer', notelab.clientId, ['api']).accessToken;
  expect((await get('/api/v4/projects/acme%2Fanalytics/merge_requests', maintainer)).status).toBe(200);
});
