import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type InstanceId,
  newId,
  type ProjectId,
  type RepositoryId,
  type TerminalId,
  type UserId,
} from '@notelab/contract';
import { guardedDispatcher, Secret } from '@notelab/gitlab';
import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPasses, type Pass, type PassAccess, type PassRequest } from '../../passes/passes.ts';
import type { GitRecord, LfsRecord } from '../git-record.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';

const megabyte = 1024 * 1024;
const passes = createPasses();
const instanceId = newId<InstanceId>();
const repositories = ['acme/analytics', 'acme/handbook'].map((path) => ({
  path,
  repositoryId: newId<RepositoryId>(),
}));
const logged: string[] = [];
const records: (GitRecord | LfsRecord)[] = [];
let folder: string;
let sandbox: Sandbox;
let gateway: Gateway;
let storage: Server;
/** What the object storage elsewhere was asked. */
const stored: { method: string; url: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
let answerOfStorage: (res: ServerResponse) => void;
/** As whom GitLab is asked, or why it is not. */
let account: { token: string; refreshed: string; refusal: Refusal | null };
const actAsDeveloper = () => {
  const token = 'glpat-sandbox-developer';
  account = { token, refreshed: token, refusal: null };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nl-lfs-'));
  sandbox = await startSandbox({ dataDir: join(folder, 'sandbox') });
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const shape = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=storage', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', ...shape, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  storage = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, async (req, res) => {
    const body = Buffer.concat(await Array.fromAsync<Buffer>(req));
    stored.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
    answerOfStorage(res);
  });
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
  const dispatcher = guardedDispatcher({ allowPrivateHosts: true, ca: readFileSync(cert, 'utf8') });
  const log = (details: object, message: string) => void logged.push(JSON.stringify({ ...details, message }));
  gateway = await startGateway({
    host: '127.0.0.1',
    passes,
    log: { info: log, warn: log } as never,
    audit: (record) => void records.push(record),
    authorise: async (_pass: Pass, { repository }) =>
      account.refusal ?? {
        ok: true,
        upstream: { baseUrl: sandbox.url, dispatcher },
        repositoryPath: repository.path,
        accessToken: async () => new Secret(account.token),
        refreshed: async () => new Secret(account.refreshed),
        whyRejected: async () => refuse(403, 'account-needs-reconnect', 'Reconnect it.'),
      },
  });
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
  storage.closeAllConnections();
  storage.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  actAsDeveloper();
  stored.length = 0;
  answerOfStorage = (res) => res.end();
});
afterEach(() => sandbox.faults.clear());

const terminalId = newId<TerminalId>();
const owner = newId<UserId>();
function issue(access: PassAccess = 'write', more: Partial<PassRequest> = {}): string {
  const scope = { userId: owner, projectId: newId<ProjectId>(), instanceId, repositories };
  return passes.issue({ ...scope, access, label: 'test', lifetimeMs: 60_000, terminalId, ...more }).secret;
}

/** What the gateway may answer; a test reads what it expects. */
interface LfsJson {
  message: string;
  objects: [{ actions: Record<'download' | 'upload' | 'verify', { href: string }> }];
  lock: { id: string };
}
interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  json: LfsJson;
}
interface Asked {
  method?: string;
  secret?: string | null;
  body?: object | Buffer | Readable;
  headers?: Record<string, string>;
}

/** A request as git-lfs makes it; streams go out without a length in front. */
async function open(url: string, { method, secret = issue(), body, headers }: Asked = {}) {
  const isJson = body && !Buffer.isBuffer(body) && !(body instanceof Readable);
  const authorization = secret && `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const req = request(
    url,
    {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: {
        ...(authorization && { authorization }),
        ...(isJson && { 'content-type': 'application/vnd.git-lfs+json' }),
        ...(Buffer.isBuffer(body) && { 'content-length': body.length }),
        ...headers,
      },
    },
    resolve,
  );
  req.on('error', reject);
  if (body instanceof Readable) pipeline(body, req).catch(() => {});
  else req.end(isJson ? JSON.stringify(body) : body);
  return { req, res: await promise };
}

async function ask(url: string, asked?: Asked): Promise<Reply> {
  const { res } = await open(url, asked);
  const body = Buffer.concat(await Array.fromAsync<Buffer>(res));
  const isJson = res.headers['content-type'] === 'application/vnd.git-lfs+json';
  return {
    status: res.statusCode ?? 0,
    headers: res.headers,
    body,
    json: isJson ? JSON.parse(body.toString()) : null,
  };
}

const oidOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const lfsUrl = (rest: string, path = 'acme/analytics') =>
  `${gateway.urlFor(instanceId)}${path}.git/info/lfs/${rest}`;
const batch = (
  operation: string,
  content: Buffer | { oid: string; size: number },
  asked: Asked & { path?: string } = {},
) => {
  const object = Buffer.isBuffer(content) ? { oid: oidOf(content), size: content.length } : content;
  const body = { operation, transfers: ['basic', 'tus'], objects: [object] };
  return ask(lfsUrl('objects/batch', asked.path), { body, ...asked });
};
const hrefOf = async (
  operation: 'download' | 'upload',
  content: Parameters<typeof batch>[1],
  asked?: Asked,
) => (await batch(operation, content, asked)).json.objects[0].actions[operation].href as string;
async function upload(content: Buffer, asked?: Asked): Promise<Reply> {
  return ask(await hrefOf('upload', content, asked), { method: 'PUT', body: content, ...asked });
}
const storageUrl = () => `https://127.0.0.1:${(storage.address() as AddressInfo).port}/bucket/object?sig=1`;
const lfsRequests = () => sandbox.requests().filter(({ path }) => path.includes('lfs'));
/** GitLab answers the next batch request with these actions. */
const answerBatchWith = (content: Buffer, actions: object) =>
  sandbox.faults.set({
    match: 'objects/batch',
    kind: 'status',
    status: 200,
    body: { objects: [{ oid: oidOf(content), size: content.length, actions }] },
    times: 1,
  });

describe('git-lfs', () => {
  /** git outside of any jail that signs in with a pass, and tells all that it does. */
  function git(args: string[], cwd: string, secret = issue()) {
    const traces = { GIT_CURL_VERBOSE: '1', GIT_TRACE: '1', GIT_TRANSFER_TRACE: '1', GIT_TRACE_PACKET: '1' };
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      ...traces,
    };
    const helper = `credential.helper=!printf 'username=x\\npassword=${secret}\\n';:`;
    return new Promise<{ exitCode: number | null; said: string; secret: string }>((resolve) => {
      const child = spawn('git', ['-c', helper, ...args], { cwd, env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
      child.on('close', (exitCode) => resolve({ exitCode, said, secret }));
    });
  }

  test('pushes and pulls, and however much it tells there is no token of GitLab in it', async () => {
    const url = `${gateway.urlFor(instanceId)}acme/analytics.git`;
    const dir = join(folder, 'clone');
    const content = randomBytes(2 * megabyte);
    await git(['clone', '-q', url, dir], folder);
    await git(['lfs', 'install', '--local'], dir);
    await git(['lfs', 'track', '*.bin'], dir);
    writeFileSync(join(dir, 'model.bin'), content);
    await git(['add', '.'], dir);
    await git(['commit', '-qm', 'model'], dir);
    const push = await git(['push', 'origin', 'HEAD:main'], dir);
    expect(push).toMatchObject({ exitCode: 0 });
    await git(['clone', '-q', url, join(folder, 'other')], folder);
    await git(['lfs', 'install', '--local'], join(folder, 'other'));
    const pull = await git(['lfs', 'pull'], join(folder, 'other'));
    expect(pull).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'other/model.bin')).equals(content)).toBe(true);

    expect(lfsRequests().map(({ method, tokenKind }) => `${method} ${tokenKind}`)).toEqual(
      expect.arrayContaining(['POST pat', 'PUT lfs', 'GET lfs']),
    );
    // The traces do show what travels: the addresses of the transfers are in them.
    for (const { said } of [push, pull]) {
      expect(said).toContain('/info/lfs/transfers/');
      expect(said).not.toContain('glpat');
      expect(said).not.toContain(Buffer.from('oauth2:glpat').toString('base64').slice(0, 12));
      // What an LFS token begins with, plain and behind "developer:" in base64.
      expect(said).not.toContain('eyJ');
      expect(said).not.toContain(Buffer.from('developer:').toString('base64').slice(0, 12));
      expect(said).not.toContain(new URL(sandbox.url).host);
    }
    for (const name of ['clone', 'other']) {
      expect(readFileSync(join(folder, name, '.git/config'), 'utf8')).not.toMatch(/glpat|eyJ|nlp_/);
    }
    expect(logged.join('\n')).not.toMatch(/glpat|eyJ|nlp_/);
  });
});

describe('objects', () => {
  test('go up and come down with a ticket and a pass, and GitLab is shown its own token', async () => {
    const content = randomBytes(1000);
    const reply = await upload(content);
    expect(reply).toMatchObject({ status: 200, json: {} });
    const href = await hrefOf('download', content);
    expect((await ask(href)).body.equals(content)).toBe(true);
    expect(lfsRequests().slice(-2)).toMatchObject([
      { method: 'POST', tokenKind: 'pat' },
      { method: 'GET', tokenKind: 'lfs', username: 'developer' },
    ]);
  });

  test('are recorded by the batch, when there is something to transfer', async () => {
    const content = randomBytes(1000);
    records.length = 0;
    await upload(content);
    await batch('download', content);
    await batch('upload', content);
    await batch('download', randomBytes(9));
    expect(records.map(({ pass, repository, ...what }) => what)).toEqual([
      { kind: 'lfs-upload', objects: 1, bytes: 1000 },
      { kind: 'lfs-download', objects: 1, bytes: 1000 },
    ]);
  });

  test('the rest of an interrupted download is sent alone', async () => {
    const content = randomBytes(1000);
    await upload(content);
    const part = await ask(await hrefOf('download', content), { headers: { range: 'bytes=900-' } });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 900-999/1000');
    expect(part.body.equals(content.subarray(900))).toBe(true);
  });

  test('100 MB pass without being held in memory', { timeout: 120_000 }, async () => {
    const piece = Buffer.alloc(megabyte, 7);
    const hash = createHash('sha256');
    for (let count = 0; count < 100; count++) hash.update(piece);
    const object = { oid: hash.digest('hex'), size: 100 * megabyte };
    const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
    const measure = async (work: () => Promise<void>) => {
      const before = held();
      let most = before;
      const sample = setInterval(() => {
        most = Math.max(most, held());
      }, 10);
      await work();
      clearInterval(sample);
      return most - before;
    };
    const up = await measure(async () => {
      const body = Readable.from(
        (function* () {
          for (let count = 0; count < 100; count++) yield piece;
        })(),
      );
      expect(await ask(await hrefOf('upload', object), { method: 'PUT', body })).toMatchObject({
        status: 200,
      });
    });
    const down = await measure(async () => {
      const { res } = await open(await hrefOf('download', object));
      let bytes = 0;
      for await (const chunk of res) bytes += chunk.length;
      expect(bytes).toBe(object.size);
    });
    expect(up).toBeLessThan(64 * megabyte);
    expect(down).toBeLessThan(64 * megabyte);
  });

  test('a reader that does not read holds GitLab back', async () => {
    const content = Buffer.alloc(64 * megabyte);
    let sentBytes = 0;
    answerBatchWith(content, { download: { href: storageUrl() } });
    answerOfStorage = (res) => {
      const piece = Buffer.alloc(megabyte);
      const send = () => {
        while (sentBytes < content.length) {
          sentBytes += piece.length;
          if (!res.write(piece)) return void res.once('drain', send);
        }
        res.end();
      };
      send();
    };
    const { req, res } = await open(await hrefOf('download', content));
    res.pause();
    for (let before = -1; before !== sentBytes; await new Promise((resolve) => setTimeout(resolve, 300))) {
      before = sentBytes;
    }
    expect(sentBytes).toBeLessThan(48 * megabyte);
    req.destroy();
  });

  test.each([
    ['a larger one, without saying so', (content: Buffer) => Readable.from([content, Buffer.alloc(1)])],
    ['a smaller one, without saying so', (content: Buffer) => Readable.from([content.subarray(1)])],
    ['a larger one', (content: Buffer) => Buffer.concat([content, content])],
    ['a smaller one', (content: Buffer) => content.subarray(1)],
  ])('%s than was announced does not go up', async (_case, change) => {
    const content = randomBytes(5000);
    const href = await hrefOf('upload', content);
    const reply = await ask(href, { method: 'PUT', body: change(content) });
    expect(reply.status).toBe(422);
    expect(reply.json.message).toContain('This is not the object that was announced: it has 5000 bytes.');
    expect((await batch('download', content)).json.objects[0]).toHaveProperty('error');
  });

  test('another one in the place of what was announced is refused by GitLab', async () => {
    const content = randomBytes(10);
    const reply = await ask(await hrefOf('upload', content), { method: 'PUT', body: randomBytes(10) });
    expect(reply).toMatchObject({ status: 502 });
    expect(reply.json.message).toBe('GitLab refused this (400). SHA256 or size mismatch');
  });

  test.each([
    ['larger', 200, 10],
    ['smaller', 50, 10],
    ['larger than announced, without saying so', 200, null],
    ['smaller than announced, without saying so', 50, null],
  ])('what comes down %s than it should be is cut off', async (_case, bytes, length) => {
    const content = randomBytes(100);
    answerBatchWith(content, { download: { href: storageUrl() } });
    answerOfStorage = (res) => {
      if (length !== null) res.setHeader('content-length', bytes);
      res.write(Buffer.alloc(bytes / 2));
      res.end(Buffer.alloc(bytes / 2));
    };
    const reply = await ask(await hrefOf('download', content)).catch((error) => error);
    if (length === null) expect(reply).toBeInstanceOf(Error);
    else expect(reply.json.message).toBe('GitLab has this object in another size than it should have.');
  });
});

describe('tickets', () => {
  let content: Buffer;
  beforeEach(async () => {
    content = randomBytes(100);
    await upload(content);
  });
  const gone = 'This address of an object has expired or was never given out here. Run the command again.';

  test('are good for every pass of their terminal, and for no other', async () => {
    const href = await hrefOf('download', content);
    expect((await ask(href)).status).toBe(200);
    for (const more of [{ terminalId: newId<TerminalId>() }, { userId: newId<UserId>() }]) {
      const reply = await ask(href, { secret: issue('write', more) });
      expect(reply).toMatchObject({ status: 404, json: { message: gone } });
    }
  });

  test('are worth nothing without a pass, or with a dead one', async () => {
    const href = await hrefOf('download', content);
    const nobody = await ask(href, { secret: null });
    expect(nobody.status).toBe(401);
    expect(nobody.headers['www-authenticate']).toBe('Basic realm="Notelab"');
    expect((await ask(href, { secret: 'nlp_invented' })).status).toBe(401);
    expect((await ask(href, { secret: issue('write', { lifetimeMs: 0 }) })).status).toBe(401);
  });

  test('are good for their repository, their object and their direction alone', async () => {
    const href = await hrefOf('download', content);
    const elsewhere = href.replace('acme/analytics', 'acme/handbook');
    expect((await ask(elsewhere)).json).toEqual({ message: gone });
    expect((await ask(href, { method: 'PUT', body: content })).json).toEqual({ message: gone });
    expect((await ask(href, { body: {} })).json).toEqual({ message: gone });
    const up = await hrefOf('upload', randomBytes(3));
    expect((await ask(up)).json).toEqual({ message: gone });
    expect((await ask(lfsUrl(`transfers/${'a'.repeat(43)}`))).json).toEqual({ message: gone });
  });

  test('end when GitLab says so, and with the pass that asked for them', async () => {
    answerBatchWith(content, { download: { href: storageUrl(), expires_at: '2020-01-01T00:00:00Z' } });
    expect((await ask(await hrefOf('download', content))).json).toEqual({ message: gone });
    const projectId = newId<ProjectId>();
    const href = await hrefOf('download', content, { secret: issue('write', { projectId }) });
    passes.voidOf({ projectId }, 'The terminal was closed.');
    expect((await ask(href)).json).toEqual({ message: gone });
  });

  test('do not outlive the right to the repository', async () => {
    const href = await hrefOf('download', content);
    account.refusal = refuse(403, 'forbidden', 'You are no longer a member of this workspace.');
    const reply = await ask(href);
    expect(reply).toMatchObject({ status: 403, json: { message: account.refusal.message } });
  });

  test('a transfer under way ends with its pass', async () => {
    const large = Buffer.alloc(20 * megabyte);
    answerBatchWith(large, { download: { href: storageUrl() } });
    const projectId = newId<ProjectId>();
    const secret = issue('write', { projectId });
    answerOfStorage = (res) => void res.write(Buffer.alloc(megabyte));
    const { res } = await open(await hrefOf('download', large, { secret }), { secret });
    const ended = Array.fromAsync(res).catch((error) => error);
    passes.voidOf({ projectId }, 'Your GitLab account was disconnected.');
    expect(await ended).toBeInstanceOf(Error);
  });
});

describe('who may', () => {
  test('a pass that may only read downloads, and neither uploads nor locks', async () => {
    const content = randomBytes(100);
    await upload(content);
    const bound = { push: { ref: 'refs/heads/x', oldOid: '0'.repeat(40), newOid: 'a'.repeat(40) } };
    for (const access of ['read', bound] as const) {
      const secret = issue(access);
      expect((await ask(await hrefOf('download', content, { secret }), { secret })).status).toBe(200);
      expect((await ask(lfsUrl('locks'), { secret })).status).toBe(200);
      const before = lfsRequests().length;
      const refused = [
        await batch('upload', randomBytes(9), { secret }),
        await ask(lfsUrl('locks'), { secret, body: { path: 'x' } }),
        await ask(lfsUrl('locks/verify'), { secret, body: {} }),
        await ask(lfsUrl('locks/1/unlock'), { secret, body: {} }),
        // A ticket to upload that the same terminal got with another pass.
        await ask(await hrefOf('upload', randomBytes(9)), { secret, method: 'PUT', body: randomBytes(9) }),
      ];
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
      expect(refused[0]?.json.message).toBe('This action may read from GitLab, not write to it.');
      expect(lfsRequests().length).toBe(before + 1);
    }
  });

  test('a pass for an upload of the interface uploads the objects it names, and nothing else', async () => {
    const [named, other] = [randomBytes(100), randomBytes(100)];
    const secret = issue({ upload: { oids: new Set([oidOf(named)]) } }, { terminalId: undefined });
    expect((await upload(named, { secret })).status).toBe(200);
    const two = {
      operation: 'upload',
      objects: [named, other].map((each) => ({ oid: oidOf(each), size: 100 })),
    };
    const refused = [
      await batch('upload', other, { secret }),
      await ask(lfsUrl('objects/batch'), { secret, body: two }),
      await ask(lfsUrl('locks'), { secret, body: { path: 'x' } }),
      await ask(`${gateway.urlFor(instanceId)}acme/analytics.git/info/refs?service=git-receive-pack`, {
        secret,
      }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  });

  test('a pass opens no other repository and no other instance', async () => {
    const content = randomBytes(9);
    const other = await batch('download', content, { path: 'acme/archive' });
    expect(other).toMatchObject({
      status: 403,
      json: { message: 'This pass does not open this repository.' },
    });
    const url = lfsUrl('objects/batch').replace(instanceId, newId<InstanceId>());
    expect((await ask(url, { body: { operation: 'download', objects: [] } })).status).toBe(403);
  });

  test('a pass that somebody else shows is worth nothing', async () => {
    const secret = issue('write', { isCaller: async () => false });
    const reply = await batch('download', randomBytes(9), { secret });
    expect(reply.json.message).toContain('This pass was made for another terminal or action.');
  });

  test.each([
    ['a reporter', 'glpat-sandbox-reporter', 403, 'Access forbidden. Check your access level.'],
    [
      'somebody who may not see it',
      'glpat-sandbox-outsider',
      404,
      'GitLab offers no Git LFS for acme/analytics: it is switched off there, or you may not see the repository.',
    ],
  ])('GitLab turns away %s in words', async (_who, token, status, message) => {
    account.token = token;
    expect(await batch('upload', randomBytes(9))).toMatchObject({ status, json: { message } });
  });

  test('a token that GitLab turns away is renewed, and asked with again', async () => {
    account.token = 'expired';
    expect((await batch('upload', randomBytes(9))).status).toBe(200);
    account.refreshed = 'expired';
    const reply = await batch('upload', randomBytes(9));
    expect(reply).toMatchObject({ status: 403 });
    expect(reply.json.message).toContain('Reconnect it.');
  });

  test.each([
    ['no JSON', Buffer.from('hello'), 422],
    ['another operation', { operation: 'delete', objects: [{ oid: 'a'.repeat(64), size: 1 }] }, 422],
    ['more than anybody asks for', Buffer.alloc(2 * megabyte, 0x20), 413],
  ])('%s is no batch request', async (_case, body, status) => {
    const before = lfsRequests().length;
    expect((await ask(lfsUrl('objects/batch'), { method: 'POST', body })).status).toBe(status);
    expect(lfsRequests().length).toBe(before);
  });

  test.each([
    ['a page', 200, '<html>', 'GitLab did not answer as Git LFS does.'],
    ['too much', 200, `{"objects":[${' '.repeat(9 * megabyte)}]}`, 'GitLab did not answer as Git LFS does.'],
    ['a server without LFS', 501, '', 'GitLab has a problem (501). Try again later.'],
  ])('%s becomes a sentence', async (_case, status, body, message) => {
    sandbox.faults.set({ match: 'objects/batch', kind: 'status', status, body, times: 1 });
    expect(await batch('download', randomBytes(9))).toMatchObject({ status: 502, json: { message } });
  });
});

describe('an object storage elsewhere', () => {
  const content = Buffer.from('in another place');
  const atGitLab = Buffer.from('not yet in another place');
  beforeAll(() => {
    actAsDeveloper();
    return upload(atGitLab);
  });
  const answerWith = (body: Buffer) => {
    answerOfStorage = (res) => void res.end(body);
  };

  test('is sent what GitLab said to send there, and nothing else', async () => {
    const header = { 'x-amz-acl': 'private', Authorization: 'Storage abc' };
    answerBatchWith(content, { download: { href: storageUrl(), header } });
    answerWith(content);
    const reply = await ask(await hrefOf('download', content), { headers: { cookie: 'a=b' } });
    expect(reply.body.equals(content)).toBe(true);
    expect(stored).toMatchObject([
      { method: 'GET', url: '/bucket/object?sig=1', headers: { 'x-amz-acl': 'private' } },
    ]);
    expect(stored[0]?.headers.authorization).toBe('Storage abc');
    expect(stored[0]?.headers).not.toHaveProperty('cookie');
    expect(JSON.stringify(stored[0]?.headers)).not.toMatch(/nlp_|glpat/);
  });

  test('takes an upload with its length, and is asked whether it has arrived', async () => {
    answerBatchWith(content, { upload: { href: storageUrl() }, verify: { href: `${storageUrl()}&verify` } });
    const { actions } = (await batch('upload', content)).json.objects[0];
    expect((await ask(actions.upload.href, { method: 'PUT', body: Readable.from([content]) })).status).toBe(
      200,
    );
    expect((await ask(actions.verify.href, { body: { oid: 'another', size: 1 } })).status).toBe(200);
    expect(stored.map(({ method }) => method)).toEqual(['PUT', 'POST']);
    expect(stored[0]?.headers).toMatchObject({ 'content-length': String(content.length) });
    expect(stored[0]?.headers).not.toHaveProperty('authorization');
    expect(stored[0]?.body.equals(content)).toBe(true);
    expect(JSON.parse(stored[1]!.body.toString())).toEqual({ oid: oidOf(content), size: content.length });
  });

  test('may be where GitLab sends on to; its token stays behind', async () => {
    sandbox.faults.set({
      match: 'GET /acme/analytics.git/gitlab-lfs',
      kind: 'status',
      status: 302,
      headers: { location: storageUrl() },
      times: 1,
    });
    answerWith(atGitLab);
    expect((await ask(await hrefOf('download', atGitLab))).body.equals(atGitLab)).toBe(true);
    expect(stored.length).toBe(1);
    expect(stored[0]?.headers).not.toHaveProperty('authorization');
  });

  test('does not send on any further', async () => {
    answerBatchWith(content, { download: { href: storageUrl() } });
    answerOfStorage = (res) => void res.writeHead(302, { location: `${storageUrl()}&again` }).end();
    expect((await ask(await hrefOf('download', content))).status).toBe(502);
    expect(stored.length).toBe(1);
  });

  test.each([
    ['over HTTP', 'http://storage.example.com/x'],
    ['at the instance itself', () => `${sandbox.url}/users/sign_in`],
    ['in a file', 'file:///etc/passwd'],
    ['nowhere', '//'],
  ])('is not followed %s', async (_case, location) => {
    const to = typeof location === 'string' ? location : location();
    sandbox.faults.set({
      match: 'GET /acme/analytics.git/gitlab-lfs',
      kind: 'status',
      status: 302,
      headers: { location: to },
      times: 1,
    });
    const before = sandbox.requests().length;
    expect((await ask(await hrefOf('download', atGitLab))).status).toBe(502);
    expect(stored).toEqual([]);
    expect(sandbox.requests().length).toBe(before + 2);
  });

  test.each(['https://169.254.169.254/latest/meta-data', 'https://metadata.google.internal/'])(
    'is not at %s, whoever says so',
    async (href) => {
      answerBatchWith(content, { download: { href } });
      const reply = await ask(await hrefOf('download', content));
      expect(reply.status).toBe(502);
      expect(reply.json.message).toContain('cannot reach');
    },
  );

  test('that turns away is explained', async () => {
    answerBatchWith(content, { download: { href: storageUrl() } });
    answerOfStorage = (res) => void res.writeHead(403, { 'content-type': 'application/xml' }).end('<Error/>');
    expect(await ask(await hrefOf('download', content))).toMatchObject({
      status: 403,
      json: { message: 'GitLab does not let you do this.' },
    });
  });
});

describe('locks', () => {
  test('are made, listed, checked and removed as at GitLab', async () => {
    const made = await ask(lfsUrl('locks'), { body: { path: 'a b.bin', secret: 'x' } });
    expect(made.status).toBe(201);
    const { lock } = made.json;
    expect(lock).toMatchObject({ path: 'a b.bin', owner: { name: 'Dev Developer' } });
    account.token = 'glpat-sandbox-maintainer';
    const again = await ask(lfsUrl('locks'), { body: { path: 'a b.bin' } });
    expect(again).toMatchObject({ status: 409, json: { message: 'already locked', lock } });
    expect((await ask(lfsUrl('locks?path=a%20b.bin&private_token=x'))).json).toEqual({ locks: [lock] });
    expect(sandbox.requests().at(-1)?.path).toBe('/acme/analytics.git/info/lfs/locks?path=a+b.bin');
    expect((await ask(lfsUrl('locks/verify'), { body: {} })).json).toEqual({ ours: [], theirs: [lock] });
    const refused = await ask(lfsUrl(`locks/${lock.id}/unlock`), { body: {} });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.json.message).toMatch(/^a b\.bin is locked by GitLab User \d+$/);
    account.token = 'glpat-sandbox-developer';
    expect((await ask(lfsUrl(`locks/${lock.id}/unlock`), { body: {} })).status).toBe(200);
    expect((await ask(lfsUrl('locks'))).json).toEqual({ locks: [] });
  });

  test.each([404, 501])('are none where GitLab has Git LFS switched off (%d)', async (status) => {
    sandbox.faults.set({ match: 'info/lfs/locks', kind: 'status', status, body: { message: 'Not found.' } });
    const verified = await ask(lfsUrl('locks/verify'), { body: {} });
    expect(verified).toMatchObject({ status: 200, json: { ours: [], theirs: [] } });
    expect((await ask(lfsUrl('locks'))).status).toBe(status === 404 ? 404 : 502);
  });
});
