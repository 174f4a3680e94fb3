import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cloneAs, commitFile, git, remoteLines, remoteUrl } from '../testing/git-client.ts';
import { gitProcessesIn } from '../testing/git-processes.ts';
import { notelab, openSandbox, temporaryDir } from '../testing/open-sandbox.ts';

const rejected = '(pre-receive hook declined)';

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

test('a push of another branch prints where to create a merge request, then where to view it', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  await git(dir, 'switch', '--quiet', '-c', 'fix/a b'.replace(' ', '#'));
  await commitFile(dir, 'one.md', 'one');
  const first = await git(dir, 'push', 'origin', 'HEAD');
  expect(remoteLines(first)).toEqual([
    '',
    'To create a merge request for fix/a#b, visit:',
    `  ${sandbox.url}/acme/analytics/-/merge_requests/new?merge_request%5Bsource_branch%5D=fix%2Fa%23b`,
    '',
  ]);
  await fetch(`${sandbox.url}/api/v4/projects/acme%2Fanalytics/merge_requests`, {
    method: 'POST',
    headers: { 'PRIVATE-TOKEN': 'glpat-sandbox-developer', 'content-type': 'application/json' },
    body: JSON.stringify({ source_branch: 'fix/a#b', target_branch: 'main', title: 'One' }),
  });
  await commitFile(dir, 'two.md', 'two');
  expect(remoteLines(await git(dir, 'push', 'origin', 'HEAD'))).toEqual([
    '',
    'View merge request for fix/a#b:',
    `  ${sandbox.url}/acme/analytics/-/merge_requests/1`,
    '',
  ]);
});

test('protected branches refuse pushes, force pushes and deletion in the words of GitLab', async () => {
  const sandbox = await openSandbox();
  const path = 'acme/platform/forecasting';
  const dev = await cloneAs(sandbox, 'developer', path);
  await commitFile(dev, 'x.md', 'x');
  const push = await git(dev, 'push', 'origin', 'HEAD:main');
  expect(push.exitCode).toBe(1);
  expect(remoteLines(push)).toEqual([
    'GitLab: You are not allowed to push code to protected branches on this project.',
  ]);
  expect(push.stderr).toContain(`! [remote rejected] HEAD -> main ${rejected}`);

  const mara = await cloneAs(sandbox, 'maintainer', path);
  await git(mara, 'commit', '--quiet', '--amend', '-m', 'Rewritten');
  expect(remoteLines(await git(mara, 'push', '--force', 'origin', 'HEAD:main'))).toEqual([
    'GitLab: You are not allowed to force push code to a protected branch on this project.',
  ]);
  expect(remoteLines(await git(mara, 'push', 'origin', ':main'))).toEqual([
    'GitLab: The default branch of a project cannot be deleted.',
  ]);
  sandbox.setProtected(path, 'faster-*', true);
  expect(remoteLines(await git(mara, 'push', 'origin', ':faster-smoothing'))).toEqual([
    'GitLab: You can only delete protected branches using the web interface.',
  ]);
  await git(mara, 'reset', '--quiet', '--hard', 'origin/main');
  await commitFile(mara, 'y.md', 'y');
  expect((await git(mara, 'push', 'origin', 'HEAD:main')).exitCode).toBe(0);
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

test('only maintainers may push the first branch of an empty repository, which becomes protected', async () => {
  const sandbox = await openSandbox();
  const dev = await cloneAs(sandbox, 'developer', 'acme/empty');
  await commitFile(dev, 'a.md', 'a');
  const push = await git(dev, 'push', 'origin', 'HEAD:main');
  expect(push.stderr).toContain(rejected);
  expect(remoteLines(push)).toEqual([
    'GitLab:',
    'A default branch (e.g. main) does not yet exist for acme/empty',
    'Ask a project Owner or Maintainer to create a default branch:',
    '',
    `  ${sandbox.url}/acme/empty/-/project_members`,
    '',
  ]);
  const mara = await cloneAs(sandbox, 'maintainer', 'acme/empty');
  await commitFile(mara, 'a.md', 'a');
  expect((await git(mara, 'push', 'origin', 'HEAD:trunk')).exitCode).toBe(0);
  const clone = await cloneAs(sandbox, 'developer', 'acme/empty');
  expect((await git(clone, 'branch', '--show-current')).stdout).toBe('trunk\n');
  await commitFile(clone, 'b.md', 'b');
  expect((await git(clone, 'push', 'origin', 'HEAD')).exitCode).toBe(1);
});

test('pushing to a missing path creates a private project where the user may create one', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'maintainer', 'acme/handbook');
  const push = await git(dir, 'push', remoteUrl(sandbox, 'acme/typo', 'maintainer'), 'HEAD:main');
  expect(push.exitCode).toBe(0);
  expect(push.stderr).toContain('The private project acme/typo was successfully created.');
  const reply = await fetch(`${sandbox.url}/api/v4/projects/acme%2Ftypo`, {
    headers: { 'PRIVATE-TOKEN': 'glpat-sandbox-maintainer' },
  });
  expect(await reply.json()).toMatchObject({ visibility: 'private', empty_repo: false });

  const own = await git(dir, 'push', remoteUrl(sandbox, 'developer/mine', 'developer'), 'HEAD:main');
  expect(own.exitCode).toBe(0);
  const elsewhere = await git(dir, 'push', remoteUrl(sandbox, 'acme/other', 'developer'), 'HEAD:main');
  expect(elsewhere.stderr).toContain('not found');
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

test('a renamed project goes on working under its old path', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  sandbox.renameProject('acme/analytics', 'acme/insights');
  expect((await git(dir, 'fetch', 'origin')).exitCode).toBe(0);
  await commitFile(dir, 'z.md', 'z');
  const push = await git(dir, 'push', 'origin', 'HEAD:main');
  expect(push.exitCode).toBe(0);
  expect(push.stderr).toContain("Project 'acme/analytics' was moved to 'acme/insights'.");
});

const deniedText = (url: string) =>
  `HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped. See ${url}/help/topics/git/troubleshooting_git.md#error-on-git-fetch-http-basic-access-denied`;
const missingText =
  "The project you were looking for could not be found or you don't have permission to view it.";

test('every refusal at info/refs has the status and the words of GitLab', async () => {
  const sandbox = await openSandbox();
  sandbox.addPersonalAccessToken('developer', 'glpat-user', ['read_user']);
  sandbox.addPersonalAccessToken('developer', 'glpat-read', ['read_repository']);
  await sandbox.addUser({ username: 'guest', name: 'G', email: 'guest@acme.example', password: 'x' });
  sandbox.addPersonalAccessToken('guest', 'glpat-guest', ['api']);
  sandbox.setMember('acme/analytics', 'guest', 10);
  const ask = async (path: string, service: string, token?: string) => {
    const reply = await fetch(`${sandbox.url}/${path}.git/info/refs?service=git-${service}`, {
      headers: token ? { authorization: `Basic ${btoa(`oauth2:${token}`)}` } : {},
    });
    const text = await reply.text();
    return [reply.status, reply.status === 200 ? '' : text];
  };
  const pat = (username: string) => `glpat-sandbox-${username}`;

  const denied = [401, deniedText(sandbox.url)];
  expect(await ask('acme/analytics', 'upload-pack')).toEqual(denied);
  expect(await ask('acme/missing', 'upload-pack')).toEqual(denied);
  expect(await ask('acme/handbook', 'receive-pack')).toEqual(denied);
  expect(await ask('acme/handbook', 'upload-pack')).toEqual([200, '']);
  expect(await ask('acme/handbook', 'upload-pack', 'wrong')).toEqual(denied);
  expect(await ask('acme/missing', 'upload-pack', pat('developer'))).toEqual([404, missingText]);
  expect(await ask('acme/missing', 'receive-pack', pat('developer'))).toEqual([404, missingText]);
  expect(await ask('acme/analytics', 'upload-pack', pat('outsider'))).toEqual([404, missingText]);
  const forbidden = (text: string) => [403, text];
  expect(await ask('acme/analytics', 'upload-pack', 'glpat-user')).toEqual(
    forbidden('You are not allowed to download code.'),
  );
  expect(await ask('acme/analytics', 'receive-pack', 'glpat-read')).toEqual(
    forbidden('You are not allowed to upload code.'),
  );
  expect(await ask('acme/analytics', 'receive-pack', pat('reporter'))).toEqual(
    forbidden('You are not allowed to push code to this project.'),
  );
  expect(await ask('acme/handbook', 'receive-pack', pat('outsider'))).toEqual(
    forbidden('You are not allowed to push code to this project.'),
  );
  expect(await ask('acme/analytics', 'upload-pack', 'glpat-guest')).toEqual(
    forbidden('You are not allowed to download code from this project.'),
  );
  expect(await ask('acme/archive', 'receive-pack', pat('maintainer'))).toEqual(
    forbidden("You can't push code to an archived project."),
  );
});

test('expired and revoked tokens are denied as wrong ones are', async () => {
  const sandbox = await openSandbox();
  const { accessToken } = sandbox.issueTokens('developer', notelab.clientId, ['api']);
  const status = async () =>
    (
      await fetch(`${sandbox.url}/acme/analytics.git/info/refs?service=git-upload-pack`, {
        headers: { authorization: `Basic ${btoa(`oauth2:${accessToken}`)}` },
      })
    ).status;
  expect(await status()).toBe(200);
  sandbox.setClockOffset(7_200_000);
  expect(await status()).toBe(401);
  sandbox.setClockOffset(0);
  sandbox.revokeApplication('developer', notelab.clientId);
  expect(await status()).toBe(401);
});

test('the service checks again, HEAD is refused and an address without .git redirects', async () => {
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
  const refs = `${sandbox.url}/acme/analytics.git/info/refs?service=git-upload-pack`;
  expect((await fetch(refs, { method: 'HEAD' })).status).toBe(403);
  const plain = await fetch(refs.replace('.git/', '/'), { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([301, refs]);
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
