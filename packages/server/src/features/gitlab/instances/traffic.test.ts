import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstanceId } from '@notelab/contract';
import { errorFromFailure } from '@notelab/gitlab';
import { Agent, type Dispatcher, request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NotAskedError } from './traffic/not-asked-error.ts';
import { createTraffic, regardless, type Traffic } from './traffic.ts';

const id = 'instance' as InstanceId;
const agent = new Agent({ headersTimeout: 200 });
let answer: RequestListener;
let traffic: Traffic;
let instance: { id: InstanceId; url: string };
let closeServer: () => Promise<unknown>;

beforeEach(async () => {
  const server = createServer((incoming, response) => answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeServer = () => new Promise((resolve) => server.close(resolve));
  const { port } = server.address() as AddressInfo;
  instance = { id, url: `http://127.0.0.1:${port}/gitlab` };
  traffic = createTraffic();
});
afterEach(() => closeServer());

interface Ask {
  signal?: AbortSignal;
  dispatcher?: Dispatcher;
  headers?: Record<string, string>;
}

async function ask(path: string, options: Ask = {}): Promise<number> {
  const dispatcher = traffic.watch(instance, agent);
  const { statusCode, body } = await request(new URL(path, instance.url), { dispatcher, ...options });
  await body.dump();
  return statusCode;
}

const says = (status: number, headers: Record<string, string> = {}) => {
  answer = (_incoming, response) => response.writeHead(status, headers).end('here');
};

test('answers are counted by how they ended, and the last failure is named', async () => {
  says(200);
  await ask('/gitlab/api/v4/user');
  says(404);
  await ask('/gitlab/api/v4/projects/1');
  says(502);
  await ask('/gitlab/api/v4/projects/2?private=thing');
  expect(traffic.of(id)).toMatchObject({
    requests: 3,
    answers: { ok: 1, refused: 1, 'server-error': 1, 'rate-limited': 0, 'no-answer': 0 },
    latencyMs: { p50: expect.any(Number), p95: expect.any(Number) },
    lastSuccess: expect.any(Date),
    lastFailure: { words: 'HTTP 502' },
  });
});

test('no answer is an answer of its own kind, and what the caller gave up is none', async () => {
  answer = (incoming) => incoming.socket.destroy();
  await expect(ask('/gitlab/oauth/token')).rejects.toThrow();
  answer = () => {};
  await expect(ask('/gitlab/api/v4/user')).rejects.toThrow();
  await expect(ask('/gitlab/api/v4/user', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  expect(traffic.of(id).answers['no-answer']).toBe(3);
  expect(traffic.of(id).lastFailure?.words).toBe('GitLab is not available: no answer in time');

  const cancelled = new AbortController();
  const asked = ask('/gitlab/api/v4/user', { signal: cancelled.signal });
  cancelled.abort();
  await expect(asked).rejects.toThrow();
  expect(traffic.of(id).requests).toBe(3);
});

test('what goes to another place than the instance is not counted', async () => {
  says(200);
  await ask('/gitlab-storage/object');
  expect(traffic.of(id).requests).toBe(0);
});

test('the least that a user has left is kept until GitLab counts anew, by its own clock', async () => {
  const twoHours = 2 * 60 * 60_000;
  const theirs = Date.now() + twoHours;
  const limited = (left: number) =>
    says(200, {
      date: new Date(theirs).toUTCString(),
      'ratelimit-limit': '2000',
      'ratelimit-remaining': String(left),
      'ratelimit-reset': String(Math.floor(theirs / 1000) + 30),
      'ratelimit-name': 'throttle_authenticated_api',
    });
  limited(12);
  await ask('/gitlab/api/v4/user');
  limited(1990);
  await ask('/gitlab/api/v4/user');
  const { rateLimit } = traffic.of(id);
  expect(rateLimit).toMatchObject({ name: 'throttle_authenticated_api', limit: 2000, left: 12 });
  const waitMs = rateLimit!.resetsAt.getTime() - Date.now();
  expect(waitMs).toBeGreaterThan(20_000);
  expect(waitMs).toBeLessThan(40_000);
});

describe('a GitLab that is down', () => {
  async function goDown(): Promise<void> {
    says(502);
    for (let time = 0; time < 5; time += 1) await ask('/gitlab/api/v4/user');
  }

  test('is not asked again by everybody: they are told at once for how long, and when it is tried', async () => {
    const heard: unknown[] = [];
    traffic.onCircuit((...change) => heard.push(change));
    await goDown();
    const refused = await ask('/gitlab/group/project.git/info/refs?service=git-upload-pack').catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(NotAskedError);
    expect(errorFromFailure(refused)).toMatchObject({ kind: 'unavailable', gitlabMessage: 'HTTP 502' });
    expect((refused as NotAskedError).describe('GitLab')).toBe(
      'GitLab does not answer, for 1 second now. Notelab asks again in 5 seconds.',
    );
    expect(traffic.of(id)).toMatchObject({
      requests: 5,
      answers: { 'server-error': 5, 'held-back': 1 },
      lastFailure: { words: 'HTTP 502' },
      circuit: { state: 'open' },
    });
    expect(heard).toEqual([[instance, true, 'HTTP 502']]);
  });

  test('is asked nevertheless what must go out, and its answer ends the waiting for all', async () => {
    await goDown();
    says(200);
    const dispatcher = regardless(traffic.watch(instance, agent));
    expect(await ask('/gitlab/oauth/revoke', { dispatcher })).toBe(200);
    expect(await ask('/gitlab/api/v4/user')).toBe(200);
    expect(traffic.of(id).circuit.state).toBe('closed');
  });

  test('does not keep others waiting for what is not behind its door', async () => {
    await goDown();
    expect(await ask('/gitlab-storage/object')).toBe(502);
  });
});

test.each([401, 403, 404, 429, 500])('a GitLab that answers %i is not down', async (status) => {
  says(status);
  for (let time = 0; time < 10; time += 1) expect(await ask('/gitlab/api/v4/user')).toBe(status);
  expect(traffic.of(id).circuit.state).toBe('closed');
});

test('who is asked to slow down waits; the others do not, nor what must go out', async () => {
  const of = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  says(429, { 'retry-after': '30' });
  await ask('/gitlab/api/v4/user', of('a'));
  says(200);
  await expect(ask('/gitlab/api/v4/user', of('a'))).rejects.toMatchObject({
    kind: 'rate-limited',
    status: 429,
    retryAfterSeconds: 30,
  });
  expect(await ask('/gitlab/api/v4/user', of('b'))).toBe(200);
  const dispatcher = regardless(traffic.watch(instance, agent));
  expect(await ask('/gitlab/oauth/token', { ...of('a'), dispatcher })).toBe(200);
});
