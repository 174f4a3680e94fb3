import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox } from '../sandbox.ts';
import { cloneAs, git, remoteLines } from '../testing/git-client.ts';
import type { Sandbox } from '../types.ts';

let sandbox: Sandbox;
let dataDir: string;
const notFound = 'Not found.';
const forbidden = 'Access forbidden. Check your access level.';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'gitlab-sandbox-lfs-'));
  sandbox = await startSandbox({ dataDir });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true });
});

const oidOf = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
const basic = (username: string) =>
  `Basic ${Buffer.from(`oauth2:glpat-sandbox-${username}`).toString('base64')}`;

/** A request as git-lfs makes it. */
async function ask(
  path: string,
  options: {
    as?: string;
    authorization?: string;
    method?: string;
    body?: object | Buffer;
    range?: string;
  } = {},
) {
  const { as, authorization = as && basic(as), body, range } = options;
  const isBytes = Buffer.isBuffer(body);
  const reply = await fetch(path.startsWith('http') ? path : `${sandbox.url}/${path}`, {
    method: options.method ?? (body ? 'POST' : 'GET'),
    headers: {
      'content-type': isBytes ? 'application/octet-stream' : 'application/vnd.git-lfs+json',
      ...(authorization && { authorization }),
      ...(range && { range }),
    },
    ...(body && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await reply.text();
  const type = reply.headers.get('content-type') ?? '';
  const json = type.startsWith('application/vnd.git-lfs+json') && text ? JSON.parse(text) : null;
  return { status: reply.status, headers: reply.headers, text, json };
}

const batch = (operation: string, content: Buffer | string, as?: string, project = 'acme/analytics') =>
  ask(`${project}.git/info/lfs/objects/batch`, {
    ...(as && { as }),
    body: { operation, objects: [{ oid: oidOf(content), size: content.length }] },
  });

async function upload(content: Buffer, as = 'developer', project = 'acme/analytics') {
  const { href, header } = (await batch('upload', content, as, project)).json.objects[0].actions.upload;
  return ask(href, { method: 'PUT', body: content, authorization: header.Authorization });
}

/** A clone with large files switched on, as `git lfs install` does it. */
async function cloneWithLfs(username: string): Promise<string> {
  const dir = await cloneAs(sandbox, username, 'acme/analytics');
  await git(dir, 'lfs', 'install', '--local');
  return dir;
}

describe('git-lfs', () => {
  test('pushes a large file and pulls it again', async () => {
    const content = randomBytes(3 * 1024 * 1024);
    const dir = await cloneWithLfs('developer');
    await git(dir, 'lfs', 'track', '*.bin');
    writeFileSync(join(dir, 'model.bin'), content);
    await git(dir, 'add', '.');
    await git(dir, 'commit', '-qm', 'Add a model');
    expect(await git(dir, 'push', 'origin', 'HEAD:main')).toMatchObject({ exitCode: 0 });
    expect((await git(dir, 'show', 'HEAD:model.bin')).stdout).toContain(`oid sha256:${oidOf(content)}`);

    const other = await cloneWithLfs('reporter');
    expect(readFileSync(join(other, 'model.bin'), 'utf8')).toMatch(/^version https:\/\/git-lfs/);
    expect(await git(other, 'lfs', 'pull')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(other, 'model.bin')).equals(content)).toBe(true);
  });

  test('a pointer to an object that GitLab does not have is refused', async () => {
    const dir = await cloneWithLfs('developer');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf('nowhere')}\nsize 7\n`;
    writeFileSync(join(dir, 'lost.dat'), pointer);
    await git(dir, 'add', '.');
    await git(dir, 'commit', '-qm', 'Point to nothing');
    const push = await git(dir, 'push', '--no-verify', 'origin', 'HEAD:lost');
    expect(remoteLines(push)).toEqual([
      'GitLab: LFS objects are missing. Ensure LFS is properly set up or try a manual "git lfs push --all".',
    ]);
    expect(push.stderr).toContain('(pre-receive hook declined)');
  });

  test('locks files, and a push of a file that somebody else has locked stops', async () => {
    const dir = await cloneWithLfs('developer');
    await git(dir, 'config', 'lfs.locksverify', 'true');
    expect(await git(dir, 'lfs', 'lock', 'README.md')).toMatchObject({ exitCode: 0 });
    const other = await cloneWithLfs('maintainer');
    await git(other, 'config', 'lfs.locksverify', 'true');
    expect((await git(other, 'lfs', 'locks')).stdout).toContain('README.md');
    writeFileSync(join(other, 'README.md'), 'mine');
    await git(other, 'commit', '-qam', 'Change what is locked');
    const push = await git(other, 'push', 'origin', 'HEAD:locked');
    expect(push.stderr).toContain('Cannot update locked files.');
    expect(await git(dir, 'lfs', 'unlock', 'README.md')).toMatchObject({ exitCode: 0 });
    expect((await git(other, 'lfs', 'locks')).stdout).toBe('');
  });
});

describe('the batch API', () => {
  test('says where to upload to, with a token of its own', async () => {
    const content = randomBytes(100);
    const reply = await batch('upload', content, 'developer');
    expect(reply.headers.get('content-type')).toBe('application/vnd.git-lfs+json; charset=utf-8');
    const oid = oidOf(content);
    expect(reply.json).toEqual({
      objects: [
        {
          oid,
          size: 100,
          actions: {
            upload: {
              href: `${sandbox.url}/acme/analytics.git/gitlab-lfs/objects/${oid}/100`,
              header: {
                Authorization: expect.stringMatching(/^Basic /),
                'Content-Type': 'application/octet-stream',
                'Transfer-Encoding': 'chunked',
              },
            },
          },
        },
      ],
    });
    const { Authorization } = reply.json.objects[0].actions.upload.header;
    expect(Buffer.from(Authorization.slice(6), 'base64').toString()).toMatch(/^developer:eyJ[\w.-]+$/);
    expect(Authorization).not.toContain('glpat');
  });

  test('asks for no upload of what the project has, and does for what only another project has', async () => {
    const content = randomBytes(200);
    expect((await upload(content)).status).toBe(200);
    expect((await batch('upload', content, 'developer')).json.objects[0]).not.toHaveProperty('actions');
    const other = (await batch('upload', content, 'developer', 'acme/handbook')).json.objects[0];
    expect(other.actions.upload.href).toContain('acme/handbook');
  });

  test('says of a missing object that it is missing', async () => {
    expect((await batch('download', 'nowhere', 'reporter')).json.objects[0].error).toEqual({
      code: 404,
      message: "Object does not exist on the server or you don't have permissions to access it",
    });
    expect((await batch('download', 'nowhere', 'reporter')).status).toBe(200);
  });

  test('lets everybody download from a public project, without a token', async () => {
    const content = randomBytes(50);
    await upload(content, 'developer', 'acme/handbook');
    const [object] = (await batch('download', content, undefined, 'acme/handbook')).json.objects;
    expect(object).toMatchObject({ authenticated: true, actions: { download: { header: {} } } });
    expect((await ask(object.actions.download.href)).status).toBe(200);
  });

  test.each([
    ['nobody', 'download', undefined, 'acme/analytics', 401, null],
    ['nobody', 'upload', undefined, 'acme/handbook', 401, null],
    ['somebody who may not see the project', 'download', 'outsider', 'acme/analytics', 404, notFound],
    ['somebody who may not see the project', 'upload', 'outsider', 'acme/analytics', 404, notFound],
    ['somebody at a project that does not exist', 'upload', 'developer', 'developer/none', 404, notFound],
    ['a reporter', 'upload', 'reporter', 'acme/analytics', 403, forbidden],
    ['anybody, in an archived project', 'upload', 'developer', 'acme/archive', 403, forbidden],
    ['anybody, for another operation', 'delete', 'developer', 'acme/analytics', 403, forbidden],
  ])('turns away %s (%s)', async (_who, operation, as, project, status, message) => {
    const reply = await batch(operation, 'x', as, project);
    expect(reply.status).toBe(status);
    if (status === 401) {
      expect(reply.headers.get('www-authenticate')).toBe('Basic realm="GitLab"');
      expect(reply.text).toMatch(/^HTTP Basic: Access denied\./);
    } else {
      expect(reply.json).toEqual({ message, documentation_url: `${sandbox.url}/help` });
    }
  });

  test('knows nothing about an empty list, and not the API before it', async () => {
    const path = 'acme/analytics.git/info/lfs/objects';
    const empty = await ask(`${path}/batch`, { as: 'developer', body: { operation: 'upload', objects: [] } });
    expect([empty.status, empty.json.message]).toEqual([404, notFound]);
    const old = await ask(path, { as: 'developer', body: { oid: 'x' } });
    expect([old.status, old.json.message]).toEqual([
      501,
      'Server supports batch API only, please update your Git LFS client to version 1.0.1 and up.',
    ]);
  });
});

describe('the storage', () => {
  test.each([
    ['another content', (content: Buffer) => Buffer.from(content).fill(0, 0, 1)],
    ['more than it should', (content: Buffer) => Buffer.concat([content, content])],
    ['less than it should', (content: Buffer) => content.subarray(1)],
  ])('refuses %s', async (_case, change) => {
    const content = Buffer.from(`content ${Math.random()}`);
    const { href, header } = (await batch('upload', content, 'developer')).json.objects[0].actions.upload;
    const reply = await ask(href, {
      method: 'PUT',
      body: change(content),
      authorization: header.Authorization,
    });
    expect([reply.status, reply.text]).toEqual([400, 'SHA256 or size mismatch']);
    expect((await batch('download', content, 'developer')).json.objects[0]).toHaveProperty('error');
  });

  test('sends the rest of an interrupted download', async () => {
    const content = randomBytes(1000);
    await upload(content);
    const path = `acme/analytics.git/gitlab-lfs/objects/${oidOf(content)}`;
    const rest = await ask(path, { as: 'reporter', range: 'bytes=990-' });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe('bytes 990-999/1000');
    expect((await ask(path, { as: 'reporter', range: 'bytes=1000-' })).status).toBe(416);
    expect((await ask(path, { as: 'outsider' })).status).toBe(404);
    expect((await ask(path, {})).status).toBe(401);
  });

  test('its tokens are good for two hours, for their user, and for git', async () => {
    const content = randomBytes(10);
    await upload(content);
    const { header } = (await batch('download', content, 'reporter')).json.objects[0].actions.download;
    const token = Buffer.from(header.Authorization.slice(6), 'base64').toString().split(':')[1];
    const path = `acme/analytics.git/gitlab-lfs/objects/${oidOf(content)}`;
    const refs = 'acme/analytics.git/info/refs?service=git-upload-pack';
    const others = `Basic ${Buffer.from(`maintainer:${token}`).toString('base64')}`;
    expect((await ask(path, { authorization: header.Authorization })).status).toBe(200);
    expect((await ask(refs, { authorization: header.Authorization })).status).toBe(200);
    expect((await ask(path, { authorization: others })).status).toBe(401);
    sandbox.setClockOffset(7_200_000);
    expect((await ask(path, { authorization: header.Authorization })).status).toBe(401);
    sandbox.setClockOffset(0);
  });
});

describe('locks', () => {
  const path = 'acme/analytics.git/info/lfs/locks';
  const lock = (file: string, as: string) => ask(path, { as, body: { path: file } });

  test('belong to who made them', async () => {
    const made = await lock('a.bin', 'developer');
    expect(made.status).toBe(201);
    const { id } = made.json.lock;
    expect(made.json.lock).toMatchObject({ path: 'a.bin', owner: { name: expect.any(String) } });
    const again = await lock('a.bin', 'maintainer');
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ message: 'already locked', lock: { id } });

    const listed = await ask(`${path}?path=a.bin`, { as: 'reporter' });
    expect(listed.json.locks).toEqual([made.json.lock]);
    expect((await ask(`${path}?path=b.bin`, { as: 'reporter' })).json.locks).toEqual([]);
    const verified = await ask(`${path}/verify`, { as: 'maintainer', body: {} });
    expect(verified.json).toEqual({ ours: [], theirs: [made.json.lock] });

    sandbox.setMember('acme/analytics', 'reporter', 30);
    const others = await ask(`${path}/${id}/unlock`, { as: 'reporter', body: {} });
    expect(others.json.message).toMatch(/^a\.bin is locked by GitLab User \d+$/);
    const forced = await ask(`${path}/${id}/unlock`, { as: 'reporter', body: { force: true } });
    expect(forced.json.message).toBe('You must have maintainer access to force delete a lock');
    sandbox.setMember('acme/analytics', 'reporter', 20);
    expect((await ask(`${path}/${id}/unlock`, { as: 'maintainer', body: { force: true } })).status).toBe(200);
    expect((await ask(`${path}/${id}/unlock`, { as: 'developer', body: {} })).json.message).toBe(
      'Lock not found',
    );
  });

  test('are for those who may push', async () => {
    expect((await lock('c.bin', 'reporter')).json.message).toBe(forbidden);
    expect((await lock('c.bin', 'outsider')).json.message).toBe(notFound);
  });
});
