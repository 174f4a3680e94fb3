import { chmodSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createBranch } from '../branches/create-branch.ts';
import { listBranches } from '../branches/list-branches.ts';
import { listRemoteRefs } from '../branches/list-remote-refs.ts';
import { switchBranch } from '../branches/switch-branch.ts';
import { commitFiles } from '../commits/commit-files.ts';
import { logCommits } from '../commits/log-commits.ts';
import { readUnpushedWork } from '../commits/unpushed-work.ts';
import { fetchRemote } from '../exchange/fetch-remote.ts';
import { pullFastForward } from '../exchange/pull-fast-forward.ts';
import { pushCommit } from '../exchange/push-commit.ts';
import { cloneRepository } from '../repository/clone-repository.ts';
import { diffFile } from '../status/diff-file.ts';
import { readStatus } from '../status/read-status.ts';
import { serveRepositories } from '../testing/http-remote.ts';
import {
  ada,
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { type GitEnvironment, plainGit } from './git-environment.ts';

/** Does everything this package can do with a repository. */
async function useEveryVerb(git: GitEnvironment, dir: string): Promise<void> {
  await fetchRemote(git, dir);
  await readStatus(git, dir);
  await listBranches(git, dir);
  await logCommits(git, dir, { limit: 5 });
  await readUnpushedWork(git, dir);
  await pullFastForward(git, dir, { branch: 'main', upstream: 'main' });
  write(dir, 'a.txt', 'changed\n');
  await diffFile(git, dir, 'a.txt', { against: 'HEAD' });
  const commit = await commitFiles(git, dir, { paths: ['a.txt'], message: 'Change', author: ada });
  if (commit.kind !== 'committed') throw new Error(commit.kind);
  await pushCommit(git, dir, { oid: commit.oid, branch: 'main' });
  await createBranch(git, dir, { name: 'topic' });
  await switchBranch(git, dir, 'main');
}

test.each([
  ['core.fsmonitor', 'RUN'],
  ['core.hooksPath', 'HOOKS'],
  ['core.pager', 'RUN'],
  ['core.editor', 'RUN'],
  ['core.askPass', 'RUN'],
  ['core.sshCommand', 'RUN'],
  ['core.gitProxy', 'RUN'],
  ['core.alternateRefsCommand', 'RUN'],
  ['diff.external', 'RUN'],
  ['diff.text.textconv', 'RUN'],
  ['diff.text.command', 'RUN'],
  ['gpg.program', 'RUN'],
  ['uploadpack.packObjectsHook', 'RUN'],
  ['pager.log', 'RUN'],
  ['pager.status', 'RUN'],
  ['sequence.editor', 'RUN'],
  ['credential.helper', '!RUN'],
  ['alias.status', '!RUN'],
])('%s in .git/config runs nothing', async (key, value) => {
  const { here, there } = makeRemoteWithClones({ 'a.txt': 'one\n', '.gitattributes': '*.txt diff=text\n' });
  commitAll(there, { 'b.txt': 'b\n' });
  raw(there, 'push', '-q');
  const folder = makeFolder();
  const marker = join(folder, 'ran');
  write(folder, 'run', `#!/bin/sh\ntouch ${marker}\n`);
  chmodSync(join(folder, 'run'), 0o755);
  for (const hook of [
    'pre-commit',
    'post-checkout',
    'post-merge',
    'pre-push',
    'reference-transaction',
    'post-index-change',
    'commit-msg',
  ]) {
    for (const place of [`${folder}/hooks`, `${here}/.git/hooks`]) {
      write(place, hook, `#!/bin/sh\ntouch ${marker}\n`);
      chmodSync(join(place, hook), 0o755);
    }
  }
  for (const [extra, setting] of [
    ['commit.gpgSign', 'true'],
    ['push.gpgSign', 'if-asked'],
    ['log.showSignature', 'true'],
    ['merge.verifySignatures', 'false'],
    [key, value.replace('RUN', `${folder}/run`).replace('HOOKS', `${folder}/hooks`)],
  ] as const) {
    raw(here, 'config', extra, setting);
  }
  await useEveryVerb(testGit, here);
  expect(existsSync(marker)).toBe(false);
});

test.each(['include.path', 'includeIf.gitdir:/.path'])('%s brings in nothing that runs', async (key) => {
  const { here } = makeRemoteWithClones();
  const folder = makeFolder();
  write(folder, 'config', `[core]\n\tfsmonitor = "touch ${folder}/ran; false"\n\thooksPath = ${folder}\n`);
  raw(here, 'config', key, join(folder, 'config'));
  await useEveryVerb(testGit, here);
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});

test('config.worktree brings in nothing that runs', async () => {
  const { here } = makeRemoteWithClones();
  const marker = join(makeFolder(), 'ran');
  raw(here, 'config', 'extensions.worktreeConfig', 'true');
  write(here, '.git/config.worktree', `[core]\n\tfsmonitor = "touch ${marker}; false"\n`);
  await useEveryVerb(testGit, here);
  expect(existsSync(marker)).toBe(false);
});

test('options in the place of an address or a branch are only names', async () => {
  const { here, url } = makeRemoteWithClones();
  const folder = makeFolder();
  const marker = join(folder, 'ran');
  const option = `--upload-pack=touch ${marker};false`;
  await expect(fetchRemote(testGit, here, { url: option })).rejects.toThrow();
  await expect(listRemoteRefs(testGit, folder, option)).rejects.toThrow();
  await expect(cloneRepository(testGit, { url: option, directory: join(folder, 'x') })).rejects.toThrow();
  const oid = raw(here, 'rev-parse', 'HEAD');
  await expect(
    pushCommit(testGit, here, { url: `--receive-pack=touch ${marker};false`, oid, branch: 'x' }),
  ).rejects.toThrow();
  expect(
    await cloneRepository(testGit, {
      url,
      directory: join(folder, 'y'),
      branch: `--config=core.fsmonitor=touch ${marker}`,
    }),
  ).toMatchObject({ kind: 'branch-gone' });
  expect(await switchBranch(testGit, here, '--discard-changes')).toEqual({ kind: 'no-such-branch' });
  expect(await logCommits(testGit, here, { ref: `--output=${marker}`, limit: 1 })).toEqual([]);
  expect(existsSync(marker)).toBe(false);
});

test('a folder whose name looks like an option is only a folder', async () => {
  const { url } = makeRemoteWithClones();
  const directory = join(makeFolder(), '-u');
  expect((await cloneRepository(testGit, { url, directory })).kind).toBe('cloned');
  expect(existsSync(join(directory, '.git'))).toBe(true);
});

test.each([
  'ext::sh -c "touch MARKER"',
  'file:///etc',
  'ssh://-oProxyCommand=touch%20MARKER/x',
  'git://127.0.0.1/x',
  'REPOSITORY',
  'file://REPOSITORY',
])('outside of tests only HTTP is spoken: %s is refused', async (address) => {
  const folder = makeFolder();
  const { remote } = makeRemoteWithClones();
  const url = address.replace('MARKER', join(folder, 'ran')).replace('REPOSITORY', remote);
  await expect(cloneRepository(plainGit(), { url, directory: join(folder, 'x') })).rejects.toMatchObject({
    reason: 'protocol-not-allowed',
  });
  expect(existsSync(join(folder, 'ran'))).toBe(false);
  expect(existsSync(join(folder, 'x'))).toBe(false);
});

test('submodules named in a clone are not fetched', async () => {
  const marker = join(makeFolder(), 'ran');
  const { url } = makeRemoteWithClones({
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ${marker}"\n\tupdate = !touch ${marker}\n`,
  });
  const directory = join(makeFolder(), 'clone');
  const result = await cloneRepository(testGit, { url, directory }).catch((error) => error);
  expect(result.kind ?? result.reason).toMatch(/cloned|bad-objects/);
  expect(existsSync(marker)).toBe(false);
});

test('a redirect to another host is not followed and no credential goes there', async () => {
  const { remote } = makeRemoteWithClones();
  const foreign = await serveRepositories(dirname(remote));
  const first = await serveRepositories(dirname(remote), (request, response) => {
    response.writeHead(302, { location: foreign.url(request.url?.slice(1) ?? '') }).end();
    return true;
  });
  const git: GitEnvironment = {
    ...plainGit(),
    config: [['credential.helper', '!echo username=u; echo password=p; :']],
  };
  await expect(
    cloneRepository(git, { url: first.url('remote.git'), directory: join(makeFolder(), 'x') }),
  ).rejects.toMatchObject({ reason: 'redirected' });
  expect(foreign.requests).toEqual([]);
});

test('a proxy in the config does not see what goes to the gateway', async () => {
  const { remote, here } = makeRemoteWithClones();
  const gateway = await serveRepositories(dirname(remote));
  const proxy = await serveRepositories('/nonexistent');
  raw(here, 'config', 'http.proxy', proxy.url(''));
  raw(here, 'config', `http.${gateway.url('')}.proxy`, proxy.url(''));
  await fetchRemote(plainGit(), here, { url: gateway.url('remote.git') });
  expect(gateway.requests.length).toBeGreaterThan(0);
  expect(proxy.requests).toEqual([]);
});

test('the canonical address goes through the gateway, and the config keeps it', async () => {
  const { remote } = makeRemoteWithClones();
  const gateway = await serveRepositories(dirname(remote));
  const git: GitEnvironment = {
    ...plainGit(),
    config: [[`url.${gateway.url('')}.insteadOf`, 'https://gitlab.example.com/group/']],
  };
  const directory = join(makeFolder(), 'clone');
  const url = 'https://gitlab.example.com/group/remote.git';
  expect((await cloneRepository(git, { url, directory })).kind).toBe('cloned');
  expect(raw(directory, 'config', 'remote.origin.url')).toBe(url);
});

test('an evil rewrite of the address gets no credential made for the gateway', async () => {
  const { remote, here } = makeRemoteWithClones();
  const gateway = await serveRepositories(dirname(remote));
  const evil = await serveRepositories('/nonexistent', (_, response) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  });
  const url = 'https://gitlab.example.com/group/remote.git';
  raw(here, 'config', `url.${evil.url('x')}.insteadOf`, url);
  const git: GitEnvironment = {
    ...plainGit(),
    config: [
      [`url.${gateway.url('')}.insteadOf`, 'https://gitlab.example.com/group/'],
      // as ours does, this helper answers for one host only
      [
        'credential.helper',
        `!if grep -q ^host=127.0.0.1:${gateway.port}$; then echo username=u; echo password=pass; fi; :`,
      ],
    ],
  };
  await expect(fetchRemote(git, here, { url })).rejects.toMatchObject({ reason: 'authentication-failed' });
  expect(evil.requests.filter(({ authorization }) => authorization)).toEqual([]);
});

test('credential helpers named in the config for the gateway’s address do not get its credential', async () => {
  const { remote, here } = makeRemoteWithClones();
  const folder = makeFolder();
  const gateway = await serveRepositories(dirname(remote), (request, response) => {
    if (request.headers.authorization) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  });
  for (const scope of [
    gateway.url(''),
    `http://127.0.0.1:${gateway.port}`,
    gateway.url('remote.git'),
    'http://*',
  ]) {
    raw(here, 'config', `credential.${scope}.helper`, `!cat >> ${folder}/seen; :`);
  }
  const git: GitEnvironment = {
    ...plainGit(),
    config: [['credential.helper', '!echo username=u; echo password=pass; :']],
  };
  await fetchRemote(git, here, { url: gateway.url('remote.git') });
  expect(gateway.requests.some(({ authorization }) => authorization)).toBe(true);
  expect(existsSync(join(folder, 'seen'))).toBe(false);
});
