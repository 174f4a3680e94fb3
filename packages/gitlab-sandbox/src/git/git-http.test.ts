import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cloneAs, commitFile, git, remoteLines, remoteUrl } from '../testing/git-client.ts';
import { gitProcessesIn } from '../testing/git-processes.ts';
import { openSandbox, temporaryDir } from '../testing/open-sandbox.ts';

test('a developer clones, pushes to main and is recorded as the one who did', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  await commitFile(dir, 'notes.md', 'hello');
  const push = await git(dir, 'push', 'origin', 'HEAD:main');
  expect(push.stderr).toContain('HEAD -> main');
  expect(remoteLines(push)).toEqual([]);
  const received = sandbox.requests().find(({ path }) => path.endsWith('/git-receive-pack'));
  expect(received).toMatchObject({
    status: 200,
    tokenKind: 'pat',
    username: 'developer',
    git: { project: 'acme/analytics', service: 'git-receive-pack' },
  });
  const again = await cloneAs(sandbox, 'reporter', 'acme/analytics');
  expect((await git(again, 'show', 'HEAD:notes.md')).stdout).toBe('hello');
});

test('protections with wildcards and spaces in the shell cover what they say and nothing else', async () => {
  const sandbox = await openSandbox();
  sandbox.setProtected('acme/analytics', 'release/*', true);
  sandbox.setProtected('acme/analytics', 'a[b]c', true);
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  const rc = async (branch: string) =>
    (await git(dir, 'push', 'origin', `HEAD:refs/heads/${branch}`)).exitCode;
  expect(await rc('release/1/2')).toBe(1);
  expect(await rc('releases')).toBe(0);
  expect(await rc('abc')).toBe(0);
});

test('a push of 30 MB, which git sends in chunks, goes through', { timeout: 60_000 }, async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  await commitFile(dir, 'big.bin', randomBytes(30 * 1024 * 1024));
  expect((await git(dir, 'push', 'origin', 'HEAD:big')).exitCode).toBe(0);
  const clone = await cloneAs(sandbox, 'reporter', 'acme/analytics');
  expect((await git(clone, 'cat-file', '-s', 'origin/big:big.bin')).stdout).toBe('31457280\n');
});

test('gzipped requests are understood, with and without a length', async () => {
  const sandbox = await openSandbox();
  const body = gzipSync('0014command=ls-refs\n00010009peel\n001dref-prefix refs/heads/dev0000');
  const ask = async (sent: Buffer<ArrayBuffer> | ReadableStream) => {
    const reply = await fetch(`${sandbox.url}/acme/analytics.git/git-upload-pack`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-git-upload-pack-request',
        'content-encoding': 'gzip',
        'git-protocol': 'version=2',
        authorization: `Basic ${btoa('x:glpat-sandbox-reporter')}`,
      },
      body: sent,
      duplex: 'half',
    } as RequestInit);
    return reply.text();
  };
  const whole = await ask(body);
  expect(whole).toMatch(/^[0-9a-f]{4}[0-9a-f]{40} refs\/heads\/dev\n0000$/);
  expect(await ask(new Blob([body]).stream())).toBe(whole);
});

test('partial clones and fetches of any commit work, with protocol 0 as well', async () => {
  const sandbox = await openSandbox();
  const dir = temporaryDir();
  const url = remoteUrl(sandbox, 'acme/analytics', 'reporter');
  expect((await git(dir, 'clone', '--filter=blob:none', url, 'partial')).exitCode).toBe(0);
  expect((await git(dir, '-c', 'protocol.version=0', 'clone', url, 'old')).exitCode).toBe(0);
  await git(dir, 'init', '--quiet', 'one');
  const sha = (await git(`${dir}/old`, 'rev-parse', 'HEAD~2')).stdout.trim();
  expect((await git(`${dir}/one`, 'fetch', '--depth=1', url, sha)).exitCode).toBe(0);
});

test('access is checked at info/refs and again at the service', async () => {
  const sandbox = await openSandbox();
  const post = await fetch(`${sandbox.url}/acme/analytics.git/git-receive-pack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-receive-pack-request',
      authorization: `Basic ${btoa('x:glpat-sandbox-reporter')}`,
    },
    body: '0000',
  });
  expect([post.status, await post.text()]).toEqual([
    403,
    'You are not allowed to push code to this project.',
  ]);
});

test('pushing the commits of a merge request to its target marks it as merged', async () => {
  const sandbox = await openSandbox();
  const headers = { 'PRIVATE-TOKEN': 'glpat-sandbox-developer', 'content-type': 'application/json' };
  const address = `${sandbox.url}/api/v4/projects/acme%2Fanalytics/merge_requests`;
  const input = { source_branch: 'feature/churn-v2', target_branch: 'main', title: 'Horizon' };
  await fetch(address, { method: 'POST', headers, body: JSON.stringify(input) });
  const dir = await cloneAs(sandbox, 'maintainer', 'acme/analytics');
  await git(dir, 'merge', '--quiet', '--no-ff', '-m', 'By hand', 'origin/feature/churn-v2');
  expect((await git(dir, 'push', 'origin', 'HEAD:main')).exitCode).toBe(0);
  const merged = await (await fetch(`${address}/1`, { headers })).json();
  expect(merged).toMatchObject({ state: 'merged', merged_by: { username: 'maintainer' } });
});

test('a client that goes away leaves no git process behind', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  await commitFile(dir, 'big.bin', randomBytes(8 * 1024 * 1024));
  await git(dir, 'push', 'origin', 'HEAD:big');
  const sha = (await git(dir, 'rev-parse', 'HEAD')).stdout.trim();
  const line = `want ${sha} no-progress\n`;
  const length = (line.length + 4).toString(16).padStart(4, '0');
  const abort = new AbortController();
  const reply = await fetch(`${sandbox.url}/acme/analytics.git/git-upload-pack`, {
    method: 'POST',
    signal: abort.signal,
    headers: {
      'content-type': 'application/x-git-upload-pack-request',
      authorization: `Basic ${btoa('x:glpat-sandbox-developer')}`,
    },
    body: `${length}${line}00000009done\n`,
  });
  await reply.body!.getReader().read();
  expect(gitProcessesIn(sandbox.repositoryDir('acme/analytics'))).not.toEqual([]);
  abort.abort();
  await expect
    .poll(() => gitProcessesIn(sandbox.repositoryDir('acme/analytics')), { timeout: 5000 })
    .toEqual([]);
});

test('a deleted project is as if it had never been, also under its former path', async () => {
  const sandbox = await openSandbox();
  sandbox.renameProject('acme/analytics', 'acme/insights');
  const headers = { 'PRIVATE-TOKEN': 'glpat-sandbox-developer' };
  const found = await fetch(`${sandbox.url}/api/v4/projects?search=insights`, { headers });
  const [{ id }] = (await found.json()) as [{ id: number }];
  sandbox.deleteProject('acme/insights');
  const reply = await fetch(`${sandbox.url}/api/v4/projects/${id}`, { headers });
  expect([reply.status, await reply.json()]).toEqual([404, { message: '404 Project Not Found' }]);
  for (const path of ['acme/insights', 'acme/analytics']) {
    const { stderr } = await git(temporaryDir(), 'ls-remote', remoteUrl(sandbox, path, 'developer'));
    expect(stderr).toContain('The project you were looking for could not be found');
  }
});
