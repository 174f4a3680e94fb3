import { expect, test } from 'vitest';
import type { Visit } from '../browser.ts';
import { authorize, authorizeUrl, exchange, newCode, revoke } from '../oauth.ts';
import { afterwards } from '../target.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();

// RFC 7636 has others; these are from the guide of GitLab itself.
const verifier = 'ks02i3jdikdo2k0dkfodf3m39rjfjsdk0wk349rj3jrhf';
const challenge = '2i0WFA-0AerkjQm4X4oDEhqA17QIAKNjXpagHBXmO_U';

const parametersOf = (end: Visit) =>
  end.kind === 'left' ? Object.fromEntries(new URL(end.url).searchParams) : end;

test('who denies comes back with access_denied and the state', async () => {
  const end = await authorize(gitlab, { scope: 'read_user read_api' }, 'deny');
  expect(end).toMatchObject({ kind: 'left' });
  expect(end.url.startsWith(gitlab.application.redirectUri)).toBe(true);
  expect(parametersOf(end)).toMatchObject({ error: 'access_denied', state: 'some-state' });
});

test('who authorizes comes back with a code and the state', async () => {
  expect(parametersOf(await authorize(gitlab))).toEqual({ code: expect.any(String), state: 'some-state' });
});

test('PKCE with S256: the code needs the verifier of its challenge', async () => {
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const code = await newCode(gitlab, pkce);
  const without = await exchange(gitlab, code);
  expect([without.status, without.body]).toMatchObject([
    400,
    { error: 'invalid_request', error_description: 'Missing required parameter: code_verifier.' },
  ]);
  const wrong = await exchange(gitlab, code, { code_verifier: challenge });
  expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
  const right = await exchange(gitlab, await newCode(gitlab, pkce), { code_verifier: verifier });
  expect(right.status).toBe(200);
  afterwards(() => revoke(gitlab, right.body.access_token));
});

test('PKCE with plain: the verifier is the challenge', async () => {
  const code = await newCode(gitlab, { code_challenge: verifier, code_challenge_method: 'plain' });
  const { status, body } = await exchange(gitlab, code, { code_verifier: verifier });
  expect(status).toBe(200);
  afterwards(() => revoke(gitlab, body.access_token));
});

test('an unknown client, redirect address or scope gets an error page and no redirect', async () => {
  for (const change of [
    { client_id: 'nobody' },
    { redirect_uri: `${gitlab.application.redirectUri}/elsewhere` },
    { scope: 'no_such_scope' },
  ]) {
    // To whoever is signed in: others are sent to sign in first.
    await authorize(gitlab);
    const end = await authorize(gitlab, change);
    expect(end, JSON.stringify(change)).toMatchObject({ kind: 'page', status: 200 });
  }
});

test('who is not signed in is asked to sign in first, even for an unknown client', async () => {
  const reply = await fetch(authorizeUrl(gitlab, { client_id: 'nobody' }), { redirect: 'manual' });
  expect([reply.status, reply.headers.get('location')]).toEqual([
    302,
    expect.stringContaining('/users/sign_in'),
  ]);
});
