import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UpstreamLimits } from './ask-upstream.ts';
import { createGatewayWorld, type GatewayWorld } from './testing/gateway-world.ts';

const megabyte = 1024 * 1024;
const zeros = '0'.repeat(40);
let world: GatewayWorld;

const start = async (limits?: UpstreamLimits) => {
  world = await createGatewayWorld(limits);
  world.upstream.createRepository('acme/analytics');
};
afterEach(() => world.close());

/** A repository with `megabytes` of bytes that do not compress, ready to be pushed. */
async function createLargeRepository(megabytes: number): Promise<{ dir: string; head: string }> {
  const dir = join(world.folder, 'large');
  mkdirSync(dir);
  await world.git(['init', '-q', '-b', 'main'], undefined, dir);
  // Git is not what is tested: it need not try to make them smaller.
  await world.git(['config', 'core.compression', '0'], undefined, dir);
  await world.git(['config', 'core.bigFileThreshold', '1m'], undefined, dir);
  for (let part = 0; part < megabytes / 20; part++) {
    writeFileSync(join(dir, `part-${part}`), randomFillSync(Buffer.alloc(20 * megabyte)));
  }
  await world.git(['add', '.'], undefined, dir);
  await world.git(['commit', '-qm', 'large'], undefined, dir);
  const head = (await world.git(['rev-parse', 'HEAD'], undefined, dir)).stdout.trim();
  return { dir, head };
}

/** Most bytes that this process, gateway and upstream in one, held in addition while `work` ran. */
async function measureGrowth(work: () => Promise<unknown>): Promise<number> {
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const before = held();
  let most = before;
  const sample = setInterval(() => {
    most = Math.max(most, held());
  }, 10);
  await work();
  clearInterval(sample);
  return most - before;
}

describe('large streams', () => {
  beforeEach(() => start());

  test('100 MB are pushed and cloned without being held in memory', { timeout: 120_000 }, async () => {
    const { dir, head } = await createLargeRepository(100);
    const push = world.issue({ push: { ref: 'refs/heads/main', oldOid: zeros, newOid: head } });
    const pushGrowth = await measureGrowth(async () => {
      const outcome = await world.git(['push', '-q', world.urlOf('acme/analytics'), 'HEAD:main'], push, dir);
      expect(outcome).toMatchObject({ exitCode: 0 });
    });
    const posts = world.upstream.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ headers }) => headers['content-length'] ?? headers['transfer-encoding'])).toEqual([
      '4',
      'chunked',
    ]);
    expect(world.records).toMatchObject([{ kind: 'push', refs: [{ result: { kind: 'accepted' } }] }]);

    const cloneGrowth = await measureGrowth(async () => {
      const outcome = await world.git(
        ['clone', '-q', world.urlOf('acme/analytics'), 'copy'],
        world.issue('read'),
      );
      expect(outcome).toMatchObject({ exitCode: 0 });
    });
    const copied = await world.git(['rev-parse', 'HEAD'], undefined, join(world.folder, 'copy'));
    expect(copied.stdout.trim()).toBe(head);

    expect(pushGrowth).toBeLessThan(64 * megabyte);
    expect(cloneGrowth).toBeLessThan(64 * megabyte);
  });

  test('a reader that does not read holds GitLab back', { timeout: 60_000 }, async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(megabyte);
    world.upstream.interfere = (_req, res) => {
      res.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      const send = () => {
        while (sentBytes < 200 * megabyte) {
          sentBytes += chunk.length;
          if (!res.write(chunk)) return void res.once('drain', send);
        }
        res.end();
      };
      send();
      return true;
    };
    const { req, res } = await open('info/refs?service=git-upload-pack', world.issue('read'));
    res.pause();
    for (let before = -1; before !== sentBytes; await wait(500)) before = sentBytes;
    expect(sentBytes).toBeLessThan(100 * megabyte);
    req.destroy();
  });
});

/** Starts a request and waits for the head of the answer. */
async function open(action: string, secret: string, headers: Record<string, string> = {}) {
  const authorization = `Basic ${Buffer.from(`x:${secret}`).toString('base64')}`;
  const req = request(`${world.urlOf('acme/analytics')}/${action}`, {
    method: action.startsWith('info') ? 'GET' : 'POST',
    headers: { authorization, ...headers },
  });
  const response = Promise.withResolvers<import('node:http').IncomingMessage>();
  req.on('response', response.resolve).on('error', response.reject);
  if (action.startsWith('info')) req.end();
  else req.flushHeaders();
  response.promise.catch(() => {});
  const res = action.startsWith('info') ? await response.promise : undefined;
  return { req, res: res!, response: response.promise };
}

/** Makes the upstream send a little and then nothing; tells when its side of the connection is closed. */
function stall(): Promise<void> {
  const closed = Promise.withResolvers<void>();
  world.upstream.interfere = (_req, res) => {
    res.on('close', closed.resolve);
    res.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
    res.write('001e# service=git-upload-pack\n');
    return true;
  };
  return closed.promise;
}

async function drain(stream: AsyncIterable<Buffer>): Promise<'ended' | 'broken'> {
  try {
    for await (const _chunk of stream);
    return 'ended';
  } catch {
    return 'broken';
  }
}

describe('ends', () => {
  beforeEach(() => start({ headersMs: 1500, stalledMs: 2000 }));

  test('voiding a pass ends its streams and those of nobody else', async () => {
    const closed = stall();
    const mine = world.issue('read');
    const { res } = await open('info/refs?service=git-upload-pack', mine);
    const other = await open(
      'info/refs?service=git-upload-pack',
      world.issue('read', ['acme/analytics', 'a/b']),
    );
    world.passes.voidOf({ repositoryId: world.repositoryIds.get('acme/other') ?? ('x' as never) }, 'Nobody.');
    world.passes.voidOf({ repositoryId: world.repositoryIds.get('a/b') }, 'Your account was disconnected.');
    expect(await drain(other.res)).toBe('broken');
    await closed;
    expect(res.destroyed).toBe(false);
    other.req.destroy();
  });

  test('voiding before GitLab has answered says why', async () => {
    world.upstream.interfere = () => true;
    const secret = world.issue('read');
    const pending = world.git(['ls-remote', world.urlOf('acme/analytics')], secret);
    while (world.upstream.requests.length === 0) await wait(10);
    world.passes.voidOf({ projectId: world.projectId }, 'You are no longer a member.');
    expect((await pending).stderr).toContain('remote: You are no longer a member.');
  });

  test('a voided push is cut off, and recorded without a verdict', { timeout: 20_000 }, async () => {
    const { dir, head } = await createLargeRepository(20);
    const secret = world.issue({ push: { ref: 'refs/heads/main', oldOid: zeros, newOid: head } });
    const hook = join(world.upstream.root, 'acme/analytics.git/hooks/pre-receive');
    writeFileSync(hook, '#!/bin/sh\nsleep 1\n', { mode: 0o755 });
    const pending = world.git(['push', world.urlOf('acme/analytics'), 'HEAD:main'], secret, dir);
    while (world.upstream.requests.filter(({ method }) => method === 'POST').length < 2) await wait(10);
    world.passes.voidOf({ projectId: world.projectId }, 'You are no longer a member.');
    expect((await pending).exitCode).not.toBe(0);
    await expect
      .poll(() => world.records)
      .toMatchObject([{ kind: 'push', refs: [{ result: { kind: 'unknown' } }] }]);
  });

  test('a client that goes away lets GitLab go', async () => {
    const closed = stall();
    const { req } = await open('info/refs?service=git-upload-pack', world.issue('read'));
    req.destroy();
    await closed;
  });

  test('a GitLab that does not answer is given up', { timeout: 20_000 }, async () => {
    world.upstream.interfere = () => true;
    const outcome = await world.git(['ls-remote', world.urlOf('acme/analytics')], world.issue('read'));
    expect(outcome.stderr).toContain('did not answer in time');
  });

  test('an answer that stalls is cut off', { timeout: 20_000 }, async () => {
    const closed = stall();
    const { res } = await open('info/refs?service=git-upload-pack', world.issue('read'));
    expect(await drain(res)).toBe('broken');
    await closed;
  });

  test('a push that stalls is given up', { timeout: 20_000 }, async () => {
    const secret = world.issue({ push: { ref: 'refs/heads/main', oldOid: zeros, newOid: 'a'.repeat(40) } });
    const { req, response } = await open('git-receive-pack', secret, { 'content-length': '100000000' });
    req.write('00');
    await expect(response).rejects.toThrow();
  });

  test('closing the gateway ends what is under way', async () => {
    stall();
    const { res } = await open('info/refs?service=git-upload-pack', world.issue('read'));
    await world.gateway.close();
    expect(await drain(res)).toBe('broken');
  });

  test('the gateway listens on loopback only', () => {
    expect(new URL(world.gateway.url).hostname).toBe('127.0.0.1');
    const { port } = new URL(world.gateway.url);
    const listening = execFileSync('cat', ['/proc/net/tcp', '/proc/net/tcp6']).toString();
    const local = Number(port).toString(16).toUpperCase().padStart(4, '0');
    const addresses = [...listening.matchAll(/^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A /gm)]
      .filter(([, , each]) => each === local)
      .map(([, address]) => address);
    expect(addresses).toEqual(['0100007F']);
  });
});
