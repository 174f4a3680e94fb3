import { expect, test } from 'vitest';
import { authorizeUrl, refresh, userStatus } from '../testing/oauth-client.ts';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';

// What GitLab is known to do stands in packages/gitlab-contract-suite; here is what else the sandbox does.

test('a refresh works after the access token has expired and may narrow the scope', async () => {
  const sandbox = await openSandbox();
  const { accessToken, refreshToken } = sandbox.issueTokens('developer', notelab.clientId, [
    'read_api',
    'read_user',
  ]);
  sandbox.expireAccessTokens('developer');
  expect(await userStatus(sandbox, accessToken)).toBe(401);
  const narrowed = await refresh(sandbox, refreshToken, { scope: 'read_user' });
  expect(narrowed.body.scope).toBe('read_user');
});

test('mistakes of an authorization request get an error page, never a redirect', async () => {
  const sandbox = await openSandbox();
  for (const change of [
    { redirect_uri: 'http://127.0.0.1:4321/callback?x=1' },
    { redirect_uri: 'http://localhost:4321/callback' },
    { response_type: 'token' },
    { code_challenge_method: 'S512' },
  ]) {
    const reply = await fetch(authorizeUrl(sandbox, change), { redirect: 'manual' });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(await reply.text()).toContain('An error has occurred');
  }
});
