import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { plainGit } from '../process/git-environment.ts';
import { serveRepositories } from '../testing/http-remote.ts';
import { commitAll, makeRemoteWithClones, raw, testGit } from '../testing/temporary-repository.ts';
import { fetchRemote } from './fetch-remote.ts';

test('says which branches appeared, moved and disappeared', async () => {
  const { here, there } = makeRemoteWithClones();
  const first = raw(there, 'rev-parse', 'HEAD');
  raw(there, 'push', '-q', 'origin', 'HEAD:refs/heads/old');
  raw(here, 'fetch', '-q');
  const second = commitAll(there, { 'b.txt': 'b' });
  raw(there, 'push', '-q', 'origin', 'main', 'HEAD:refs/heads/new/one', ':old');
  const { updated } = await fetchRemote(testGit, here);
  expect(updated.toSorted((a, b) => a.branch.localeCompare(b.branch))).toEqual([
    { branch: 'main', from: first, to: second },
    { branch: 'new/one', from: null, to: second },
    { branch: 'old', from: first, to: null },
  ]);
  expect((await fetchRemote(testGit, here)).updated).toEqual([]);
});

test('keeps vanished branches when asked to', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(there, 'push', '-q', 'origin', 'HEAD:refs/heads/old');
  raw(here, 'fetch', '-q');
  raw(there, 'push', '-q', 'origin', ':old');
  expect((await fetchRemote(testGit, here, { prune: false })).updated).toEqual([]);
});

test('follows a branch that was rewritten there', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(there, 'commit', '-q', '--amend', '-m', 'Rewritten');
  raw(there, 'push', '-q', '--force');
  const { updated } = await fetchRemote(testGit, here);
  expect(updated).toEqual([expect.objectContaining({ branch: 'main', to: raw(there, 'rev-parse', 'HEAD') })]);
});

test('touches no local branch and no file, whatever the config of the remote says', async () => {
  const { here, there } = makeRemoteWithClones();
  commitAll(there, { 'a.txt': 'changed\n' });
  raw(there, 'push', '-q');
  const before = raw(here, 'rev-parse', 'HEAD');
  raw(here, 'config', 'remote.origin.fetch', '+refs/heads/*:refs/heads/*');
  raw(here, 'config', 'remote.origin.mirror', 'true');
  await fetchRemote(testGit, here);
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(before);
  expect(raw(here, 'status', '--porcelain')).toBe('');
});

test('an address given wins over the one in the config', async () => {
  const { here, there, remote } = makeRemoteWithClones();
  const oid = commitAll(there, { 'b.txt': 'b' });
  raw(there, 'push', '-q');
  raw(here, 'remote', 'set-url', 'origin', 'http://127.0.0.1:9/evil.git');
  const server = await serveRepositories(dirname(remote));
  const { updated } = await fetchRemote(plainGit(), here, { url: server.url('remote.git') });
  expect(updated).toEqual([expect.objectContaining({ branch: 'main', to: oid })]);
});

test('broken objects are refused', async () => {
  const { here, remote } = makeRemoteWithClones();
  const blob = raw(remote, 'rev-parse', 'main:a.txt');
  const input = `100644 blob ${blob}\t.git\n`;
  const tree = execFileSync('git', ['mktree'], { cwd: remote, input, encoding: 'utf8' }).trim();
  raw(remote, 'update-ref', 'refs/heads/evil', raw(remote, 'commit-tree', tree, '-m', 'evil'));
  await expect(fetchRemote(testGit, here)).rejects.toMatchObject({ reason: 'bad-objects' });
});
