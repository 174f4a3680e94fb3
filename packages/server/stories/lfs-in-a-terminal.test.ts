import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { listAuditLog, listMyInstances, type Project } from '@notelab/contract';
import { type Client, createWorld, type TerminalPage, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectProject } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';

let world: World;
let admin: Client;
let editor: Client;
let project: Project;
let page: TerminalPage;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  ({ project } = await connectProject(world, admin, 'acme/analytics', { by: editor }));
  ({ page } = await openedTerminal(editor, project));
  await page.run('cd analytics && export GIT_PAGER=cat');
});
afterAll(() => world?.close());

const at = (path: string) => `${world.sandbox.url}/${path}`;
const fileOf = (path: string) => join(world.notelab.context.projects.filesOf(project.id).root, path);
const sha256 = (path: string) =>
  createHash('sha256')
    .update(readFileSync(fileOf(path)))
    .digest('hex');
const lfsRequests = () => world.sandbox.requests().filter(({ path }) => path.includes('lfs'));

describe('large files in a terminal', () => {
  it('are tracked, pushed and cloned with git alone, as the terminal’s owner', async () => {
    const made = await page.run(
      "git lfs track '*.bin' && head -c 3000000 /dev/urandom > model.bin && git add . && git commit -qm 'A model'",
    );
    expect(made).toMatchObject({ exitCode: 0 });
    const pushed = await page.run('git push');
    expect(pushed.output).toContain('Uploading LFS objects: 100% (1/1), 3.0 MB');
    expect(pushed.output).not.toContain('Consider enabling it');
    expect(pushed).toMatchObject({ exitCode: 0 });
    expect(await page.run(`git clone -q ${at('acme/analytics.git')} ../copy`)).toMatchObject({ exitCode: 0 });
    expect(sha256('copy/model.bin')).toBe(sha256('analytics/model.bin'));

    expect(lfsRequests().map(({ method, tokenKind }) => `${method} ${tokenKind}`)).toEqual([
      'POST oauth', // locks
      'POST oauth', // where to
      'PUT lfs',
      'POST oauth', // where from
      'GET lfs',
    ]);
    expect(new Set(lfsRequests().map(({ username }) => username))).toEqual(new Set(['developer']));
    for (const folder of ['analytics', 'copy']) {
      // Nothing of an address that is another one after the next start.
      expect(readFileSync(fileOf(`${folder}/.git/config`), 'utf8')).not.toContain('127.0.0.1');
    }
  });

  it('are fetched later, when a clone left them out', async () => {
    const clone = `GIT_LFS_SKIP_SMUDGE=1 git clone -q ${at('acme/analytics.git')} ../pointers`;
    expect(await page.run(clone)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(fileOf('pointers/model.bin'), 'utf8')).toMatch(/^version https:\/\/git-lfs/);
    expect(await page.run('git -C ../pointers lfs pull')).toMatchObject({ exitCode: 0 });
    expect(sha256('pointers/model.bin')).toBe(sha256('analytics/model.bin'));
  });

  it('travel without a token of GitLab, however much is asked to be shown', async () => {
    await page.run('head -c 100000 /dev/urandom > more.bin && git add . && git commit -qm More');
    const traces = 'GIT_CURL_VERBOSE=1 GIT_TRACE=1 GIT_TRANSFER_TRACE=1 GIT_TRACE_CURL=1';
    const told = await page.run(`${traces} git push 2>&1 && rm -rf .git/lfs && ${traces} git lfs pull 2>&1`);
    expect(told.exitCode).toBe(0);
    expect(told.output).toContain('/info/lfs/transfers/');
    const { accounts } = world.notelab.context;
    const [instance] = await editor.call(listMyInstances);
    const token = (await accounts.accessToken(instance!.account!.id)).reveal();
    expect(told.output).not.toContain(token);
    expect(told.output).not.toContain(Buffer.from(`oauth2:${token}`).toString('base64'));
    // What an LFS token begins with, plain and as the password of the developer.
    expect(told.output).not.toContain('eyJ');
    expect(told.output).not.toContain(Buffer.from('developer:').toString('base64').slice(0, 12));
  });

  it('that somebody else has locked are not pushed over', async () => {
    const locks = `${at('acme/analytics.git')}/info/lfs/locks`;
    const authorization = `Basic ${btoa('x:glpat-sandbox-maintainer')}`;
    const headers = { authorization, 'content-type': 'application/vnd.git-lfs+json' };
    const locked = await fetch(locks, { method: 'POST', headers, body: '{"path":"model.bin"}' });
    expect(locked.status).toBe(201);
    await page.run('head -c 1000 /dev/urandom > model.bin && git commit -qam Locked');
    const pushed = await page.run('git push');
    expect(pushed.exitCode).not.toBe(0);
    expect(pushed.output).toContain('model.bin - Mara Maintainer');
    await page.run('git reset -q --hard HEAD~1');
    const own = await page.run('git lfs lock more.bin && git lfs locks && git lfs unlock more.bin');
    expect(own).toMatchObject({ exitCode: 0 });
    expect(own.output).toContain('Dev Developer');
  });

  it('need not be there: a project with Git LFS switched off is pushed to as ever', async () => {
    world.sandbox.faults.set({
      match: 'info/lfs',
      kind: 'status',
      status: 404,
      body: { message: 'Not found.' },
    });
    await page.run('echo plain > plain.txt && git add plain.txt && git commit -qm Plain');
    expect(await page.run('git push')).toMatchObject({ exitCode: 0 });
    world.sandbox.faults.clear();
  });

  it('of a repository that is not connected are refused in words', async () => {
    await page.run(`git config lfs.url ${at('acme/handbook.git')}/info/lfs`);
    const pulled = await page.run('rm -rf .git/lfs; git lfs fetch');
    await page.run('git config --unset lfs.url');
    expect(pulled.exitCode).not.toBe(0);
    expect(pulled.output).toContain('acme/handbook is not connected to this workspace');
  });

  it('that a repository wants to bring to another place get no pass there', async () => {
    const seen: IncomingMessage[] = [];
    const elsewhere = createServer((req, res) => {
      seen.push(req);
      res.writeHead(401, { 'www-authenticate': 'Basic realm="Metadata"' }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const { instanceId } = world;
    const lookalikes = [
      `http://127.0.0.1:${port}/latest/meta-data`,
      `http://127.0.0.1:${port}/i/${instanceId}/acme/analytics.git/info/lfs`,
    ];
    for (const url of lookalikes) {
      await page.run(`git config -f .lfsconfig lfs.url ${url}`);
      const pushed = await page.run('git lfs push --all origin main');
      expect(pushed.exitCode).not.toBe(0);
    }
    await page.run('rm .lfsconfig');
    elsewhere.closeAllConnections();
    elsewhere.close();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  it('leave their pushes and clones in the audit log', async () => {
    const { entries } = await admin.call(listAuditLog, {
      params: { workspaceId: world.workspaceId },
      query: { search: 'acme/analytics' },
    });
    const done = entries.map(({ action }) => action);
    expect(done.filter((action) => action === 'pushed').length).toBe(3);
    expect(done).toContain('fetched');
    const uploads = entries.filter(({ action }) => action === 'lfs-uploaded');
    expect(uploads.map(({ details }) => `${details.files} ${details.size}`)).toEqual(['1 100 kB', '1 3 MB']);
    expect(done.filter((action) => action === 'lfs-downloaded').length).toBeGreaterThanOrEqual(3);
  });
});
