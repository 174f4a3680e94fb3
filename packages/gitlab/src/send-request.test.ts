import { describe, expect, test } from 'vitest';
import { GitLabError } from './gitlab-error.ts';
import { Secret } from './secret.ts';
import { type GitLabRequest, sendRequest } from './send-request.ts';
import { type Answer, startTestServer, testDispatcher } from './test-server.ts';

const token = new Secret('planted-token-value');

/** Answers one after the other; the last one is repeated. */
async function serve(...answers: Answer[]) {
  let index = 0;
  const server = await startTestServer(() => answers[Math.min(index++, answers.length - 1)] ?? {});
  const dispatcher = testDispatcher();
  const send = (options: Partial<GitLabRequest> = {}) =>
    sendRequest({
      instance: server.origin,
      method: 'GET',
      url: `${server.origin}/api/v4/user`,
      token: async () => token,
      dispatcher,
      ...options,
    });
  return { ...server, send };
}

async function failure(promise: Promise<unknown>): Promise<GitLabError> {
  const error = await promise.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(GitLabError);
  return error;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

describe("GitLab's error answers", () => {
  const expired = 'Token is expired. You can either do re-authorization or token refresh.';
  const revoked = 'Token was revoked. You have to re-authorize from the user.';
  const scope = 'The request requires higher privileges than provided by the access token.';

  test.each<[string, Answer, Partial<GitLabError>]>([
    [
      'an unknown token',
      { status: 401, json: { message: '401 Unauthorized' } },
      { kind: 'unauthorized', status: 401, gitlabMessage: '401 Unauthorized' },
    ],
    [
      'an expired token',
      { status: 401, json: { error: 'invalid_token', error_description: expired } },
      { kind: 'token-expired', gitlabMessage: expired, oauthError: 'invalid_token' },
    ],
    [
      'a revoked token',
      { status: 401, json: { error: 'invalid_token', error_description: revoked } },
      { kind: 'token-revoked', gitlabMessage: revoked },
    ],
    [
      'a missing scope',
      { status: 403, json: { error: 'insufficient_scope', error_description: scope, scope: 'api' } },
      { kind: 'insufficient-scope', gitlabMessage: scope },
    ],
    ['403', { status: 403, json: { message: '403 Forbidden' } }, { kind: 'forbidden' }],
    [
      '404',
      { status: 404, json: { message: '404 Project Not Found' } },
      { kind: 'not-found', gitlabMessage: '404 Project Not Found' },
    ],
    [
      'a missing parameter',
      { status: 400, json: { error: 'title is missing' } },
      { kind: 'invalid', gitlabMessage: 'title is missing', oauthError: null },
    ],
    [
      'a failed validation',
      { status: 400, json: { message: { name: ['has already been taken'] } } },
      { kind: 'invalid', gitlabMessage: 'name has already been taken' },
    ],
    [
      'the same source and target',
      { status: 422, json: { message: ["You can't use same project/branch for source and target"] } },
      { kind: 'invalid', gitlabMessage: "You can't use same project/branch for source and target" },
    ],
    [
      'a duplicate merge request',
      {
        status: 409,
        json: { message: ['Another open merge request already exists for this source branch: !1'] },
      },
      {
        kind: 'conflict',
        gitlabMessage: 'Another open merge request already exists for this source branch: !1',
      },
    ],
    [
      'a moved project',
      { status: 405, json: { message: 'Non GET methods are not allowed for moved projects' } },
      { kind: 'invalid', gitlabMessage: 'Non GET methods are not allowed for moved projects' },
    ],
    [
      '500',
      { status: 500, json: { message: '500 Internal Server Error' } },
      { kind: 'unavailable', status: 500 },
    ],
    [
      'the error page of a proxy',
      { status: 500, headers: html, text: '<html><title>We are\n back soon</title><style>…</style></html>' },
      { kind: 'unavailable', status: 500, gitlabMessage: 'a web page: We are back soon' },
    ],
    ['a teapot', { status: 418, text: '' }, { kind: 'unexpected', status: 418, gitlabMessage: null }],
  ])('%s', async (_case, answer, expected) => {
    const { send, requests } = await serve(answer);
    expect(await failure(send())).toMatchObject(expected);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers.authorization).toBe('Bearer planted-token-value');
  });

  test.each([
    [
      'with a title',
      '<html><head><title>Down for maintenance</title></head></html>',
      'a web page: Down for maintenance',
    ],
    ['without one', '<h1>planted-token-value</h1>', 'a web page'],
    ['whose title repeats the token', '<title>planted-token-value</title>', 'a web page: [secret]'],
  ])('a web page %s is no answer, whatever its status', async (_case, text, gitlabMessage) => {
    const { send } = await serve({ status: 200, headers: html, text });
    expect(await failure(send())).toMatchObject({ kind: 'unexpected', status: 200, gitlabMessage });
  });

  test('a token that an answer repeats is not in the error', async () => {
    const { send } = await serve({
      status: 403,
      json: { message: `${token.reveal()} may not, x:y@ https://u:p@h/` },
    });
    const error = await failure(send());
    expect(error.gitlabMessage).toBe('[secret] may not, x:y@ https://[secret]@h/');
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(token.reveal());
  });
});

describe('rate limits', () => {
  const throttled = { status: 429, text: 'Retry later\n' };

  test('a short wait is waited, then the request is sent again', async () => {
    const { send, requests } = await serve(
      { ...throttled, headers: { 'retry-after': '1' } },
      { json: { id: 1 } },
    );
    const startedAt = performance.now();
    expect((await send()).body).toEqual({ id: 1 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
    expect(requests).toHaveLength(2);
  });

  test('a long wait is reported at once', async () => {
    const { send, requests } = await serve({ ...throttled, headers: { 'retry-after': '58' } });
    expect(await failure(send())).toMatchObject({
      kind: 'rate-limited',
      retryAfterSeconds: 58,
      gitlabMessage: 'Retry later',
    });
    expect(requests).toHaveLength(1);
  });

  test('a wait of years is an hour', async () => {
    const { send } = await serve({ ...throttled, headers: { 'retry-after': '9'.repeat(400) } });
    expect(await failure(send())).toMatchObject({ retryAfterSeconds: 3600 });
  });

  test('the JSON form without a time says sixty seconds', async () => {
    const message = { error: 'This endpoint has been requested too many times. Try again later.' };
    const { send } = await serve({ status: 429, json: { message } });
    expect(await failure(send())).toMatchObject({
      kind: 'rate-limited',
      retryAfterSeconds: 60,
      gitlabMessage: message.error,
    });
  });

  test('RateLimit-Reset counts when Retry-After is absent', async () => {
    const resetSeconds = Math.floor(Date.now() / 1000) + 30;
    const { send } = await serve({ ...throttled, headers: { 'ratelimit-reset': String(resetSeconds) } });
    const { retryAfterSeconds } = await failure(send());
    expect(retryAfterSeconds).toBeGreaterThan(27);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
  });
});

describe('retries', () => {
  test.each([502, 503, 504])('GET is sent again after %i', async (status) => {
    const { send, requests } = await serve({ status, text: 'x' }, { status, text: 'x' }, { json: { id: 1 } });
    expect((await send()).body).toEqual({ id: 1 });
    expect(requests).toHaveLength(3);
  });

  test('GET is sent again after a broken connection, with a token asked for anew', async () => {
    const { send, requests } = await serve({ breaks: true }, { json: { id: 1 } });
    const tokens = [new Secret('old'), new Secret('new')];
    await send({ token: async () => tokens.shift() ?? token });
    expect(requests.map((request) => request.headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
  });

  test('three attempts are the most', async () => {
    const { send, requests } = await serve({ status: 503, text: 'down' });
    expect(await failure(send())).toMatchObject({ kind: 'unavailable', status: 503, gitlabMessage: 'down' });
    expect(requests).toHaveLength(3);
  });

  test.each<[string, Answer]>([
    ['503', { status: 503, text: 'down' }],
    ['a broken connection', { breaks: true }],
    ['429', { status: 429, text: 'Retry later\n', headers: { 'retry-after': '0' } }],
  ])('POST is not repeated after %s', async (_case, answer) => {
    const { send, requests } = await serve(answer);
    await failure(send({ method: 'POST', body: '{}' }));
    expect(requests).toHaveLength(1);
  });

  test('an instance that is down is unavailable', async () => {
    const { send, origin } = await serve({ json: {} });
    const url = `${origin.replace(/\d+$/, '1')}/`;
    expect(await failure(send({ url }))).toMatchObject({
      kind: 'unavailable',
      status: null,
      gitlabMessage: 'ECONNREFUSED',
    });
  });

  test('ten seconds without an answer are unavailable, once', { timeout: 20_000 }, async () => {
    const { send, requests } = await serve({ json: {}, delayMs: 15_000 });
    const startedAt = performance.now();
    expect(await failure(send())).toMatchObject({ kind: 'unavailable', status: null });
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    expect(requests).toHaveLength(1);
  });

  test('what the token function throws passes through and nothing is sent', async () => {
    const { send, requests } = await serve({ json: {} });
    const noAccount = new Error('connect-account');
    await expect(send({ token: () => Promise.reject(noAccount) })).rejects.toBe(noAccount);
    expect(requests).toEqual([]);
  });
});

describe('redirects', () => {
  test('inside the instance are followed with the token', async () => {
    const { origin, requests, send } = await serve(
      { status: 302, headers: { location: '/gitlab/api/v4/projects/7' } },
      { json: { id: 7 } },
    );
    const instance = `${origin}/gitlab`;
    const answer = await send({ instance, url: `${instance}/api/v4/projects/old%2Fname` });
    expect(answer.body).toEqual({ id: 7 });
    expect(requests.map((request) => request.url)).toEqual([
      '/gitlab/api/v4/projects/old%2Fname',
      '/gitlab/api/v4/projects/7',
    ]);
    expect(requests[1]?.headers.authorization).toBe('Bearer planted-token-value');
  });

  test('to another host are refused and the other host sees nothing', async () => {
    const evil = await startTestServer(() => ({ json: {} }));
    const { send } = await serve({ status: 302, headers: { location: `${evil.origin}/api/v4/user` } });
    const error = await failure(send());
    expect(error).toMatchObject({ kind: 'address-refused', status: 302 });
    expect(error.gitlabMessage).toContain(evil.origin);
    expect(evil.requests).toEqual([]);
  });

  test('out of the sub-path are refused', async () => {
    const { send, origin, requests } = await serve({ status: 301, headers: { location: '/other/api' } });
    const instance = `${origin}/gitlab`;
    expect(await failure(send({ instance, url: `${instance}/api/v4/user` }))).toMatchObject({
      kind: 'address-refused',
    });
    expect(requests).toHaveLength(1);
  });

  test('of a POST are not followed', async () => {
    const { send, requests } = await serve({ status: 307, headers: { location: '/elsewhere' } });
    expect(await failure(send({ method: 'POST', body: 'x' }))).toMatchObject({ kind: 'unexpected' });
    expect(requests).toHaveLength(1);
  });

  test('in a circle end', async () => {
    const { send, requests } = await serve({ status: 302, headers: { location: '/api/v4/user' } });
    expect(await failure(send())).toMatchObject({ kind: 'unexpected', gitlabMessage: 'too many redirects' });
    expect(requests).toHaveLength(4);
  });
});

test('an answer without end is cut off', async () => {
  const { send } = await serve({ text: 'a'.repeat(21 * 1024 * 1024) });
  expect(await failure(send())).toMatchObject({
    kind: 'unexpected',
    gitlabMessage: 'the answer is too large',
  });
});
