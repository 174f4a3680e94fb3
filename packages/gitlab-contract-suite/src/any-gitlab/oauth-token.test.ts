import { expect, test } from 'vitest';
import { exchange, newCode, newTokens, type OAuthReply, postForm, refresh, revoke } from '../oauth.ts';
import { call } from '../rest.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

const grantText =
  'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';
const missing = (name: string) => `Missing required parameter: ${name}.`;

function expectError(reply: OAuthReply, status: number, error: string, description?: string): void {
  expect([reply.status, reply.body.error]).toEqual([status, error]);
  if (description !== undefined) expect(reply.body.error_description).toBe(description);
  expect(reply.headers.get('www-authenticate')).toBe(
    `Bearer realm="Doorkeeper", error="${error}", error_description="${reply.body.error_description}"`,
  );
  expect(reply.headers.get('cache-control')).toBe('no-store');
}

const userStatus = async (token: unknown) =>
  (await call(gitlab, 'GET', '/user', { token: String(token) })).status;

test('a code becomes a pair of tokens, once', async () => {
  const code = await newCode(gitlab);
  const first = await exchange(gitlab, code);
  afterwards(() => revoke(gitlab, first.body.access_token));
  expect([first.status, first.body]).toEqual([
    200,
    {
      access_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      token_type: 'Bearer',
      expires_in: 7200,
      refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/),
      scope: 'api',
      created_at: expect.closeTo(Date.now() / 1000, -3),
    },
  ]);
  expect(await userStatus(first.body.access_token)).toBe(200);
  expectError(await exchange(gitlab, code), 400, 'invalid_grant', grantText);
});

test('the redirect address is needed with a code, and ignored with a refresh token', async () => {
  const code = await newCode(gitlab);
  const without = await exchange(gitlab, code, { redirect_uri: undefined });
  expectError(without, 400, 'invalid_request', missing('redirect_uri'));
  const elsewhere = { redirect_uri: `${gitlab.application.redirectUri}/elsewhere` };
  expectError(await exchange(gitlab, code, elsewhere), 400, 'invalid_grant', grantText);
  const { refreshToken } = await newTokens(gitlab);
  const refreshed = await refresh(gitlab, refreshToken, elsewhere);
  afterwards(() => revoke(gitlab, refreshed.body.access_token));
  expect(refreshed.status).toBe(200);
});

test('the credentials of the application may come by Basic', async () => {
  const { clientId, clientSecret, redirectUri } = gitlab.application;
  const form = {
    grant_type: 'authorization_code',
    code: await newCode(gitlab),
    redirect_uri: redirectUri,
    client_id: undefined,
    client_secret: undefined,
  };
  const basic = { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const { status, body } = await postForm(gitlab, '/oauth/token', form, basic);
  afterwards(() => revoke(gitlab, body.access_token));
  expect(status).toBe(200);
});

test('an unknown client is invalid_client, unless its refresh token is already wrong', async () => {
  const code = await newCode(gitlab);
  expectError(await exchange(gitlab, code, { client_id: 'nobody' }), 401, 'invalid_client');
  expectError(await exchange(gitlab, code, { client_secret: 'wrong' }), 401, 'invalid_client');
  const { refreshToken } = await newTokens(gitlab);
  expectError(await refresh(gitlab, refreshToken, { client_id: 'nobody' }), 401, 'invalid_client');
  // GitLab looks at the token first.
  expectError(await refresh(gitlab, 'x', { client_id: 'nobody' }), 400, 'invalid_grant', grantText);
});

test('a wrong code or refresh token is invalid_grant', async () => {
  expectError(await exchange(gitlab, 'wrong'), 400, 'invalid_grant', grantText);
  expectError(await refresh(gitlab, 'wrong'), 400, 'invalid_grant', grantText);
});

test('a missing parameter is named, and a bad grant type is unsupported', async () => {
  for (const [form, name] of [
    [{}, 'grant_type'],
    [{ grant_type: 'authorization_code', redirect_uri: gitlab.application.redirectUri }, 'code'],
    [{ grant_type: 'refresh_token' }, 'refresh_token'],
  ] as const) {
    expectError(await postForm(gitlab, '/oauth/token', form), 400, 'invalid_request', missing(name));
  }
  const odd = await postForm(gitlab, '/oauth/token', { grant_type: 'carrier_pigeon' });
  expectError(odd, 400, 'unsupported_grant_type');
});

test('a refresh rotates: the old access token and the old refresh token both die at once', async () => {
  const old = await newTokens(gitlab);
  const renewed = await refresh(gitlab, old.refreshToken);
  afterwards(() => revoke(gitlab, renewed.body.access_token));
  expect(renewed.status).toBe(200);
  expect([await userStatus(old.accessToken), await userStatus(renewed.body.access_token)]).toEqual([
    401, 200,
  ]);
  expectError(await refresh(gitlab, old.refreshToken), 400, 'invalid_grant', grantText);
});

test('of two refreshes at the same time one wins, and its pair stays valid', async () => {
  const { refreshToken } = await newTokens(gitlab);
  const replies = await Promise.all([refresh(gitlab, refreshToken), refresh(gitlab, refreshToken)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
  expectError(replies.find(({ status }) => status === 400)!, 400, 'invalid_grant');
  const winner = replies.find(({ status }) => status === 200)!;
  expect(await userStatus(winner.body.access_token)).toBe(200);
  const next = await refresh(gitlab, winner.body.refresh_token);
  afterwards(() => revoke(gitlab, next.body.access_token));
  expect(next.status).toBe(200);
});

test('a wider scope on refresh is invalid_scope', async () => {
  const { refreshToken } = await newTokens(gitlab, 'read_user');
  expectError(await refresh(gitlab, refreshToken, { scope: 'api' }), 400, 'invalid_scope');
});

test('revoking answers {} also for unknown tokens, and either token of a pair kills both', async () => {
  const unknown = await revoke(gitlab, 'unknown');
  expect([unknown.status, unknown.body]).toEqual([200, {}]);
  for (const which of ['accessToken', 'refreshToken'] as const) {
    const pair = await newTokens(gitlab);
    const revoked = await revoke(gitlab, pair[which]);
    expect([revoked.status, revoked.body]).toEqual([200, {}]);
    expect(await userStatus(pair.accessToken)).toBe(401);
    expectError(await refresh(gitlab, pair.refreshToken), 400, 'invalid_grant', grantText);
  }
});

test('token/info tells whose a token is and what it may, and refuses a bad one', async () => {
  const { accessToken } = await newTokens(gitlab, 'api read_user');
  const info = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await fetch(`${gitlab.url}/oauth/token/info`, { headers });
    return { status: reply.status, body: (await reply.json()) as { error?: string; expires_in?: number } };
  };
  const { body: user } = await call(gitlab, 'GET', '/user');
  const { status, body } = await info(accessToken);
  expect([status, body]).toMatchObject([
    200,
    {
      resource_owner_id: user.id,
      scope: ['api', 'read_user'],
      scopes: ['api', 'read_user'],
      expires_in: expect.closeTo(7200, -2),
      application: { uid: gitlab.application.clientId },
      created_at: expect.closeTo(Date.now() / 1000, -3),
      expires_in_seconds: body.expires_in,
    },
  ]);
  const bad = await info('bad');
  expect([bad.status, bad.body.error]).toEqual([401, 'invalid_token']);
});

test('introspection tells about live tokens, and nothing but active: false about others', async () => {
  const { accessToken } = await newTokens(gitlab, 'api read_user');
  const ask = (token: string) => postForm(gitlab, '/oauth/introspect', { token });
  expect((await ask(accessToken)).body).toMatchObject({
    active: true,
    scope: 'api read_user',
    client_id: gitlab.application.clientId,
    token_type: 'Bearer',
    exp: expect.any(Number),
    iat: expect.any(Number),
  });
  await revoke(gitlab, accessToken);
  expect((await ask(accessToken)).body).toEqual({ active: false });
  expect((await ask('unknown')).body).toEqual({ active: false });
});
