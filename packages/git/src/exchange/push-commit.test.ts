import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { plainGit } from '../process/git-environment.ts';
import { serveRepositories } from '../testing/http-remote.ts';
import {
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { parsePushOutput, parseServerMessages } from './parse-push.ts';
import { pushCommit } from './push-commit.ts';

function addHook(remote: string, name: string, script: string): void {
  write(remote, `hooks/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(remote, 'hooks', name), 0o755);
}

test('pushes one commit to one branch and says what it was before', async () => {
  const { here, remote, url } = makeRemoteWithClones();
  const old = raw(here, 'rev-parse', 'HEAD');
  const oid = commitAll(here, { 'b.txt': 'b' });
  raw(here, 'branch', 'not-pushed');
  raw(here, 'tag', '-a', 'v1', '-m', 'v1');
  raw(here, 'config', 'push.followTags', 'true');
  expect(await pushCommit(testGit, here, { url, oid, branch: 'main' })).toEqual({
    kind: 'pushed',
    old,
    new: oid,
    serverMessages: [],
  });
  expect(raw(remote, 'for-each-ref', '--format=%(refname) %(objectname)')).toBe(`refs/heads/main ${oid}`);
  expect(raw(here, 'rev-parse', 'origin/main')).toBe(oid);
});

test('what was committed after the chosen commit stays here', async () => {
  const { here, remote } = makeRemoteWithClones();
  const oid = commitAll(here, { 'b.txt': 'b' });
  commitAll(here, { 'c.txt': 'c' });
  await pushCommit(testGit, here, { oid, branch: 'main' });
  expect(raw(remote, 'rev-parse', 'main')).toBe(oid);
});

test.each(['feature/a.b#1', 'ünï', "it's", 'x/y/z'])('a new branch %s gets followed', async (branch) => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', branch);
  const oid = commitAll(here, { 'b.txt': 'b' });
  expect(await pushCommit(testGit, here, { oid, branch, setUpstream: branch })).toMatchObject({
    kind: 'pushed',
    old: null,
    new: oid,
  });
  expect(raw(here, 'rev-parse', '--symbolic-full-name', '@{upstream}')).toBe(`refs/remotes/origin/${branch}`);
});

test('pushing what is there already is up to date', async () => {
  const { here } = makeRemoteWithClones();
  const oid = raw(here, 'rev-parse', 'HEAD');
  expect(await pushCommit(testGit, here, { oid, branch: 'main' })).toEqual({ kind: 'up-to-date', oid });
});

test('the first push to an empty repository', async () => {
  const remote = join(makeFolder(), 'r.git');
  raw('/', 'init', '-q', '--bare', '--initial-branch=main', remote);
  const dir = makeRepository();
  raw(dir, 'remote', 'add', 'origin', `file://${remote}`);
  const oid = raw(dir, 'rev-parse', 'HEAD');
  expect(await pushCommit(testGit, dir, { oid, branch: 'main', setUpstream: 'main' })).toMatchObject({
    kind: 'pushed',
    old: null,
  });
});

test('two clones that went apart: the second push is rejected, both before and after a fetch, and nothing is forced', async () => {
  const { here, there, remote } = makeRemoteWithClones();
  const theirs = commitAll(there, { 'b.txt': 'b' });
  raw(there, 'push', '-q');
  const oid = commitAll(here, { 'c.txt': 'c' });
  raw(here, 'config', 'remote.origin.push', '+refs/heads/*:refs/heads/*');
  expect(await pushCommit(testGit, here, { oid, branch: 'main' })).toMatchObject({
    kind: 'rejected',
    reason: 'non-fast-forward',
    message: 'fetch first',
  });
  raw(here, 'fetch', '-q');
  expect(await pushCommit(testGit, here, { oid, branch: 'main' })).toMatchObject({
    kind: 'rejected',
    reason: 'non-fast-forward',
  });
  expect(raw(remote, 'rev-parse', 'main')).toBe(theirs);
  expect(raw(here, 'rev-parse', 'origin/main')).toBe(theirs);
});

test.each([
  ['GitLab: You are not allowed to push code to protected branches on this project.', 'protected'],
  ['GitLab: You are not allowed to force push code to a protected branch on this project.', 'protected'],
  ['GitLab: You are not allowed to create protected branches on this project.', 'protected'],
  ['GitLab: You are not allowed to push code to this project.', 'forbidden'],
  ['GitLab: A default branch (e.g. main) does not yet exist for acme/empty', 'no-default-branch'],
  ['GitLab: File "data.csv" is larger than the allowed size of 10 MiB.', 'too-large'],
  ['PUSH BLOCKED: Secrets detected in code changes', 'secret-detected'],
  ['GitLab: Commit message does not follow the pattern', 'hook-declined'],
])('the server declines with "%s": %s', async (text, reason) => {
  const { here, remote } = makeRemoteWithClones();
  addHook(remote, 'pre-receive', `echo >&2; echo '${text}' >&2; echo >&2; exit 1`);
  const oid = commitAll(here, { 'b.txt': 'b' });
  expect(await pushCommit(testGit, here, { oid, branch: 'main' })).toEqual({
    kind: 'rejected',
    reason,
    message: text,
    serverMessages: [text],
  });
  expect(raw(here, 'rev-parse', 'origin/main')).not.toBe(oid);
});

test('a rejection without a word from a hook has git’s words', async () => {
  const { here, remote } = makeRemoteWithClones();
  raw(remote, 'config', 'receive.denyCurrentBranch', 'refuse');
  raw(remote, 'config', 'core.bare', 'false');
  const oid = commitAll(here, { 'b.txt': 'b' });
  const result = await pushCommit(testGit, here, { oid, branch: 'main' });
  expect(result).toMatchObject({ kind: 'rejected', reason: 'remote-rejected' });
});

test('what the server says after a push is passed on, clean and without secrets', async () => {
  const { here, remote } = makeRemoteWithClones();
  addHook(
    remote,
    'post-receive',
    `printf '\\nTo create a merge request for main, visit:\\n  https://x:glpat-abcdefgh12345678@gitlab.example.com/new\\n\\033[31mred\\033[0m\\n\\n' >&2`,
  );
  const oid = commitAll(here, { 'b.txt': 'b' });
  expect(await pushCommit(testGit, here, { oid, branch: 'main' })).toMatchObject({
    kind: 'pushed',
    serverMessages: [
      'To create a merge request for main, visit:',
      'https://[redacted]@gitlab.example.com/new',
      'red',
    ],
  });
});

test('over HTTP, with progress', async () => {
  const { here, remote } = makeRemoteWithClones();
  const server = await serveRepositories(dirname(remote));
  const oid = commitAll(here, Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, `${i}\n`])));
  const fractions: number[] = [];
  const result = await pushCommit(plainGit(), here, {
    url: server.url('remote.git'),
    oid,
    branch: 'main',
    onProgress: ({ fraction }) => fractions.push(fraction),
  });
  expect(result.kind).toBe('pushed');
  expect(fractions.at(-1)).toBeGreaterThan(0.8);
  expect(raw(here, 'rev-parse', 'origin/main')).toBe(oid);
});

test.each([
  [403, 'You are not allowed to push code to this project.', 'forbidden'],
  [401, 'HTTP Basic: Access denied.', 'authentication-failed'],
  [404, 'The project you were looking for could not be found.', 'repository-not-found'],
])('the server answers %i "%s": refused, and not an exception', async (status, text, reason) => {
  const { here } = makeRemoteWithClones();
  const server = await serveRepositories('/nonexistent', (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="x"' });
    response.end(`${text}\n`);
    return true;
  });
  const oid = commitAll(here, { 'b.txt': 'b' });
  expect(await pushCommit(plainGit(), here, { url: server.url('a.git'), oid, branch: 'main' })).toMatchObject(
    { kind: 'refused', reason },
  );
});

test('a server that cannot be reached is an error', async () => {
  const { here } = makeRemoteWithClones();
  const oid = commitAll(here, { 'b.txt': 'b' });
  await expect(
    pushCommit(plainGit(), here, { url: 'http://127.0.0.1:9/a.git', oid, branch: 'main' }),
  ).rejects.toMatchObject({ reason: 'gateway-refused' });
});

test('push options and mirrors put into the config do not take part', async () => {
  const { here, remote, url } = makeRemoteWithClones();
  raw(remote, 'config', 'receive.advertisePushOptions', 'true');
  addHook(remote, 'pre-receive', 'echo "options: $GIT_PUSH_OPTION_COUNT" >&2');
  raw(here, 'config', 'push.pushOption', 'merge_request.create');
  raw(here, 'config', 'remote.origin.mirror', 'true');
  const oid = commitAll(here, { 'b.txt': 'b' });
  const result = await pushCommit(testGit, here, { url, oid, branch: 'main' });
  expect(result).toMatchObject({ kind: 'pushed' });
  expect(result.kind === 'pushed' && result.serverMessages.join()).not.toMatch(/options: [1-9]/);
});

test('only a whole object id is pushed', async () => {
  const { here } = makeRemoteWithClones();
  for (const oid of ['main', '', ':main', '+HEAD', 'abc123']) {
    await expect(pushCommit(testGit, here, { oid, branch: 'main' })).rejects.toThrow(RangeError);
  }
});

test('the report is read line by line, whatever its summary holds', () => {
  const report = [
    'To http://127.0.0.1:1/x.git',
    '!\tabc:refs/heads/a\t[remote rejected] (pre-receive hook declined)',
    '*\tabc:refs/heads/b\t[new branch]',
    ' \tabc:refs/heads/c\t1234..5678',
    '!\tabc:refs/heads/d\t[rejected] (fetch first)',
    'Done',
  ].join('\n');
  expect(parsePushOutput(Buffer.from(report))).toEqual([
    { flag: '!', to: 'refs/heads/a', summary: '[remote rejected]', reason: 'pre-receive hook declined' },
    { flag: '*', to: 'refs/heads/b', summary: '[new branch]', reason: null },
    { flag: ' ', to: 'refs/heads/c', summary: '1234..5678', reason: null },
    { flag: '!', to: 'refs/heads/d', summary: '[rejected]', reason: 'fetch first' },
  ]);
  expect(parseServerMessages('fatal: x\nremote: \nremote: a\nremote:\nremote:  b \nremote: \n')).toEqual([
    'a',
    '',
    'b',
  ]);
});
