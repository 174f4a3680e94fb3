import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newId, type RepositoryId } from '@notelab/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerWithPass } from './answer-credential-request.ts';
import { type CredentialSocket, openCredentialSocket } from './credential-socket.ts';

const instanceId = 'abcdefghij0123456789';
const gatewayUrl = `http://127.0.0.1:7777/i/${instanceId}/`;
const secret = 'nlp_secret';
const good = { protocol: 'http', host: '127.0.0.1:7777', path: `i/${instanceId}/acme/analytics.git` };
const pass = { username: 'notelab', password: secret };
let folder: string;
let socket: CredentialSocket;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nl-test-'));
  const repositories = [
    { path: 'acme/analytics', repositoryId: newId<RepositoryId>() },
    { path: 'Acme/Platform/Forecasting', repositoryId: newId<RepositoryId>() },
  ];
  const answer = answerWithPass({ gatewayUrl, repositories, secret });
  socket = await openCredentialSocket({ folder, owner: null, answer });
});
afterEach(async () => {
  await socket.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends bytes as they are and collects what comes back until the end. */
function say(bytes: string | Buffer, path = socket.path): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect(path);
    let reply = '';
    client.on('data', (chunk) => {
      reply += chunk;
    });
    client.on('close', () => resolve(reply));
    client.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve(reply);
      else reject(error);
    });
    client.write(bytes);
  });
}
const ask = async (question: unknown) => JSON.parse(await say(`${JSON.stringify(question)}\n`));

describe('the credential socket', () => {
  test('hands the pass to git that goes to the gateway and to a repository of the pass', async () => {
    expect(await ask(good)).toEqual(pass);
    const nested = `i/${instanceId}/acme/platform/forecasting.git`;
    expect(await ask({ ...good, path: nested })).toEqual(pass);
  });

  test.each([
    ['https', { protocol: 'https' }],
    ['another protocol', { protocol: 'ftp' }],
    ['a protocol with a colon', { protocol: 'http:' }],
    ['an empty protocol', { protocol: '' }],
    ['a foreign host', { host: 'evil.test' }],
    ['the instance itself', { host: 'gitlab.com' }],
    ['a host with a dot at its end', { host: '127.0.0.1.:7777' }],
    ['another port', { host: '127.0.0.1:7778' }],
    ['no port', { host: '127.0.0.1' }],
    ['a longer port', { host: '127.0.0.1:77770' }],
    ['localhost', { host: 'localhost:7777' }],
    ['another spelling of the address', { host: '127.1:7777' }],
    ['a name that looks like it', { host: '127.0.0.1:7777.evil.test' }],
    ['a name in front', { host: 'x@127.0.0.1:7777' }],
    ['a carriage return', { host: '127.0.0.1:7777\rhost=evil.test' }],
    ['a NUL', { host: '127.0.0.1:7777\0' }],
    ['another repository', { path: `i/${instanceId}/acme/secret.git` }],
    ['another instance', { path: `i/${'z'.repeat(20)}/acme/analytics.git` }],
    ['no path', { path: '' }],
    ['a path with a slash in front', { path: `/i/${instanceId}/acme/analytics.git` }],
    ['a path without .git', { path: `i/${instanceId}/acme/analytics` }],
    ['a longer path', { path: `i/${instanceId}/acme/analytics.git/info/refs` }],
    ['a path that goes up', { path: `i/${instanceId}/acme/x/../analytics.git` }],
    ['an encoded path', { path: `i/${instanceId}/acme%2fanalytics.git` }],
    ['no host', { host: undefined }],
    ['a number', { path: 1 }],
    ['a list', { host: ['127.0.0.1:7777'] }],
  ])('answers nothing to %s', async (_case, change) => {
    expect(await ask({ ...good, ...change })).toEqual({});
  });

  test.each([
    ['text', 'hello\n'],
    ['git attributes', 'protocol=http\nhost=127.0.0.1:7777\n\n'],
    ['a string', '"http"\n'],
    ['null', 'null\n'],
    ['a list', '[]\n'],
    ['an empty line', '\n'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0a])],
  ])('answers nothing to %s', async (_case, bytes) => {
    expect(await say(bytes)).toBe('{}\n');
  });

  test('reads a question that comes in pieces, and only the first of two', async () => {
    const client = connect(socket.path);
    const line = `${JSON.stringify(good)}\n`;
    client.write(line.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.write(line.slice(10) + line);
    let reply = '';
    for await (const chunk of client) reply += chunk;
    expect(reply).toBe(`${JSON.stringify(pass)}\n`);
  });

  test('an endless question is cut off', async () => {
    expect(await say('x'.repeat(1024 * 1024))).toBe('');
    expect(await ask(good)).toEqual(pass);
  });

  test('an answer that fails is nothing', async () => {
    const failing = await openCredentialSocket({
      folder,
      owner: null,
      answer: () => {
        throw new Error('no');
      },
    });
    expect(await say(`${JSON.stringify(good)}\n`, failing.path)).toBe('{}\n');
    await failing.close();
  });

  test('nobody else on the machine may connect', () => {
    expect(statSync(socket.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(socket.path)).mode & 0o777).toBe(0o700);
  });

  test('closing ends connections and leaves nothing behind', async () => {
    const waiting = say('{');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await socket.close();
    expect(await waiting).toBe('');
    expect(existsSync(dirname(socket.path))).toBe(false);
    await expect(ask(good)).rejects.toThrow();
  });

  test('a path that a unix socket cannot have is refused, and leaves nothing behind', async () => {
    const deep = mkdtempSync(join(folder, 'y'.repeat(100)));
    await expect(openCredentialSocket({ folder: deep, owner: null, answer: () => ({}) })).rejects.toThrow(
      'too long',
    );
    expect(readdirSync(deep)).toEqual([]);
  });
});
