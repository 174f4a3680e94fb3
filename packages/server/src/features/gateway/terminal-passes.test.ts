import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { newId, type ProjectId, type TerminalId } from '@notelab/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from './testing/gateway-world.ts';

let world: GatewayWorld;
let dir: string;
let first: string;
let count = 0;

beforeAll(async () => {
  world = await createGatewayWorld();
  world.upstream.createRepository('acme/analytics');
  const bare = join(world.upstream.root, 'acme/analytics.git');
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowFilter', 'true']);
  execFileSync('git', ['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  dir = join(world.folder, 'clone');
  await world.git(['clone', '-q', world.urlOf('acme/analytics'), dir], world.issue('write'));
  first = await commit('first');
  await git('push', '-q', 'origin', 'HEAD:main');
});
afterAll(() => world.close());
beforeEach(() => {
  world.records.length = 0;
  world.upstream.requests.length = 0;
});

const git = (...args: string[]) => world.git(args, world.issue('write'), dir);
async function commit(message: string): Promise<string> {
  writeFileSync(join(dir, `file-${count++}`), message);
  await world.git(['add', '.'], undefined, dir);
  await world.git(['commit', '-qm', message], undefined, dir);
  return revision('HEAD');
}
const revision = async (name: string) => (await world.git(['rev-parse', name], undefined, dir)).stdout.trim();
const accepted = { kind: 'accepted' };
const recorded = () => world.records.map(({ kind, refs, more }) => ({ kind, refs, more }));

describe("a push with a terminal's pass", () => {
  test('updates, creates, forces and deletes what its user asks for, and each ref is recorded', async () => {
    const second = await commit('second');
    const push = await git('push', 'origin', 'HEAD:main', 'HEAD:topic', 'HEAD:refs/tags/v1');
    expect(push).toMatchObject({ exitCode: 0 });
    await world.git(['commit', '--amend', '-qm', 'other'], undefined, dir);
    const other = await revision('HEAD');
    expect(await git('push', '--force', 'origin', 'HEAD:main', ':topic')).toMatchObject({ exitCode: 0 });
    expect(recorded()).toEqual([
      {
        kind: 'push',
        more: 0,
        refs: [
          { ref: 'refs/heads/main', oldOid: first, newOid: second, result: accepted },
          { ref: 'refs/heads/topic', oldOid: null, newOid: second, result: accepted },
          { ref: 'refs/tags/v1', oldOid: null, newOid: second, result: accepted },
        ],
      },
      {
        kind: 'push',
        more: 0,
        refs: [
          { ref: 'refs/heads/main', oldOid: second, newOid: other, result: accepted },
          { ref: 'refs/heads/topic', oldOid: second, newOid: null, result: accepted },
        ],
      },
    ]);
  });

  test('of two refs of which GitLab takes one is recorded as it went', async () => {
    const hook = join(world.upstream.root, 'acme/analytics.git/hooks/update');
    writeFileSync(hook, '#!/bin/sh\n[ "$1" = refs/heads/allowed ]\n', { mode: 0o755 });
    await commit('mixed');
    await git('push', 'origin', 'HEAD:allowed', 'HEAD:declined');
    writeFileSync(hook, '#!/bin/sh\n');
    expect(world.records[0]?.refs.map(({ ref, result }) => ({ ref, result }))).toEqual([
      { ref: 'refs/heads/allowed', result: accepted },
      { ref: 'refs/heads/declined', result: { kind: 'rejected', reason: 'hook declined' } },
    ]);
  });

  test('of a hundred refs names fifty of them', async () => {
    const refs = Array.from({ length: 100 }, (_, index) => `HEAD:refs/heads/many/${index}`);
    expect(await git('push', '-q', 'origin', ...refs)).toMatchObject({ exitCode: 0 });
    expect(world.records).toMatchObject([{ more: 50 }]);
    expect(world.records[0]?.refs.length).toBe(50);
  });

  test.each(['0', '1', '2'])(
    'works with protocol v%s and after the probe of a large push',
    async (version) => {
      await commit(`protocol ${version}`);
      const settings = ['-c', `protocol.version=${version}`, '-c', 'http.postBuffer=1'];
      expect(await git(...settings, 'push', '-q', 'origin', `HEAD:refs/heads/v${version}`)).toMatchObject({
        exitCode: 0,
      });
      const posts = world.upstream.requests.filter(({ method }) => method === 'POST');
      expect(posts.map(({ headers }) => headers['content-length'] ?? headers['transfer-encoding'])).toEqual([
        '4',
        'chunked',
      ]);
    },
  );

  test('may carry push options', async () => {
    await commit('with options');
    const push = await git('push', '-q', '-o', 'merge_request.create', 'origin', 'HEAD:with-options');
    expect(push).toMatchObject({ exitCode: 0 });
  });

  test('creates no project at a path that does not exist', async () => {
    const secret = world.issue('write', ['acme/missing']);
    const push = await world.git(['push', world.urlOf('acme/missing'), 'HEAD:main'], secret, dir);
    expect(push.stderr).toContain('remote: The project you were looking for could not be found');
    expect(existsSync(join(world.upstream.root, 'acme/missing.git'))).toBe(false);
  });
});

describe("a fetch with a terminal's pass", () => {
  const clone = async (...args: string[]) => {
    const to = `copy-${count++}`;
    const outcome = await world.git(
      ['clone', '-q', ...args, world.urlOf('acme/analytics'), to],
      world.issue('write'),
    );
    expect(outcome).toMatchObject({ exitCode: 0 });
    return join(world.folder, to);
  };

  test.each(['0', '1', '2'])(
    'over protocol v%s is recorded with its branch, and where that was',
    async (version) => {
      const protocol = ['-c', `protocol.version=${version}`];
      const single = ['--single-branch', '--no-tags', '--branch=fetched'];
      const old = await commit('before');
      await git('push', '-q', '--force', 'origin', 'HEAD:fetched');
      const copy = await clone(...protocol, ...single);
      const now = await commit('after');
      await git('push', '-q', 'origin', 'HEAD:fetched');
      await world.git([...protocol, 'fetch', '-q'], world.issue('write'), copy);
      const fetches = world.records.filter(({ kind }) => kind === 'fetch');
      const ref = 'refs/heads/fetched';
      expect(fetches.map(({ refs }) => refs.filter((each) => each.ref === ref))).toEqual([
        [{ ref, oldOid: null, newOid: old, result: accepted }],
        [{ ref, oldOid: old, newOid: now, result: accepted }],
      ]);
      // Nothing new: nothing is recorded.
      await world.git([...protocol, 'fetch', '-q'], world.issue('write'), copy);
      expect(world.records.filter(({ kind }) => kind === 'fetch').length).toBe(2);
    },
  );

  test('of everything names every ref', async () => {
    await clone();
    const listed = execFileSync('git', [
      ...['-C', join(world.upstream.root, 'acme/analytics.git')],
      ...['for-each-ref', '--format=%(refname)'],
    ]);
    const names = listed.toString().trim().split('\n');
    expect(world.records).toMatchObject([{ kind: 'fetch', more: names.length - 50 }]);
    const told = world.records[0]?.refs.map(({ ref }) => ref) ?? [];
    expect(names).toEqual(expect.arrayContaining(told));
    expect(new Set(told).size).toBe(50);
  });

  test('of what the project was given elsewhere says that it does not know what was there', async () => {
    const copy = await clone('--single-branch', '--no-tags', '--branch=main');
    const now = await commit('elsewhere');
    await git('push', '-q', '--force', 'origin', 'HEAD:main');
    world.records.length = 0;
    const projectId = newId<ProjectId>();
    const secret = world.issue('write', ['acme/analytics'], { projectId });
    await world.git(['fetch', '-q'], secret, copy);
    expect(recorded()).toMatchObject([
      { kind: 'fetch', refs: [{ ref: 'refs/heads/main', oldOid: 'unknown', newOid: now }] },
    ]);
  });

  test('of a commit by its id has no name', async () => {
    const copy = await clone('--single-branch', '--no-tags', '--branch=main');
    const hidden = await commit('hidden');
    await git('push', '-q', 'origin', 'HEAD:hidden');
    world.records.length = 0;
    await world.git(['fetch', '-q', 'origin', hidden], world.issue('write'), copy);
    expect(recorded()).toMatchObject([{ kind: 'fetch', refs: [{ ref: null, newOid: hidden }] }]);
  });

  test('may be shallow or partial, and the rest may be fetched later', async () => {
    const shallow = await clone('--depth=1');
    expect(await world.git(['fetch', '-q', '--unshallow'], world.issue('write'), shallow)).toMatchObject({
      exitCode: 0,
    });
    const partial = await clone('--filter=blob:none', '--no-checkout');
    expect(await world.git(['checkout', '-q', 'HEAD'], world.issue('write'), partial)).toMatchObject({
      exitCode: 0,
    });
    expect(existsSync(join(partial, 'file-0'))).toBe(true);
  });

  test('that is cut off when it has the pack is recorded all the same', async () => {
    const line = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;
    const body = `${line(`want ${first} side-band-64k\n`)}0000${line('done\n')}`;
    const { port } = new URL(world.gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    const authorization = Buffer.from(`x:${world.issue('write')}`).toString('base64');
    socket.write(
      [
        `POST /i/${world.instanceId}/acme/analytics.git/git-upload-pack HTTP/1.1`,
        'Host: gateway',
        `Authorization: Basic ${authorization}`,
        'Content-Type: application/x-git-upload-pack-request',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    let received = '';
    for await (const chunk of socket) {
      received += chunk.toString('latin1');
      if (received.includes('PACK')) break;
    }
    await expect.poll(() => recorded()).toMatchObject([{ kind: 'fetch', refs: [{ newOid: first }] }]);
  });

  test('ls-remote lists the refs and is no fetch', async () => {
    const { stdout } = await git('ls-remote', 'origin', 'main');
    expect(stdout).toMatch(/^[0-9a-f]{40}\trefs\/heads\/main\n$/);
    expect(world.records).toEqual([]);
  });
});

describe('a pass that was made for one caller', () => {
  const terminalId = newId<TerminalId>();
  const listRefs = (secret: string) => world.git(['ls-remote', world.urlOf('acme/analytics')], secret);

  test('is worth nothing to others, who are told so', async () => {
    const secret = world.issue('write', ['acme/analytics'], { terminalId, isCaller: async () => false });
    const outcome = await listRefs(secret);
    expect(outcome.stderr).toContain('remote: This pass was made for another terminal or action.');
    expect(world.upstream.requests).toEqual([]);
  });

  test('is worth nothing when nobody can tell who calls', async () => {
    const isCaller = () => Promise.reject(new Error('no /proc'));
    expect((await listRefs(world.issue('write', ['acme/analytics'], { isCaller }))).exitCode).not.toBe(0);
    expect(world.upstream.requests).toEqual([]);
  });

  test('is checked once per connection, by the ports of its two ends', async () => {
    const asked: { remotePort: number; localPort: number }[] = [];
    const isCaller = async (connection: { remotePort: number; localPort: number }) => {
      asked.push(connection);
      return true;
    };
    const secret = world.issue('write', ['acme/analytics'], { isCaller });
    expect(await listRefs(secret)).toMatchObject({ exitCode: 0 });
    expect(world.upstream.requests.length).toBeGreaterThan(1);
    expect(asked.length).toBe(1);
    expect(asked[0]?.localPort).toBe(Number(new URL(world.gateway.url).port));
    await listRefs(secret);
    expect(new Set(asked.map(({ remotePort }) => remotePort)).size).toBe(2);
  });

  test('ends with its terminal, and that of others does not', async () => {
    const mine = world.issue('write', ['acme/analytics'], { terminalId });
    const others = world.issue('write', ['acme/analytics'], { terminalId: newId<TerminalId>() });
    world.passes.voidOf({ terminalId }, 'The terminal was closed.');
    expect((await listRefs(mine)).stderr).toContain('The terminal was closed.');
    expect(await listRefs(others)).toMatchObject({ exitCode: 0 });
  });
});
