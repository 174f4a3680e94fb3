import { expect, test } from 'vitest';
import {
  authorizeUrl,
  exchange,
  newCode,
  type OAuthReply,
  postForm,
  refresh,
  userStatus,
} from '../testing/oauth-client.ts';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';

const verifier = 'ks02i3jdikdo2k0dkfodf3m39rjfjsdk0wk349rj3jrhf';
const challenge = '2i0WFA-0AerkjQm4X4oDEhqA17QIAKNjXpagHBXmO_U';
const grantText =
  'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';

function expectError(reply: OAuthReply, status: number, error: string, description?: string): void {
  expect(reply.status).toBe(status);
  expect(reply.body.error).toBe(error);
  if (description !== undefined) expect(reply.body.error_description).toBe(description);
  expect(reply.headers.get('www-authenticate')).toBe(
    `Bearer realm="Doorkeeper", error="${error}", error_description="${reply.body.error_description}"`,
  );
  expect(reply.headers.get('cache-control')).toBe('no-store');
}

test('a code becomes tokens once', async () => {
  const sandbox = await openSandbox();
  const code = newCode(sandbox);
  const first = await exchange(sandbox, code);
  expect(first.status).toBe(200);
  expect(first.body).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
    token_type: 'Bearer',
    expires_in: 7200,
    refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/),
    scope: 'api',
    created_at: expect.closeTo(Date.now() / 1000, -1),
  });
  expect(await userStatus(sandbox, first.body.access_token)).toBe(200);
  expectError(await exchange(sandbox, code), 400, 'invalid_grant', grantText);
});

test('codes expire after ten minutes and belong to one redirect address', async () => {
  const sandbox = await openSandbox();
  const late = newCode(sandbox);
  sandbox.setClockOffset(10 * 60_000);
  expectError(await exchange(sandbox, late), 400, 'invalid_grant', grantText);
  const code = newCode(sandbox);
  const elsewhere = { redirect_uri: 'http://127.0.0.1:4321/callback/' };
  expectError(await exchange(sandbox, code, elsewhere), 400, 'invalid_grant', grantText);
  const missing = 'Missing required parameter: redirect_uri.';
  expectError(await exchange(sandbox, code, { redirect_uri: undefined }), 400, 'invalid_request', missing);
  expect((await exchange(sandbox, code)).status).toBe(200);
});

test('the verifier must fit the challenge, with S256 and plain', async () => {
  const sandbox = await openSandbox();
  const s256 = { code_challenge: challenge, code_challenge_method: 'S256' };
  const code = newCode(sandbox, 'developer', s256);
  const missing = 'Missing required parameter: code_verifier.';
  expectError(await exchange(sandbox, code), 400, 'invalid_request', missing);
  expectError(await exchange(sandbox, code, { code_verifier: challenge }), 400, 'invalid_grant', grantText);
  expect((await exchange(sandbox, code, { code_verifier: verifier })).status).toBe(200);
  const plain = newCode(sandbox, 'developer', { code_challenge: 'abc', code_challenge_method: 'plain' });
  expect((await exchange(sandbox, plain, { code_verifier: 'abc' })).status).toBe(200);
});

test('mistakes of the client have Doorkeeper’s answers', async () => {
  const sandbox = await openSandbox();
  const code = newCode(sandbox);
  expectError(await exchange(sandbox, code, { client_secret: 'wrong' }), 401, 'invalid_client');
  expectError(await exchange(sandbox, code, { client_id: 'nobody' }), 401, 'invalid_client');
  expectError(await exchange(sandbox, code, { grant_type: 'password' }), 400, 'unsupported_grant_type');
  const missing = (name: string) => `Missing required parameter: ${name}.`;
  expectError(
    await exchange(sandbox, code, { grant_type: undefined }),
    400,
    'invalid_request',
    missing('grant_type'),
  );
  expectError(await exchange(sandbox, code, { code: undefined }), 400, 'invalid_request', missing('code'));
  expectError(await refresh(sandbox, ''), 400, 'invalid_request', missing('refresh_token'));
});

test('credentials may come by Basic, and public applications send only their id', async () => {
  const sandbox = await openSandbox();
  const basic = { authorization: `Basic ${btoa(`${notelab.clientId}:${notelab.clientSecret}`)}` };
  const form = {
    grant_type: 'authorization_code',
    code: newCode(sandbox),
    redirect_uri: notelab.redirectUris[0],
    client_id: undefined,
    client_secret: undefined,
  };
  expect((await postForm(sandbox, '/oauth/token', form, basic)).status).toBe(200);
  sandbox.addOAuthApplication({ ...notelab, clientId: 'public', clientSecret: undefined });
  const code = newCode(sandbox, 'developer', { client_id: 'public' });
  const reply = await exchange(sandbox, code, { client_id: 'public', client_secret: undefined });
  expect(reply.status).toBe(200);
});

test('a refresh rotates the pair: both old tokens die at once', async () => {
  const sandbox = await openSandbox();
  const first = (await exchange(sandbox, newCode(sandbox))).body;
  const second = await refresh(sandbox, first.refresh_token);
  expect(second.status).toBe(200);
  expect(await userStatus(sandbox, first.access_token)).toBe(401);
  expect(await userStatus(sandbox, second.body.access_token)).toBe(200);
  expectError(await refresh(sandbox, first.refresh_token), 400, 'invalid_grant', grantText);
});

test('of two refreshes at the same time one wins and its pair stays valid', async () => {
  const sandbox = await openSandbox();
  const { refreshToken } = sandbox.issueTokens('developer', notelab.clientId, ['api']);
  const replies = await Promise.all([refresh(sandbox, refreshToken), refresh(sandbox, refreshToken)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  const winner = replies.find(({ status }) => status === 200)!;
  expect(await userStatus(sandbox, winner.body.access_token)).toBe(200);
  expect((await refresh(sandbox, winner.body.refresh_token)).status).toBe(200);
});

test('a refresh works after the access token has expired and may narrow but not widen the scope', async () => {
  const sandbox = await openSandbox();
  const { accessToken, refreshToken } = sandbox.issueTokens('developer', notelab.clientId, [
    'read_api',
    'read_user',
  ]);
  sandbox.expireAccessTokens('developer');
  expect(await userStatus(sandbox, accessToken)).toBe(401);
  expectError(await refresh(sandbox, refreshToken, { scope: 'api' }), 400, 'invalid_scope');
  const narrowed = await refresh(sandbox, refreshToken, { scope: 'read_user' });
  expect(narrowed.body.scope).toBe('read_user');
});

test('revoking either token kills both; unknown tokens are fine, foreign ones are not', async () => {
  const sandbox = await openSandbox();
  const pair = sandbox.issueTokens('developer', notelab.clientId, ['api']);
  sandbox.addOAuthApplication({ ...notelab, clientId: 'other' });
  const foreign = await postForm(sandbox, '/oauth/revoke', { token: pair.accessToken, client_id: 'other' });
  expect(foreign.status).toBe(403);
  expect(foreign.body).toEqual({
    error: 'unauthorized_client',
    error_description: 'You are not authorized to revoke this token',
  });
  const unknown = await postForm(sandbox, '/oauth/revoke', { token: 'unknown' });
  expect([unknown.status, unknown.body]).toEqual([200, {}]);
  expect((await postForm(sandbox, '/oauth/revoke', { token: pair.refreshToken })).status).toBe(200);
  expect(await userStatus(sandbox, pair.accessToken)).toBe(401);
  expect((await refresh(sandbox, pair.refreshToken)).status).toBe(400);
});

test('token info and introspection tell about live tokens only', async () => {
  const sandbox = await openSandbox();
  const { accessToken } = sandbox.issueTokens('developer', notelab.clientId, ['api', 'read_user']);
  const info = () =>
    fetch(`${sandbox.url}/oauth/token/info`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect(await (await info()).json()).toMatchObject({
    resource_owner_id: 2,
    scope: ['api', 'read_user'],
    application: { uid: notelab.clientId },
  });
  const live = await postForm(sandbox, '/oauth/introspect', { token: accessToken });
  expect(live.body).toMatchObject({ active: true, scope: 'api read_user', client_id: notelab.clientId });
  sandbox.revokeApplication('developer', notelab.clientId);
  const dead = await info();
  expect([dead.status, ((await dead.json()) as { error: string }).error]).toEqual([401, 'invalid_token']);
  expect((await postForm(sandbox, '/oauth/introspect', { token: accessToken })).body).toEqual({
    active: false,
  });
});

test('unknown clients, redirects and scopes get an error page, never a redirect', async () => {
  const sandbox = await openSandbox();
  for (const change of [
    { client_id: 'nobody' },
    { redirect_uri: 'http://127.0.0.1:4321/callback?x=1' },
    { redirect_uri: 'http://localhost:4321/callback' },
    { scope: 'sudo' },
    { response_type: 'token' },
    { code_challenge_method: 'S512' },
  ]) {
    const reply = await fetch(authorizeUrl(sandbox, change), { redirect: 'manual' });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(await reply.text()).toContain('An error has occurred');
  }
});
