import { createHash, randomBytes } from 'node:crypto';
import { calculatePKCECodeChallenge } from 'openid-client';
import { describe, expect, test } from 'vitest';
import { beginAuthorization, exchangeCode, refreshTokens, revokeToken } from './oauth.ts';
import { readTokenInfo } from './read-token-info.ts';
import { Secret } from './secret.ts';
import { type Answer, startTestServer, testDispatcher } from './test-server.ts';

const clientId = 'notelab-client';
const clientSecret = new Secret('gloas-application-secret');
const redirectUri = 'http://127.0.0.1:4321/api/gitlab/callback';

const invalidGrant =
  'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.';

function oauthFailure(status: number, error: string, description: string): Answer {
  const challenge = `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`;
  return {
    status,
    json: { error, error_description: description },
    headers: { 'www-authenticate': challenge, 'cache-control': 'no-store' },
  };
}

/** Answers as Doorkeeper does; `issued` is the one pair that is valid at a time. */
async function startOAuthServer(subPath = '') {
  const issued = { accessToken: '', refreshToken: '' };
  const codes = new Map<string, string>();
  const issue = (): Answer => {
    issued.accessToken = randomBytes(32).toString('hex');
    issued.refreshToken = randomBytes(32).toString('hex');
    return {
      headers: { 'cache-control': 'no-store' },
      json: {
        access_token: issued.accessToken,
        token_type: 'Bearer',
        expires_in: 7200,
        refresh_token: issued.refreshToken,
        scope: 'api',
        created_at: Math.floor(Date.now() / 1000),
      },
    };
  };
  const server = await startTestServer(({ url, body, headers }) => {
    const form = new URLSearchParams(body);
    if (url === `${subPath}/oauth/token`) {
      if (form.get('client_id') !== clientId) {
        return oauthFailure(401, 'invalid_client', 'Client authentication failed due to unknown client.');
      }
      if (form.get('grant_type') === 'refresh_token') {
        const isCurrent = form.get('refresh_token') === issued.refreshToken;
        return isCurrent ? issue() : oauthFailure(400, 'invalid_grant', invalidGrant);
      }
      const challenge = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const hash = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isValid = challenge === hash && form.get('redirect_uri') === redirectUri;
      return isValid ? issue() : oauthFailure(400, 'invalid_grant', invalidGrant);
    }
    if (url === `${subPath}/oauth/revoke`) {
      if (form.get('token') !== 'token-of-another-client') return { json: {} };
      return {
        status: 403,
        json: {
          error: 'unauthorized_client',
          error_description: 'You are not authorized to revoke this token',
        },
      };
    }
    if (url === `${subPath}/oauth/token/info`) {
      if (headers.authorization !== `Bearer ${issued.accessToken}`) {
        return oauthFailure(401, 'invalid_token', 'The access token is invalid');
      }
      return {
        json: {
          resource_owner_id: 42,
          scope: ['api'],
          expires_in: 7100,
          application: { uid: clientId },
          created_at: 1_700_000_000,
          scopes: ['api'],
          expires_in_seconds: 7100,
        },
      };
    }
    return { status: 404, text: 'not found' };
  });
  const instance = `${server.origin}${subPath}`;
  const application = { instance, clientId, clientSecret, dispatcher: testDispatcher() };

  const begin = async (code: string) => {
    const begun = await beginAuthorization({ ...application, redirectUri, scope: 'api' });
    codes.set(code, new URL(begun.url).searchParams.get('code_challenge') ?? '');
    return begun;
  };
  const signIn = async () => {
    const { codeVerifier } = await begin('a-code');
    return await exchangeCode({ ...application, redirectUri, code: 'a-code', codeVerifier });
  };
  return { ...server, application, begin, signIn };
}

test('the challenge is that of the RFC vector', async () => {
  expect(await calculatePKCECodeChallenge('ks02i3jdikdo2k0dkfodf3m39rjfjsdk0wk349rj3jrhf')).toBe(
    '2i0WFA-0AerkjQm4X4oDEhqA17QIAKNjXpagHBXmO_U',
  );
});

describe('beginAuthorization', () => {
  test.each(['https://gitlab.com', 'https://example.com/gitlab'])(
    'leads to the page of %s',
    async (instance) => {
      const { url, state, codeVerifier } = await beginAuthorization({
        instance,
        clientId,
        redirectUri,
        scope: 'api',
      });
      const { origin, pathname, searchParams } = new URL(url);
      expect(`${origin}${pathname}`).toBe(`${instance}/oauth/authorize`);
      expect(Object.fromEntries(searchParams)).toEqual({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'api',
        state,
        code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      expect(url).not.toContain(codeVerifier);
    },
  );

  test('gives every attempt its own state and verifier, long enough not to be guessed', async () => {
    const options = { instance: 'https://gitlab.com', clientId, redirectUri, scope: 'api' };
    const [one, two] = await Promise.all([beginAuthorization(options), beginAuthorization(options)]);
    expect(one.state).not.toBe(two.state);
    expect(one.codeVerifier).not.toBe(two.codeVerifier);
    expect(one.state.length).toBeGreaterThanOrEqual(43);
    expect(one.codeVerifier.length).toBeGreaterThanOrEqual(43);
  });
});

describe('exchangeCode', () => {
  test.each(['', '/gitlab'])('obtains tokens (sub-path %j)', async (subPath) => {
    const { signIn, requests } = await startOAuthServer(subPath);
    const tokens = await signIn();
    expect(tokens.accessToken.reveal()).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.refreshToken?.reveal()).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens.scopes).toEqual(['api']);
    const lifetimeMs = tokens.expiresAt.getTime() - Date.now();
    expect(lifetimeMs).toBeGreaterThan(7_190_000);
    expect(lifetimeMs).toBeLessThanOrEqual(7_200_000);
    expect(JSON.stringify(tokens)).not.toContain(tokens.accessToken.reveal());
    expect(requests.map((request) => request.url)).toEqual([`${subPath}/oauth/token`]);
    const form = new URLSearchParams(requests[0]?.body);
    expect(form.get('redirect_uri')).toBe(redirectUri);
    expect(form.get('client_secret')).toBe(clientSecret.reveal());
  });

  test('a public application sends its client id only', async () => {
    const { application, begin, requests } = await startOAuthServer();
    const { codeVerifier } = await begin('a-code');
    const publicApplication = { ...application, clientSecret: undefined };
    await exchangeCode({ ...publicApplication, redirectUri, code: 'a-code', codeVerifier });
    const form = new URLSearchParams(requests[0]?.body);
    expect(form.get('client_id')).toBe(clientId);
    expect(form.has('client_secret')).toBe(false);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  test('a code works once', async () => {
    const { application, begin } = await startOAuthServer();
    const { codeVerifier } = await begin('a-code');
    const options = { ...application, redirectUri, code: 'a-code', codeVerifier };
    await exchangeCode(options);
    await expect(exchangeCode(options)).rejects.toMatchObject({
      kind: 'invalid',
      status: 400,
      oauthError: 'invalid_grant',
      gitlabMessage: invalidGrant,
    });
  });

  test("another attempt's verifier is refused", async () => {
    const { application, begin } = await startOAuthServer();
    await begin('a-code');
    const other = await begin('another-code');
    const options = { ...application, redirectUri, code: 'a-code', codeVerifier: other.codeVerifier };
    await expect(exchangeCode(options)).rejects.toMatchObject({ oauthError: 'invalid_grant' });
  });

  test('an unknown client is unauthorized', async () => {
    const { application, begin } = await startOAuthServer();
    const { codeVerifier } = await begin('a-code');
    const options = { ...application, clientId: 'other', redirectUri, code: 'a-code', codeVerifier };
    await expect(exchangeCode(options)).rejects.toMatchObject({
      kind: 'unauthorized',
      oauthError: 'invalid_client',
    });
  });

  test.each<[string, Answer]>([
    ['a web page', { headers: { 'content-type': 'text/html' }, text: '<html>planted</html>' }],
    ['JSON without a token', { json: { token_type: 'Bearer', note: 'planted' } }],
  ])('%s in place of tokens is unexpected, and is not quoted', async (_case, answer) => {
    const server = await startTestServer(() => answer);
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    const error = await exchangeCode({ ...application, redirectUri, code: 'c', codeVerifier: 'v' }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ name: 'GitLabError', kind: 'unexpected' });
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toContain('planted');
  });
});

describe('refreshTokens', () => {
  test.each([
    ['no lifetime', {}, 7200],
    ['a lifetime of no time', { expires_in: 0 }, 600],
    ['another lifetime', { expires_in: 3600 }, 3600],
    ['a lifetime that is over', { expires_in: -1 }, 7200],
    ['a lifetime in words', { expires_in: 'soon' }, 7200],
    ['a lifetime beyond all time', { expires_in: 1e300 }, 30 * 24 * 3600],
  ])('an answer with %s and from two hours ago is good from now on', async (_case, said, seconds) => {
    const created_at = Math.floor(Date.now() / 1000) - 7200;
    const json = { access_token: 'a', token_type: 'Bearer', refresh_token: 'r2', created_at, ...said };
    const server = await startTestServer(() => ({ json }));
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    const before = Date.now();
    const outcome = await refreshTokens({ ...application, refreshToken: new Secret('r') });
    const expiresAt = outcome.kind === 'refreshed' ? outcome.tokens.expiresAt.getTime() : 0;
    expect(expiresAt).toBeGreaterThanOrEqual(before + seconds * 1000);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + seconds * 1000);
  });

  test('without a new refresh token the old one is kept', async () => {
    const server = await startTestServer(() => ({ json: { access_token: 'a', token_type: 'Bearer' } }));
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    const outcome = await refreshTokens({ ...application, refreshToken: new Secret('old') });
    expect(outcome.kind === 'refreshed' && outcome.tokens.refreshToken?.reveal()).toBe('old');
  });

  test('gives a new pair', async () => {
    const { application, signIn } = await startOAuthServer();
    const before = await signIn();
    const outcome = await refreshTokens({ ...application, refreshToken: before.refreshToken! });
    if (outcome.kind !== 'refreshed') throw new Error(outcome.kind);
    expect(outcome.tokens.accessToken.reveal()).not.toBe(before.accessToken.reveal());
    expect(outcome.tokens.refreshToken?.reveal()).not.toBe(before.refreshToken?.reveal());
  });

  test('of two at the same time one wins, the other learns that the grant is used', async () => {
    const { application, signIn, requests } = await startOAuthServer();
    const { refreshToken } = await signIn();
    const outcomes = await Promise.all([
      refreshTokens({ ...application, refreshToken: refreshToken! }),
      refreshTokens({ ...application, refreshToken: refreshToken! }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['invalid-grant', 'refreshed']);
    expect(requests).toHaveLength(3);
    const winner = outcomes.find((outcome) => outcome.kind === 'refreshed');
    const { instance, dispatcher } = application;
    const info = await readTokenInfo({ instance, dispatcher, accessToken: winner!.tokens.accessToken });
    expect(info.userId).toBe(42);
  });

  test.each<[string, Answer, string]>([
    ['503', { status: 503, text: 'down' }, 'unavailable'],
    ['500', { status: 500, text: '' }, 'unavailable'],
    ['429', { status: 429, text: 'Retry later\n', headers: { 'retry-after': '3' } }, 'rate-limited'],
    ['a broken connection', { breaks: true }, 'unavailable'],
    ['a web page', { headers: { 'content-type': 'text/html' }, text: '<html></html>' }, 'unexpected'],
    ['a redirect', { status: 302, headers: { location: 'https://login.example.com/' } }, 'address-refused'],
    [
      'an unknown client',
      oauthFailure(401, 'invalid_client', 'Client authentication failed.'),
      'unauthorized',
    ],
  ])('%s says nothing about the tokens and is not sent again', async (_case, answer, kind) => {
    const server = await startTestServer(() => answer);
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    const outcome = await refreshTokens({ ...application, refreshToken: new Secret('r') });
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: { kind } });
    expect(server.requests).toHaveLength(1);
  });

  test('ten seconds without an answer are unavailable', { timeout: 20_000 }, async () => {
    const server = await startTestServer(() => ({ json: {}, delayMs: 15_000 }));
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    const startedAt = performance.now();
    const outcome = await refreshTokens({ ...application, refreshToken: new Secret('r') });
    expect(outcome).toMatchObject({ kind: 'unavailable', reason: { kind: 'unavailable' } });
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });
});

describe('revokeToken', () => {
  test('sends the token with the client credentials', async () => {
    const { application, requests } = await startOAuthServer('/gitlab');
    await revokeToken({ ...application, token: new Secret('some-token') });
    expect(requests[0]?.url).toBe('/gitlab/oauth/revoke');
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      token: 'some-token',
      client_id: clientId,
      client_secret: clientSecret.reveal(),
    });
  });

  test("another client's token is forbidden", async () => {
    const { application } = await startOAuthServer();
    await expect(
      revokeToken({ ...application, token: new Secret('token-of-another-client') }),
    ).rejects.toMatchObject({
      kind: 'forbidden',
      gitlabMessage: 'You are not authorized to revoke this token',
    });
  });

  test('an instance that is down is unavailable', async () => {
    const server = await startTestServer(() => ({ status: 502, text: '' }));
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    await expect(revokeToken({ ...application, token: new Secret('t') })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  test('a maintenance page that says 200 revoked nothing', async () => {
    const page = { headers: { 'content-type': 'text/html' }, text: '<title>Maintenance</title>' };
    const server = await startTestServer(() => page);
    const application = { instance: server.origin, clientId, dispatcher: testDispatcher() };
    await expect(revokeToken({ ...application, token: new Secret('some-token') })).rejects.toMatchObject({
      kind: 'unexpected',
      gitlabMessage: 'a web page: Maintenance',
    });
  });
});

describe('readTokenInfo', () => {
  test('says who, what for and how long', async () => {
    const { application, signIn } = await startOAuthServer('/gitlab');
    const { accessToken } = await signIn();
    const { instance, dispatcher } = application;
    expect(await readTokenInfo({ instance, dispatcher, accessToken })).toEqual({
      userId: 42,
      scopes: ['api'],
      expiresInSeconds: 7100,
      applicationUid: clientId,
    });
  });

  test('an unknown token is unauthorized', async () => {
    const { application } = await startOAuthServer();
    const { instance, dispatcher } = application;
    await expect(readTokenInfo({ instance, dispatcher, accessToken: new Secret('x') })).rejects.toMatchObject(
      {
        kind: 'unauthorized',
      },
    );
  });
});
