import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from './sandbox.ts';
import { cloneAs, commitFile, git, remoteUrl } from './testing/git-client.ts';
import { refresh, userStatus } from './testing/oauth-client.ts';
import { notelab, openSandbox, temporaryDir } from './testing/open-sandbox.ts';

test('a restart keeps users, tokens, repositories and merge requests', async () => {
  const dataDir = temporaryDir();
  const first = await startSandbox({ dataDir, oauthApplications: [notelab] });
  const { accessToken, refreshToken } = first.issueTokens('developer', notelab.clientId, ['api']);
  const dir = await cloneAs(first, 'developer', 'acme/analytics');
  await commitFile(dir, 'kept.md', 'kept');
  await git(dir, 'push', 'origin', 'HEAD:kept');
  first.renameProject('acme/handbook', 'acme/guide');
  await first.close();

  const second = await openSandbox({ dataDir });
  expect(await userStatus(second, accessToken)).toBe(200);
  expect((await refresh(second, refreshToken)).status).toBe(200);
  const heads = await git(dir, 'ls-remote', remoteUrl(second, 'acme/analytics', 'reporter'), 'kept');
  expect(heads.stdout).toContain('refs/heads/kept');
  const guide = await fetch(`${second.url}/api/v4/projects/acme%2Fguide`);
  expect(guide.status).toBe(200);
});

test('protections hold with a relative data folder, too', async () => {
  const sandbox = await openSandbox({ dataDir: relative(process.cwd(), temporaryDir()) });
  const dir = await cloneAs(sandbox, 'developer', 'acme/platform/forecasting');
  await commitFile(dir, 'x.md', 'x');
  expect((await git(dir, 'push', 'origin', 'HEAD:main')).stderr).toContain('protected branches');
});

test('the sandbox answers on both loopback addresses under one port', async () => {
  const sandbox = await openSandbox();
  const { port } = new URL(sandbox.url);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === '::1'),
  );
  if (hasIpv6) expect((await fetch(`http://[::1]:${port}/`)).status).toBe(200);
});

test('everything lives under a sub-path when the public address has one', async () => {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => resolve(free));
    });
  });
  const sandbox = await openSandbox({ port, publicUrl: `http://localhost:${port}/gitlab/` });
  expect(sandbox.url).toBe(`http://localhost:${port}/gitlab`);
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  await commitFile(dir, 'a.md', 'a');
  const push = await git(dir, 'push', 'origin', 'HEAD:sub');
  expect(push.stderr).toContain(`${sandbox.url}/acme/analytics/-/merge_requests/new`);
  const projects = await fetch(`${sandbox.url}/api/v4/projects`);
  expect(await projects.json()).toMatchObject([{ web_url: `${sandbox.url}/acme/handbook` }]);
  expect((await fetch(`http://localhost:${port}/api/v4/projects`)).status).toBe(404);
});

test('faults close, answer, delay and cut requests as often as asked', async () => {
  const sandbox = await openSandbox();
  const version = () =>
    fetch(`${sandbox.url}/api/v4/version`, { headers: { 'PRIVATE-TOKEN': 'glpat-sandbox-developer' } });
  sandbox.faults.set({ match: 'GET /api/v4/version', kind: 'down', times: 1 });
  await expect(version()).rejects.toThrow();
  expect((await version()).status).toBe(200);

  const headers = { 'retry-after': '7' };
  sandbox.faults.set({ match: /version$/, kind: 'status', status: 429, body: 'Retry later\n', headers });
  const limited = await version();
  expect([limited.status, limited.headers.get('retry-after'), await limited.text()]).toEqual([
    429,
    '7',
    'Retry later\n',
  ]);
  sandbox.faults.clear();

  sandbox.faults.set({ match: 'version', kind: 'delay', delayMs: 150, times: 1 });
  const beforeMs = performance.now();
  await version();
  expect(performance.now() - beforeMs).toBeGreaterThan(140);
});

test('a clone that is cut off in the middle fails, and the next one works', async () => {
  const sandbox = await openSandbox();
  const match = 'POST /acme/analytics.git/git-upload-pack';
  sandbox.faults.set({ match, kind: 'drop-after-bytes', afterBytes: 2000, times: 1 });
  const dir = temporaryDir();
  const clone = () => git(dir, 'clone', remoteUrl(sandbox, 'acme/analytics', 'developer'), 'work');
  expect((await clone()).exitCode).not.toBe(0);
  expect((await clone()).exitCode).toBe(0);
});

test('a slow clone gets everything in the end', async () => {
  const sandbox = await openSandbox();
  const match = 'POST /acme/analytics.git/git-upload-pack';
  sandbox.faults.set({ match, kind: 'slow', bytesPerSecond: 100_000 });
  expect(existsSync(join(await cloneAs(sandbox, 'developer', 'acme/analytics'), 'explore.ipynb'))).toBe(true);
});

test('projects can be arranged: copied, protected, archived, with exact members', async () => {
  const sandbox = await openSandbox();
  const members = { developer: 30 } as const;
  const fromBareRepository = sandbox.repositoryDir('acme/analytics');
  await sandbox.addProject({ path: 'other/copy', visibility: 'private', members, fromBareRepository });
  const dir = await cloneAs(sandbox, 'developer', 'other/copy');
  expect(existsSync(join(dir, 'explore.ipynb'))).toBe(true);
  await commitFile(dir, 'a.md', 'a');
  expect((await git(dir, 'push', 'origin', 'HEAD:main')).exitCode).toBe(0);
  sandbox.setProtected('other/copy', 'main', true, { pushLevel: 30, allowForcePush: true });
  await git(dir, 'commit', '--quiet', '--amend', '-m', 'again');
  expect((await git(dir, 'push', '--force', 'origin', 'HEAD:main')).exitCode).toBe(0);
  sandbox.setProtected('other/copy', 'main', false);
  sandbox.setArchived('other/copy', true);
  expect((await git(dir, 'push', 'origin', 'HEAD:b')).stderr).toContain('403');
  sandbox.setMember('other/copy', 'developer', null);
  expect((await git(dir, 'fetch')).stderr).toContain('not found');
  sandbox.setMember('acme/analytics', 'maintainer', null);
  const url = remoteUrl(sandbox, 'acme/analytics', 'maintainer');
  expect((await git(dir, 'ls-remote', url)).stderr).toContain('not found');
});

test('an unseeded sandbox is empty, and a taken port is an error', async () => {
  const sandbox = await openSandbox({ seed: false });
  expect(await (await fetch(`${sandbox.url}/api/v4/projects`)).json()).toEqual([]);
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ port, dataDir: temporaryDir(), seed: false })).rejects.toThrow(/EADDRINUSE/);
});

test('a data folder that cannot be made is an error at once', async () => {
  await expect(startSandbox({ dataDir: '/proc/nowhere/data' })).rejects.toThrow(/ENOENT|EACCES/);
});
