import { expect, test } from 'vitest';
import { askRefs } from '../git.ts';
import { authorize, exchange, newCode, newTokens, postForm, refresh } from '../oauth.ts';
import { call } from '../rest.ts';
import { registration, type SandboxTarget } from '../sandbox-target.ts';
import { openArranged } from './open-arranged.ts';

const hourMs = 3_600_000;

/** Both ways in with a token: what REST says, and git's status. */
async function tryToken(gitlab: SandboxTarget, token: string) {
  const { status, body, headers } = await call(gitlab, 'GET', '/user', { token });
  const git = await askRefs(gitlab, gitlab.project, 'upload-pack', { token });
  return { status, body, authenticate: headers.get('www-authenticate'), git: git.status };
}

test('a code expires after ten minutes', async () => {
  const gitlab = await openArranged();
  const [early, late] = [await newCode(gitlab), await newCode(gitlab)];
  gitlab.sandbox.setClockOffset(10 * 60_000 - 5_000);
  expect((await exchange(gitlab, early)).status).toBe(200);
  gitlab.sandbox.setClockOffset(10 * 60_000);
  const { status, body } = await exchange(gitlab, late);
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
});

test('an expired access token is told apart over REST, and denied to git as a wrong one', async () => {
  const gitlab = await openArranged();
  const { accessToken } = await newTokens(gitlab);
  gitlab.sandbox.setClockOffset(2 * hourMs);
  const description = 'Token is expired. You can either do re-authorization or token refresh.';
  expect(await tryToken(gitlab, accessToken)).toEqual({
    status: 401,
    body: { error: 'invalid_token', error_description: description },
    authenticate: `Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="${description}"`,
    git: 401,
  });
});

test('an unused refresh token does not expire', async () => {
  const gitlab = await openArranged();
  const { refreshToken } = await newTokens(gitlab);
  gitlab.sandbox.setClockOffset(365 * 24 * hourMs);
  expect((await refresh(gitlab, refreshToken)).status).toBe(200);
});

test('a lost reply to a refresh has spent the old pair: the user must link again', async () => {
  const gitlab = await openArranged();
  const { accessToken, refreshToken } = await newTokens(gitlab);
  gitlab.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'drop-after-bytes', times: 1 });
  await expect(refresh(gitlab, refreshToken)).rejects.toThrow();
  const { status, body } = await refresh(gitlab, refreshToken);
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
  expect((await tryToken(gitlab, accessToken)).status).toBe(401);
});

test('a user who revokes the application under Edit profile ends its tokens', async () => {
  const gitlab = await openArranged();
  const { accessToken, refreshToken } = await newTokens(gitlab);
  gitlab.sandbox.revokeApplication(gitlab.username, gitlab.application.clientId);
  expect(await tryToken(gitlab, accessToken)).toMatchObject({
    status: 401,
    body: {
      error: 'invalid_token',
      error_description: 'Token was revoked. You have to re-authorize from the user.',
    },
    git: 401,
  });
  const { status, body } = await refresh(gitlab, refreshToken);
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
});

test('the tokens of a deleted application are unknown', async () => {
  const gitlab = await openArranged();
  const { accessToken, refreshToken } = await newTokens(gitlab);
  gitlab.sandbox.deleteOAuthApplication(gitlab.application.clientId);
  const unknown = { status: 401, body: { message: '401 Unauthorized' }, git: 401 };
  expect(await tryToken(gitlab, accessToken)).toMatchObject(unknown);
  const { status, body } = await refresh(gitlab, refreshToken);
  // The tokens went with the application, and GitLab looks at the token first.
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
});

test('a public application sends its client id only, and is asked for every time', async () => {
  const gitlab = await openArranged();
  gitlab.sandbox.addOAuthApplication({ ...registration, clientId: 'public', clientSecret: undefined });
  const isPublic = { client_id: 'public', client_secret: undefined };
  const first = await exchange(gitlab, await newCode(gitlab, { client_id: 'public' }), isPublic);
  expect(first.status).toBe(200);
  expect((await refresh(gitlab, first.body.refresh_token, isPublic)).status).toBe(200);
  const end = await authorize(gitlab, { client_id: 'public' }, 'deny');
  expect(end.url).toContain('access_denied');
});

test('another application cannot revoke a token', async () => {
  const gitlab = await openArranged();
  const { accessToken } = await newTokens(gitlab);
  gitlab.sandbox.addOAuthApplication({ ...registration, clientId: 'other' });
  const { status, body } = await postForm(gitlab, '/oauth/revoke', {
    token: accessToken,
    client_id: 'other',
  });
  expect([status, body]).toEqual([
    403,
    {
      error: 'unauthorized_client',
      error_description: 'You are not authorized to revoke this token',
    },
  ]);
  expect((await tryToken(gitlab, accessToken)).status).toBe(200);
});
