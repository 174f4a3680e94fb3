import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toPktLine } from './pkt-lines.ts';
import { refuse } from './refusal.ts';
import { createGatewayWorld, type GatewayWorld } from './testing/gateway-world.ts';

const zeros = '0'.repeat(40);
let world: GatewayWorld;
let first: string;

beforeEach(async () => {
  world = await createGatewayWorld();
  for (const path of ['acme/analytics', 'acme/secret']) first = seed(world.upstream.createRepository(path));
});
afterEach(() => world.close());

/** One commit on main, made straight in the bare repository; the same one in every repository, at any second. */
function seed(bare: string): string {
  const env = { ...process.env, GIT_AUTHOR_DATE: '@0 +0000', GIT_COMMITTER_DATE: '@0 +0000' };
  const run = (args: string[], input?: string) =>
    execFileSync('git', ['-C', bare, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      input,
      env,
    })
      .toString()
      .trim();
  const tree = run(
    ['mktree'],
    `100644 blob ${run(['hash-object', '-w', '--stdin'], 'hello\n')}\tREADME.md\n`,
  );
  const commit = run(['commit-tree', '-m', 'first', tree]);
  run(['update-ref', 'refs/heads/main', commit]);
  return commit;
}

async function cloneAndCommit(text = 'more\n'): Promise<{ dir: string; head: string }> {
  const dir = join(world.folder, 'clone');
  expect(
    await world.git(['clone', '-q', world.urlOf('acme/analytics'), dir], world.issue('read')),
  ).toMatchObject({
    exitCode: 0,
  });
  writeFileSync(join(dir, 'more.txt'), text);
  await world.git(['add', '.'], undefined, dir);
  await world.git(['commit', '-qm', 'more'], undefined, dir);
  const head = (await world.git(['rev-parse', 'HEAD'], undefined, dir)).stdout.trim();
  return { dir, head };
}

interface Reply {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** A request exactly as written: the path is not normalised. */
function ask(
  path: string,
  options: { method?: string; secret?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Reply> {
  const { port } = new URL(world.gateway.url);
  const authorization =
    options.secret && `Basic ${Buffer.from(`notelab:${options.secret}`).toString('base64')}`;
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: { ...(authorization && { authorization }), ...options.headers },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
        res.on('error', reject);
      },
    );
    req.on('error', reject);
    req.end(options.body);
  });
}

const base = (rest: string) => `/i/${world.instanceId}/${rest}`;
const readRefs = 'acme/analytics.git/info/refs?service=git-upload-pack';
const pushRefs = 'acme/analytics.git/info/refs?service=git-receive-pack';
const bound = (ref: string, oldOid: string, newOid: string) => ({ push: { ref, oldOid, newOid } });
const refAt = (path: string, ref: string) =>
  execFileSync('git', ['-C', join(world.upstream.root, `${path}.git`), 'rev-parse', '-q', '--verify', ref])
    .toString()
    .trim();

/** Sends the body of a push as git would. */
function sendPush(
  secret: string,
  body: Buffer,
  headers: Record<string, string> = {},
  path = 'acme/analytics',
) {
  return ask(base(`${path}.git/git-receive-pack`), {
    method: 'POST',
    secret,
    body,
    headers: { 'content-type': 'application/x-git-receive-pack-request', ...headers },
  });
}
const pushBody = (...commands: string[]) => {
  const lines = commands.map((command, index) =>
    toPktLine(index === 0 && !command.includes('\0') ? `${command}\0report-status` : command),
  );
  return Buffer.concat([...lines, Buffer.from('0000')]);
};

describe('reading through the gateway', () => {
  test('git clones with a pass, and only the gateway sends the token', async () => {
    const { dir } = await cloneAndCommit();
    expect(existsSync(join(dir, 'README.md'))).toBe(true);
    const sent = world.upstream.requests.map(({ headers }) => headers.authorization);
    const expected = `Basic ${Buffer.from(`oauth2:${world.account.token}`).toString('base64')}`;
    expect(new Set(sent)).toEqual(new Set([expected]));
    expect(world.account.asked.length).toBe(world.upstream.requests.length);
    const config = execFileSync('cat', [join(dir, '.git/config')]).toString();
    expect(config).not.toContain('nlp_');
    expect(config).not.toContain(world.account.token);
  });

  test('protocol v2 reaches GitLab, and the fetch is recorded once', async () => {
    await cloneAndCommit();
    expect(world.upstream.requests.every(({ headers }) => headers['git-protocol'] === 'version=2')).toBe(
      true,
    );
    expect(world.records).toMatchObject([{ kind: 'fetch', repository: { path: 'acme/analytics' } }]);
  });

  test.each(['0', '1'])('protocol v%s works too, and is recorded', async (version) => {
    const args = ['-c', `protocol.version=${version}`, 'clone', '-q', world.urlOf('acme/analytics'), 'old'];
    expect(await world.git(args, world.issue('read'))).toMatchObject({ exitCode: 0 });
    expect(world.records).toMatchObject([{ kind: 'fetch' }]);
  });

  test('the path ignores case as GitLab does, and GitLab gets the stored spelling', async () => {
    const reply = await ask(base('ACME/Analytics.git/info/refs?service=git-upload-pack'), {
      secret: world.issue('read'),
    });
    expect(reply.status).toBe(200);
    expect(world.upstream.requests.at(-1)?.url).toBe(
      '/gitlab/acme/analytics.git/info/refs?service=git-upload-pack',
    );
  });

  test('a compressed request is decoded and passed on', async () => {
    const body = gzipSync(
      Buffer.concat([
        toPktLine('command=ls-refs\n'),
        Buffer.from('0001'),
        toPktLine('peel\n'),
        Buffer.from('0000'),
      ]),
    );
    const reply = await ask(base('acme/analytics.git/git-upload-pack'), {
      method: 'POST',
      secret: world.issue('read'),
      body,
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        'content-encoding': 'gzip',
        'git-protocol': 'version=2',
      },
    });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(`${first} refs/heads/main`);
    expect(world.upstream.requests.at(-1)?.headers).not.toHaveProperty('content-encoding');
  });

  test('Expect: 100-continue and chunked bodies are understood', async () => {
    const reply = await ask(base('acme/analytics.git/git-upload-pack'), {
      method: 'POST',
      secret: world.issue('read'),
      body: Buffer.concat([toPktLine('command=ls-refs\n'), Buffer.from('00010000')]),
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        'git-protocol': 'version=2',
        'transfer-encoding': 'chunked',
        expect: '100-continue',
      },
    });
    expect(reply.text).toContain(`${first} refs/heads/main`);
  });

  test('cookies, forwarding headers and the pass do not reach GitLab, and its cookies do not come back', async () => {
    world.upstream.interfere = (req, res) => {
      if (!req.url?.includes('info/refs')) return false;
      res.setHeader('set-cookie', 'session=1');
      res.setHeader('x-secret', 'yes');
      return false;
    };
    const secret = world.issue('read');
    const headers = {
      cookie: 'a=b',
      'x-forwarded-for': '1.2.3.4',
      'private-token': 'x',
      connection: 'close',
    };
    const reply = await ask(base(readRefs), { secret, headers });
    expect(reply.status).toBe(200);
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect(reply.headers).not.toHaveProperty('x-secret');
    const seen = world.upstream.requests.at(-1)!;
    expect(Object.keys(seen.headers)).not.toContain('cookie');
    expect(Object.keys(seen.headers)).not.toContain('x-forwarded-for');
    expect(Object.keys(seen.headers)).not.toContain('private-token');
    expect(JSON.stringify(seen)).not.toContain(secret);
  });
});

describe('who may pass', () => {
  test('without a pass git is asked for one', async () => {
    const reply = await ask(base(readRefs));
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Basic realm="Notelab"');
    expect(world.upstream.requests).toEqual([]);
  });

  test.each([
    ['an invented pass', 'nlp_invented'],
    ['an empty one', ''],
    ['a GitLab token', 'gloas-1'],
  ])('%s is unknown', async (_case, secret) => {
    const headers = { authorization: `Basic ${Buffer.from(`oauth2:${secret}`).toString('base64')}` };
    expect((await ask(base(readRefs), { headers })).status).toBe(401);
    expect(world.upstream.requests).toEqual([]);
  });

  test('a voided pass is told why', async () => {
    const secret = world.issue('read');
    world.passes.voidOf({ instanceId: world.instanceId }, 'Your GitLab account was disconnected.');
    const reply = await ask(base(readRefs), { secret });
    expect(reply).toMatchObject({ status: 401, text: 'Your GitLab account was disconnected.\n' });
    const outcome = await world.git(['ls-remote', world.urlOf('acme/analytics')], secret);
    expect(outcome.stderr).toContain('remote: Your GitLab account was disconnected.');
  });

  test('a pass opens no other repository and no other instance', async () => {
    const secret = world.issue('read');
    const other = await ask(base('acme/secret.git/info/refs?service=git-upload-pack'), { secret });
    expect(other).toMatchObject({ status: 403, text: 'This pass does not open this repository.\n' });
    const elsewhere = await ask(`/i/${'z'.repeat(20)}/${readRefs}`, { secret });
    expect(elsewhere.status).toBe(403);
    expect(world.upstream.requests).toEqual([]);
  });

  test('authorisation is asked on every request, and its refusal is shown by git', async () => {
    const secret = world.issue('read');
    expect((await ask(base(readRefs), { secret })).status).toBe(200);
    world.account.refusal = refuse(403, 'forbidden', 'You are no longer a member of this workspace.');
    const outcome = await world.git(['ls-remote', world.urlOf('acme/analytics')], secret);
    expect(outcome.stderr).toContain('remote: You are no longer a member of this workspace.');
    expect(world.upstream.requests.length).toBe(1);
  });

  test('a read pass that pushes is refused before anything is sent', async () => {
    const secret = world.issue('read');
    expect((await ask(base(pushRefs), { secret })).status).toBe(403);
    expect((await sendPush(secret, pushBody(`${first} ${zeros} refs/heads/main`))).status).toBe(403);
    const { dir } = await cloneAndCommit();
    const outcome = await world.git(['push', world.urlOf('acme/analytics'), 'HEAD:main'], secret, dir);
    expect(outcome.stderr).toContain('remote: This action may read from GitLab, not push to it.');
    expect(world.upstream.requests.filter(({ url }) => url.includes('receive-pack'))).toEqual([]);
  });

  test.each([
    '/',
    '/api/v4/user',
    '/i',
    'acme/analytics.git/HEAD',
    'acme/analytics.git/objects/info/packs',
    'acme/analytics.git/info/refs',
    'acme/analytics.git/info/refs?service=git-upload-archive',
    'acme/analytics.git/info/refs?service=git-upload-pack&service=git-receive-pack',
    'acme/analytics.git/info/refs?service=git-upload-pack&private_token=x',
    'acme/analytics.git/info/refs?service=git-upload-pack?service=git-receive-pack',
    'acme/analytics.git/info/refs?service=git-upload-pack%26service=git-receive-pack',
    'acme/analytics.git/info/refs?SERVICE=git-upload-pack',
    'acme/analytics.git/git-upload-archive',
    'acme/analytics.git/git-upload-pack?x=1',
    'acme/analytics/info/refs?service=git-upload-pack',
    'acme/analytics.git//info/refs?service=git-upload-pack',
    'acme//analytics.git/info/refs?service=git-upload-pack',
    'acme/secret/../analytics.git/info/refs?service=git-upload-pack',
    'acme/analytics.git/../secret.git/info/refs?service=git-upload-pack',
    'acme/%2e%2e/acme/analytics.git/info/refs?service=git-upload-pack',
    'acme%2fanalytics.git/info/refs?service=git-upload-pack',
    'acme/./analytics.git/info/refs?service=git-upload-pack',
    'acme\\analytics.git/info/refs?service=git-upload-pack',
    'acme/analytics%00.git/info/refs?service=git-upload-pack',
    'acme/analytics.git%00/info/refs?service=git-upload-pack',
    'acme/analytics.git;x/info/refs?service=git-upload-pack',
    'api/v4/user.git/../../api/v4/user',
  ])('%s leads nowhere', async (path) => {
    const secret = world.issue('read', ['acme/analytics', 'api/v4/user']);
    const reply = await ask(path.startsWith('/') ? path : base(path), { secret });
    expect(reply.status).toBe(404);
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(world.upstream.requests).toEqual([]);
  });

  test.each([
    ['HEAD', readRefs],
    ['POST', readRefs],
    ['OPTIONS', readRefs],
    ['GET', 'acme/analytics.git/git-upload-pack'],
    ['PUT', 'acme/analytics.git/git-upload-pack'],
  ])('%s %s is no git request', async (method, path) => {
    const reply = await ask(base(path), { method, secret: world.issue('read') });
    expect(reply.status).toBe(403);
    expect(world.upstream.requests).toEqual([]);
  });

  test('an address in absolute form leads nowhere', async () => {
    const path = `${world.upstream.baseUrl}/acme/analytics.git/info/refs?service=git-upload-pack`;
    expect((await ask(path, { secret: world.issue('read') })).status).toBe(404);
  });
});

describe('pushing', () => {
  test('a bound push of a new branch and of the next commit goes through and is recorded', async () => {
    const { dir, head } = await cloneAndCommit();
    world.records.length = 0;
    const update = world.issue(bound('refs/heads/main', first, head));
    const outcome = await world.git(
      ['push', world.urlOf('acme/analytics'), `${head}:refs/heads/main`],
      update,
      dir,
    );
    expect(outcome).toMatchObject({ exitCode: 0 });
    const create = world.issue(bound('refs/heads/topic', zeros, head));
    await world.git(['push', world.urlOf('acme/analytics'), `${head}:refs/heads/topic`], create, dir);
    expect(refAt('acme/analytics', 'refs/heads/main')).toBe(head);
    expect(refAt('acme/analytics', 'refs/heads/topic')).toBe(head);
    const result = { kind: 'accepted' };
    expect(world.records.map(({ kind, refs }) => ({ kind, refs }))).toEqual([
      { kind: 'push', refs: [{ ref: 'refs/heads/main', oldOid: first, newOid: head, result }] },
      { kind: 'push', refs: [{ ref: 'refs/heads/topic', oldOid: null, newOid: head, result }] },
    ]);
  });

  test('what a hook of GitLab declines is recorded as rejected, and git shows its words', async () => {
    const hook = join(world.upstream.root, 'acme/analytics.git/hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\necho "GitLab: You are not allowed to push." >&2\nexit 1\n', {
      mode: 0o755,
    });
    const { dir, head } = await cloneAndCommit();
    const secret = world.issue(bound('refs/heads/main', first, head));
    const outcome = await world.git(['push', world.urlOf('acme/analytics'), 'HEAD:main'], secret, dir);
    expect(outcome.stderr).toContain('remote: GitLab: You are not allowed to push.');
    expect(world.records.at(-1)?.refs[0]?.result).toEqual({
      kind: 'rejected',
      reason: 'pre-receive hook declined',
    });
  });

  test('git with a push pass cannot push another ref or another commit', async () => {
    const { dir, head } = await cloneAndCommit();
    const secret = world.issue(bound('refs/heads/main', first, head));
    for (const refspec of ['HEAD:refs/heads/other', 'HEAD~1:refs/heads/main-2', ':refs/heads/main']) {
      const outcome = await world.git(['push', world.urlOf('acme/analytics'), refspec], secret, dir);
      expect(outcome.exitCode, refspec).not.toBe(0);
    }
    await world.git(['commit', '--amend', '-qm', 'other'], undefined, dir);
    const outcome = await world.git(['push', world.urlOf('acme/analytics'), 'HEAD:main'], secret, dir);
    expect(outcome.stderr).toContain('403');
    expect(refAt('acme/analytics', 'refs/heads/main')).toBe(first);
    expect(
      world.upstream.requests.filter(({ method, url }) => method === 'POST' && url.includes('receive')),
    ).toEqual([]);
  });

  test.each([
    [
      'a second command',
      (head: string) => [`${first} ${head} refs/heads/main`, `${zeros} ${head} refs/heads/evil`],
    ],
    ['another ref', (head: string) => [`${first} ${head} refs/heads/other`]],
    ['another case', (head: string) => [`${first} ${head} refs/heads/Main`]],
    ['another old commit', (head: string) => [`${zeros} ${head} refs/heads/main`]],
    ['another new commit', () => [`${first} ${first} refs/heads/main`]],
    ['a deletion', () => [`${first} ${zeros} refs/heads/main`]],
    ['push options', (head: string) => [`${first} ${head} refs/heads/main\0report-status push-options`]],
    ['a certificate', () => ['push-cert\0report-status', 'certificate version 0.1\n']],
  ])('%s in the command list is refused, plain and compressed', async (_case, commands) => {
    const head = 'a'.repeat(40);
    const secret = world.issue(bound('refs/heads/main', first, head));
    const body = pushBody(...commands(head));
    expect((await sendPush(secret, body)).status).toBe(403);
    expect((await sendPush(secret, gzipSync(body), { 'content-encoding': 'gzip' })).status).toBe(403);
    expect((await sendPush(secret, body, { 'transfer-encoding': 'chunked' })).status).toBe(403);
    expect(world.upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test.each([
    ['an encoding we do not read', { 'content-encoding': 'deflate' }, 415],
    ['two encodings', { 'content-encoding': 'gzip, gzip' }, 415],
    ['a body that is not what its encoding says', { 'content-encoding': 'gzip' }, 400],
  ])('%s is refused', async (_case, headers, status) => {
    const head = 'a'.repeat(40);
    const secret = world.issue(bound('refs/heads/main', first, head));
    const reply = await sendPush(secret, pushBody(`${first} ${head} refs/heads/main`), headers);
    expect(reply.status).toBe(status);
    expect(world.upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('a list that never ends is refused before it fills the memory', async () => {
    const secret = world.issue(bound('refs/heads/main', first, first));
    const shallow = Buffer.concat(Array(20_000).fill(toPktLine(`shallow ${first}`)));
    expect((await sendPush(secret, shallow)).status).toBe(403);
    expect((await sendPush(secret, gzipSync(shallow), { 'content-encoding': 'gzip' })).status).toBe(403);
  });

  test('the probe of a large push goes through, and nothing can hide behind it', async () => {
    const secret = world.issue(bound('refs/heads/main', first, 'a'.repeat(40)));
    const probe = await sendPush(secret, Buffer.from('0000'));
    expect(probe.status).toBe(200);
    const hidden = Buffer.concat([Buffer.from('0000'), pushBody(`${first} ${zeros} refs/heads/main`)]);
    expect((await sendPush(secret, hidden)).status).toBe(403);
    expect(refAt('acme/analytics', 'refs/heads/main')).toBe(first);
    expect(world.records).toEqual([]);
  });

  test('a compressed push is decoded and arrives', async () => {
    const { dir, head } = await cloneAndCommit();
    const pack = execFileSync('git', ['-C', dir, 'pack-objects', '--stdout', '--revs', '-q'], {
      input: `${head}\n^${first}\n`,
    });
    const secret = world.issue(bound('refs/heads/main', first, head));
    const body = Buffer.concat([pushBody(`${first} ${head} refs/heads/main`), pack]);
    const reply = await sendPush(secret, gzipSync(body), { 'content-encoding': 'gzip' });
    expect(reply.text).toContain('ok refs/heads/main');
    expect(refAt('acme/analytics', 'refs/heads/main')).toBe(head);
    expect(world.records.at(-1)?.refs[0]?.result).toEqual({ kind: 'accepted' });
  });

  test('a push to a path that does not exist creates nothing', async () => {
    const { dir, head } = await cloneAndCommit();
    const secret = world.issue(bound('refs/heads/main', zeros, head), ['acme/missing']);
    const outcome = await world.git(['push', world.urlOf('acme/missing'), 'HEAD:main'], secret, dir);
    expect(outcome.stderr).toContain('remote: The project you were looking for could not be found');
    const skipped = await sendPush(secret, pushBody(`${zeros} ${head} refs/heads/main`), {}, 'acme/missing');
    expect(skipped.status).toBe(404);
    expect(existsSync(join(world.upstream.root, 'acme/missing.git'))).toBe(false);
    expect(world.upstream.requests.filter(({ url }) => url.includes('receive-pack'))).toEqual([]);
  });
});

describe('when GitLab says no', () => {
  test('an old token is refreshed once, and git notices nothing', async () => {
    const fresh = 'gloas-fresh';
    let refreshes = 0;
    world.upstream.tokens.delete(world.account.token);
    world.upstream.tokens.add(fresh);
    world.account.refresh = () => {
      refreshes++;
      world.account.token = fresh;
      return fresh;
    };
    expect(
      await world.git(['clone', '-q', world.urlOf('acme/analytics'), 'c'], world.issue('read')),
    ).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(refreshes).toBe(1);
  });

  test('a token that ends between two requests of a fetch is refreshed there', async () => {
    const old = world.account.token;
    world.upstream.interfere = (req) => {
      if (req.method === 'POST' && world.upstream.tokens.delete(old))
        world.upstream.tokens.add('gloas-fresh');
      return false;
    };
    world.account.refresh = () => 'gloas-fresh';
    const outcome = await world.git(['clone', '-q', world.urlOf('acme/analytics'), 'c'], world.issue('read'));
    expect(outcome).toMatchObject({ exitCode: 0 });
  });

  test('a token that ends in the middle of a large push is renewed, and the push has to be sent again', async () => {
    let refreshes = 0;
    world.account.refresh = () => `gloas-fresh-${++refreshes}`;
    world.upstream.interfere = (req, res) => {
      if (req.method !== 'POST') return false;
      req
        .resume()
        .on('end', () => res.writeHead(401, { 'content-type': 'text/plain' }).end('Access denied.'));
      return true;
    };
    const push = pushBody(`${first} ${'a'.repeat(40)} refs/heads/main`);
    const secret = world.issue(bound('refs/heads/main', first, 'a'.repeat(40)));
    const body = Buffer.concat([push, Buffer.alloc(2 * 1024 * 1024)]);
    const reply = await sendPush(secret, body, { 'transfer-encoding': 'chunked' });
    expect(reply).toMatchObject({ status: 503, text: expect.stringContaining('Try again.') });
    expect(refreshes).toBe(1);
    expect(world.upstream.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('a token that stays wrong is said in words, and git does not ask for another pass', async () => {
    world.upstream.tokens.clear();
    const outcome = await world.git(['ls-remote', world.urlOf('acme/analytics')], world.issue('read'));
    expect(outcome.stderr).toContain('remote: Why GitLab turned this away.');
    expect(outcome.stderr).toContain('403');
    expect(world.upstream.requests.length).toBe(2);
  });

  test('a GitLab that says over git that the account is blocked is asked why', async () => {
    world.upstream.interfere = (_req, res) => {
      res.writeHead(403, { 'content-type': 'text/plain' }).end('Your account has been blocked.');
      return true;
    };
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply).toMatchObject({ status: 403, text: 'Why GitLab turned this away.\n' });
  });

  test('an account that must be linked again is said without asking GitLab', async () => {
    const world2 = world.account;
    world2.refusal = refuse(403, 'account-missing', 'Connect your GitLab account first.');
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply).toMatchObject({ status: 403, text: 'Connect your GitLab account first.\n' });
    expect(world.upstream.requests).toEqual([]);
  });

  test.each([
    [
      'to another place of the instance',
      () => `${world.upstream.baseUrl}/acme/renamed.git/info/refs`,
      'has moved',
    ],
    ['to another path', () => '/gitlab/acme/renamed.git/info/refs', 'has moved'],
    ['to another site', () => 'http://169.254.169.254/latest/meta-data', 'another site'],
    ['to nowhere', () => '//', 'another site'],
  ])('a redirect %s is not followed', async (_case, location, words) => {
    const seen: string[] = [];
    world.upstream.interfere = (req, res) => {
      seen.push(req.url ?? '');
      res.writeHead(302, { location: location() }).end();
      return true;
    };
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply.status).toBe(502);
    expect(reply.text).toContain(words);
    expect(reply.headers).not.toHaveProperty('location');
    expect(seen.length).toBe(1);
  });

  test('an error text that repeats the token is redacted, and its control characters are taken out', async () => {
    world.upstream.interfere = (req, res) => {
      const token = Buffer.from(String(req.headers.authorization).slice(6), 'base64').toString().slice(7);
      res.writeHead(403, { 'content-type': 'text/plain' });
      res.end(`no \u001b[2J${token} ${req.headers.authorization}`);
      return true;
    };
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply.text).toBe('no  [2J[secret] Basic [secret]\n');
  });

  test.each([
    ['a page instead of refs', 200, 'text/html', 502],
    ['refs of the dumb protocol', 200, 'text/plain', 502],
    ['a broken server', 500, 'text/html', 502],
    ['a rate limit', 429, 'text/plain', 429],
  ])('%s becomes a sentence', async (_case, status, type, expected) => {
    world.upstream.interfere = (_req, res) => {
      res.writeHead(status, { 'content-type': type }).end('<html>');
      return true;
    };
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply.status).toBe(expected);
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test('a GitLab that is down is said so', async () => {
    await world.upstream.close();
    const reply = await ask(base(readRefs), { secret: world.issue('read') });
    expect(reply.status).toBe(502);
    expect(reply.text).toContain('Notelab cannot reach GitLab at 127.0.0.1');
  });
});

describe('leaks', () => {
  test('neither tokens nor passes are in logs or records', async () => {
    const { dir, head } = await cloneAndCommit();
    const secret = world.issue(bound('refs/heads/main', first, head));
    await world.git(['push', world.urlOf('acme/analytics'), 'HEAD:main'], secret, dir);
    world.upstream.tokens.clear();
    await ask(base(readRefs), { secret });
    const everything = `${world.logged.join('\n')}${JSON.stringify(world.records)}`;
    expect(world.logged.length).toBeGreaterThan(5);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(world.account.token);
  });
});
