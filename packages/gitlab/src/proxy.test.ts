import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCertificateAuthority } from '../../dev-env/src/self-managed/certificate-authority.ts';
import { startConnectProxy } from '../../dev-env/src/self-managed/connect-proxy.ts';
import type { ConnectionOptions } from './guarded-connect.ts';
import { guardedDispatcher } from './guarded-dispatcher.ts';
import { assertHostAllowed } from './guarded-lookup.ts';
import { parseProxy } from './proxy.ts';
import { Secret } from './secret.ts';
import { sendRequest } from './send-request.ts';
import { startTestServer } from './test-server.ts';

async function startProxy() {
  const proxy = await startConnectProxy();
  onTestFinished(proxy.close);
  const parsed = parseProxy(proxy.url);
  if (parsed.kind !== 'proxy') throw new Error(parsed.reason);
  return { ...proxy, settings: parsed.proxy };
}

async function get(url: string, options: Partial<ConnectionOptions>) {
  const dispatcher = guardedDispatcher({ allowPrivateHosts: true, ...options });
  onTestFinished(() => dispatcher.destroy());
  // POST, because a GET would be tried again.
  return await sendRequest({ instance: new URL(url).origin, method: 'POST', url, dispatcher });
}

describe('a proxy', () => {
  test('is told where to lead, and never sees what goes through', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'notelab-proxy-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const authority = createCertificateAuthority(folder, 'Acme authority');
    const server = await startTestServer(
      () => ({ json: { ok: true } }),
      authority.issue({ names: ['IP:127.0.0.1'] }),
    );
    const proxy = await startProxy();
    const answer = await get(server.origin, { proxy: proxy.settings, ca: authority.pem });
    expect(answer.body).toEqual({ ok: true });
    expect(proxy.targets).toEqual([new URL(server.origin).host]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
    await expect(get(server.origin, { proxy: proxy.settings })).rejects.toMatchObject({
      kind: 'certificate',
    });
  });

  test('leads to http in a tunnel, too', async () => {
    const server = await startTestServer(() => ({ json: { ok: true } }));
    const proxy = await startProxy();
    expect((await get(server.origin, { proxy: proxy.settings })).body).toEqual({ ok: true });
    expect(proxy.targets).toEqual([new URL(server.origin).host]);
  });

  test.each([
    [{ credentials: new Secret('notelab:wrong') }, /does not accept the user name and password \(407\)/],
    [{ credentials: undefined }, /asks for a user name and password \(407\)/],
  ])('that turns us away is named, without what it was told', async (credentials, words) => {
    const { settings } = await startProxy();
    const proxy = {
      url: settings.url,
      ...(credentials.credentials && { credentials: credentials.credentials }),
    };
    const refused = get('https://gitlab.example.com', { proxy });
    await expect(refused).rejects.toMatchObject({
      kind: 'unavailable',
      gitlabMessage: expect.stringMatching(words),
    });
    await expect(refused).rejects.not.toThrow(/wrong/);
  });

  test('that says nothing does not hold a request for ever', async () => {
    const server: Server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const request = get('https://gitlab.example.com', {
      proxy: { url: `http://127.0.0.1:${port}` },
      answerWithinMs: 200,
    });
    await expect(request).rejects.toMatchObject({
      gitlabMessage: expect.stringContaining('no answer in time'),
    });
  });

  test.each([
    'https://127.0.0.1',
    'https://10.0.0.8/x',
    'https://localhost',
    'https://[::ffff:127.0.0.1]',
    'https://169.254.169.254',
  ])('does not lead to %s unless private hosts are allowed', async (url) => {
    const proxy = { url: 'http://8.8.8.8:3128' };
    const request = get(url, { proxy, allowPrivateHosts: false, answerWithinMs: 500 });
    await expect(request).rejects.toMatchObject({ kind: 'address-refused' });
  });

  test('must itself be at an address that is allowed', async () => {
    const { settings, targets } = await startProxy();
    const request = get('https://8.8.8.8', { proxy: settings, allowPrivateHosts: false });
    await expect(request).rejects.toMatchObject({ kind: 'address-refused' });
    expect(targets).toEqual([]);
  });

  test('decides about names that only it knows', async () => {
    const unknown = () => Promise.reject(new Error('ENOTFOUND'));
    await expect(assertHostAllowed('gitlab.internal', false, unknown)).resolves.toBeUndefined();
    const known = async () => [{ address: '10.0.0.8', family: 4 }];
    await expect(assertHostAllowed('gitlab.internal', false, known)).rejects.toThrow(/private network/);
  });

  test('of the environment is not used', async () => {
    const server = await startTestServer(() => ({ json: { ok: true } }));
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, 'http://127.0.0.1:9');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await get(server.origin, {})).body).toEqual({ ok: true });
  });
});

test.each([
  ['proxy.example.com:3128', 'http://proxy.example.com:3128', undefined],
  ['HTTPS://Proxy.Example.com/', 'https://proxy.example.com', undefined],
  ['http://me:p%40ss%3Aword@proxy:8080', 'http://proxy:8080', 'me:p@ss:word'],
])('%s is read as a proxy', (text, url, credentials) => {
  const parsed = parseProxy(text);
  if (parsed.kind !== 'proxy') throw new Error(parsed.reason);
  expect(parsed.proxy.url).toBe(url);
  expect(parsed.proxy.credentials?.reveal()).toBe(credentials);
});

test.each([
  ['', 'empty'],
  ['socks5://proxy:1080', 'scheme'],
  ['http://proxy:3128/path', 'path'],
  ['http://proxy:3128?x', 'path'],
  ['http://a b', 'not-an-address'],
  ['http://me:%zz@proxy', 'not-an-address'],
  ['http://proxy\nhost:1', 'not-an-address'],
])('%s is refused: %s', (text, reason) => {
  expect(parseProxy(text)).toEqual({ kind: 'refused', reason });
});
