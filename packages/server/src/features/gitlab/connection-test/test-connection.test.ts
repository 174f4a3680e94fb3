import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckResult } from '@notelab/contract';
import { createCertificateAuthority, findFreePort, type IssuedCertificate } from '@notelab/dev-env';
import { type ConnectionOptions, guardedDispatcher } from '@notelab/gitlab';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { testConnection } from './test-connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'notelab-connection-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const authority = createCertificateAuthority(folder, 'Acme authority');

/** Answers as GitLab does to somebody without an account, below a path. */
const gitlab =
  (path = '', headers: Record<string, string> = {}): RequestListener =>
  ({ url = '', method }, response) => {
    const say = (status: number, type: string, text: string, more = {}) =>
      response.writeHead(status, { 'content-type': type, ...headers, ...more }).end(text);
    if (url === `${path}/api/v4/version`)
      return say(401, 'application/json', '{"message":"401 Unauthorized"}');
    if (url.startsWith(path) && url.includes('/info/refs'))
      return say(401, 'text/plain', 'HTTP Basic: Access denied', {
        'www-authenticate': 'Basic realm="GitLab"',
      });
    if (url === `${path}/oauth/token` && method === 'POST')
      return say(401, 'application/json', '{"error":"invalid_client","error_description":"Unknown client."}');
    return say(404, 'text/html', '<html><title>Not here</title></html>');
  };

async function serve(listener: RequestListener, tls?: IssuedCertificate): Promise<string> {
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`;
}

/** Runs the test as Notelab does for a new instance, and gives the one finding that is not well. */
async function look(
  url: string,
  {
    application = false,
    withinMs = 5_000,
    ...options
  }: Partial<ConnectionOptions> & { application?: boolean; withinMs?: number } = {},
): Promise<CheckResult[]> {
  const connection = { allowPrivateHosts: true, answerWithinMs: withinMs, ...options };
  const dispatcher = guardedDispatcher(connection);
  onTestFinished(() => dispatcher.destroy());
  const target = {
    url,
    host: new URL(url).host,
    connection,
    dispatcher,
    application: application ? { instance: url, clientId: 'notelab', dispatcher } : null,
    redirectUrl: 'https://notelab.example.com/api/gitlab/callback',
    account: null,
  };
  const { signal } = new AbortController();
  return await Array.fromAsync(testConnection(target, { signal, checkWithinMs: withinMs }));
}

const troubleOf = (results: CheckResult[]) =>
  results.find(({ state, check }) => state === 'failed' || (state === 'warning' && check !== 'certificate'));

test('a GitLab is one, whatever else is missing', async () => {
  const results = await look(await serve(gitlab('/gitlab')).then((origin) => `${origin}/gitlab`));
  expect(results.map(({ check, state }) => `${check} ${state}`)).toEqual([
    'address ok',
    'certificate ok',
    'rest ok',
    'application not-reached',
    'git ok',
  ]);
});

test.each<[string, () => Promise<CheckResult[]>, CheckResult['check'], RegExp, RegExp]>([
  [
    'a site that is none',
    async () =>
      look(
        await serve((_, response) =>
          response.writeHead(404, { 'content-type': 'application/json' }).end('{}'),
        ),
      ),
    'rest',
    /^There is no GitLab at http:\/\/localhost/,
    /copy the address of its start page/,
  ],
  [
    'a page with 200',
    async () =>
      look(
        await serve((_, response) =>
          response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Acme sign-in</title>'),
        ),
      ),
    'rest',
    /^A web page answers in the place of GitLab’s API: Acme sign-in\.$/,
    /without that page/,
  ],
  [
    'a path that is missing',
    async () => look(await serve(gitlab('/gitlab'))),
    'rest',
    /^There is no GitLab at http:\/\/localhost:\d+, but at http:\/\/localhost:\d+\/gitlab\.$/,
    /^Enter http:\/\/localhost:\d+\/gitlab\.$/,
  ],
  [
    'the address of a project',
    async () => look(`${await serve(gitlab())}/acme/analytics`),
    'rest',
    /, but at http:\/\/localhost:\d+\.$/,
    /^Enter http:\/\/localhost:\d+\.$/,
  ],
  [
    'a site that sends on to https',
    async () =>
      look(
        await serve(({ url, headers }, response) =>
          response.writeHead(301, { location: `https://${headers.host}${url}` }).end(),
        ),
      ),
    'rest',
    /^This GitLab sends everybody on to https\.$/,
    /^Enter https:\/\/localhost:\d+\.$/,
  ],
  [
    'a site that sends on to another host',
    async () =>
      look(
        await serve(({ url }, response) =>
          response.writeHead(302, { location: `https://www.gitlab.example.com${url}` }).end(),
        ),
      ),
    'rest',
    /sends everybody on to www\.gitlab\.example\.com\.$/,
    /^Enter https:\/\/www\.gitlab\.example\.com\.$/,
  ],
  [
    'a GitLab that is being updated',
    async () =>
      look(
        await serve((_, response) =>
          response
            .writeHead(502, { 'content-type': 'text/html' })
            .end('<title>GitLab is not responding (502)</title>'),
        ),
      ),
    'rest',
    /answers with an error \(502\)/,
    /Try again in a few minutes/,
  ],
  [
    'a clock two hours off',
    async () => look(await serve(gitlab('', { date: new Date(Date.now() - 2 * 3_600_000).toUTCString() }))),
    'rest',
    /its clock is 2 hours behind Notelab’s\.$/,
    /^Set the clock that is wrong/,
  ],
  [
    'an application that GitLab does not know',
    async () => look(await serve(gitlab()), { application: true }),
    'application',
    /does not accept this application ID with this secret/,
    /Copy both once more/,
  ],
  [
    'git that is not allowed',
    async () =>
      look(
        await serve((request, response) =>
          request.url?.includes('/info/refs')
            ? response
                .writeHead(403, { 'content-type': 'text/plain' })
                .end('Git access over HTTP is not allowed')
            : gitlab()(request, response),
        ),
      ),
    'git',
    /does not allow git over HTTPS/,
    /Ask an administrator/,
  ],
  [
    'a certificate that expired',
    async () => {
      const dates = { from: '20200101000000Z', until: '20200201000000Z' };
      return look(await serve(gitlab(), authority.issue({ names: ['DNS:localhost'], ...dates })), {
        ca: authority.pem,
      });
    },
    'certificate',
    /^The certificate expired on 1 February 2020\.$/,
    /must renew its certificate/,
  ],
  [
    'a certificate for later',
    async () => {
      const dates = { from: '20900101000000Z', until: '20910101000000Z' };
      return look(await serve(gitlab(), authority.issue({ names: ['DNS:localhost'], ...dates })), {
        ca: authority.pem,
      });
    },
    'certificate',
    /^The certificate is not valid before 1 January 2090, 00:00 UTC\.$/,
    /Check the clock/,
  ],
  [
    'a certificate for another name',
    async () =>
      look(await serve(gitlab(), authority.issue({ names: ['DNS:gitlab.acme.example'] })), {
        ca: authority.pem,
      }),
    'certificate',
    /^The certificate is for another name: gitlab\.acme\.example, not localhost\.$/,
    /Enter the address that the certificate is for/,
  ],
  [
    'a certificate of an authority that is not known',
    async () => look(await serve(gitlab(), authority.issue({ names: ['DNS:localhost'] }))),
    'certificate',
    /^The certificate was issued by Acme authority, which this server does not trust\.$/,
    /Enter the certificate \(PEM\) of Acme authority/,
  ],
  [
    'a certificate that nobody vouches for, of another name',
    async () => look(await serve(gitlab(), authority.own)),
    'certificate',
    /^The certificate is for another name: Acme authority|^The certificate is for another name: no name at all/,
    /Enter this certificate \(PEM\) under Certificate authority/,
  ],
  [
    'an http server at an https address',
    async () => look((await serve(gitlab())).replace('http:', 'https:')),
    'certificate',
    /does not answer in HTTPS\.$/,
    /begins with http:/,
  ],
  [
    'an address in a private network',
    async () => look(await serve(gitlab()), { allowPrivateHosts: false }),
    'address',
    /^localhost \(.+\) is in a private network/,
    /NOTELAB_ALLOW_PRIVATE_GITLAB=true/,
  ],
  [
    'an address of cloud metadata',
    async () => look('http://169.254.169.254'),
    'address',
    /is an address where no GitLab can be/,
    /open in their browser/,
  ],
  [
    'a name that does not exist',
    async () => look('https://no-such-host.invalid'),
    'address',
    /no-such-host\.invalid/,
    /Check the spelling|DNS settings/,
  ],
  [
    'a port where nothing listens',
    async () => look(`http://localhost:${await findFreePort()}`),
    'address',
    /^Nothing listens at localhost:\d+\.$/,
    /Check the port/,
  ],
  [
    'a host that is too slow',
    async () => look(await serve(() => {}), { withinMs: 300 }),
    'rest',
    /^localhost:\d+ does not answer\.$/,
    /Let the server that Notelab runs on reach/,
  ],
  [
    'a proxy that is not there',
    async () => {
      const proxy = { url: `http://localhost:${await findFreePort()}` };
      return look('https://gitlab.example.com', { proxy });
    },
    'address',
    /^The proxy http:\/\/localhost:\d+ cannot be used\.$/,
    /Check the address and port of the proxy/,
  ],
  [
    'a proxy in a private network',
    async () =>
      look('https://gitlab.example.com', {
        proxy: { url: 'http://10.0.0.1:3128' },
        allowPrivateHosts: false,
      }),
    'address',
    /^The proxy 10\.0\.0\.1 is in a private network/,
    /NOTELAB_ALLOW_PRIVATE_GITLAB=true/,
  ],
])('%s is called by its name', async (_what, run, check, summary, next) => {
  const found = troubleOf(await run());
  expect(found).toMatchObject({
    check,
    summary: expect.stringMatching(summary),
    next: expect.stringMatching(next),
  });
});

test('a test that is broken off ends at once', async () => {
  const connection = { allowPrivateHosts: true };
  const dispatcher = guardedDispatcher(connection);
  onTestFinished(() => dispatcher.destroy());
  const url = await serve(() => {});
  const target = {
    url,
    host: new URL(url).host,
    connection,
    dispatcher,
    application: null,
    redirectUrl: '',
    account: null,
  };
  const controller = new AbortController();
  const seen: string[] = [];
  const limits = { signal: controller.signal, checkWithinMs: 60_000 };
  for await (const { check } of testConnection(target, limits)) {
    seen.push(check);
    // What follows asks the host that never answers.
    if (check === 'certificate') setTimeout(() => controller.abort(), 50);
  }
  expect(seen).toEqual(['address', 'certificate']);
});

test('what comes after the first failure is not looked at', async () => {
  const results = await look(`http://localhost:${await findFreePort()}`);
  expect(results.map(({ state }) => state)).toEqual(['failed', ...Array(4).fill('not-reached')]);
});

test('an answer to git without end is not waited for', async () => {
  const url = await serve((request, response) => {
    if (!request.url?.includes('/info/refs')) return gitlab()(request, response);
    response.writeHead(404, { 'content-type': 'text/plain' });
    const more = () => {
      while (response.write('x'.repeat(64 * 1024)));
      response.once('drain', more);
    };
    more();
  });
  const git = (await look(url)).find(({ check }) => check === 'git');
  expect(git).toMatchObject({ state: 'failed', summary: 'Git over HTTPS does not get through to GitLab.' });
  expect(git?.raw?.length).toBeLessThan(2_000);
});
