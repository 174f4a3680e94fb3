import { expect, test } from 'vitest';
import {
  commitAll,
  makeEmptyRepository,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { listBranches } from './list-branches.ts';

test('an unborn repository has none', async () => {
  expect(await listBranches(testGit, makeEmptyRepository())).toEqual({ local: [], remote: [] });
});

test('names of any legal shape come whole; only the remote’s name is taken off', async () => {
  const names = [
    'feature/login',
    'origin/feature/x',
    'a.b#1',
    'ünï/日本',
    'x@y',
    'HEADER',
    'it’s',
    '-f',
    'x%00y',
    'q\'uote"s',
  ];
  const { here, remote } = makeRemoteWithClones();
  for (const name of names) raw(remote, 'update-ref', `refs/heads/${name}`, 'main');
  raw(here, 'fetch', '-q');
  for (const name of names) raw(here, 'update-ref', `refs/heads/${name}`, 'HEAD');
  const { local, remote: remoteBranches } = await listBranches(testGit, here);
  expect(remoteBranches.map(({ name }) => name).sort()).toEqual([...names, 'main'].sort());
  expect(local.map(({ name }) => name).sort()).toEqual([...names, 'main'].sort());
});

test('says which is current, which is the default, and what the last commit was', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'topic');
  const oid = commitAll(here, { 'b.txt': 'b' }, 'A subject: "quoted"\n\nand a body');
  const { local, remote } = await listBranches(testGit, here);
  const topic = local.find(({ name }) => name === 'topic');
  expect(topic).toMatchObject({
    oid,
    isCurrent: true,
    upstream: null,
    author: 'Raw',
    subject: 'A subject: "quoted"',
  });
  expect(new Date(topic!.committedAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(local.find(({ name }) => name === 'main')?.isCurrent).toBe(false);
  expect(remote).toMatchObject([{ name: 'main', isDefault: true }]);
});

test('knows how far a branch is from its upstream, and when that is gone', async () => {
  const { here, there } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'gone');
  raw(here, 'push', '-qu', 'origin', 'gone');
  raw(here, 'push', '-q', 'origin', ':gone');
  commitAll(there, { 'b.txt': 'b' });
  raw(there, 'push', '-q');
  raw(here, 'switch', '-q', 'main');
  commitAll(here, { 'c.txt': 'c' });
  commitAll(here, { 'd.txt': 'd' });
  raw(here, 'fetch', '-q');
  const { local } = await listBranches(testGit, here);
  expect(local.find(({ name }) => name === 'main')).toMatchObject({
    ahead: 2,
    behind: 1,
    upstream: { ref: 'refs/remotes/origin/main', branch: 'main', gone: false },
  });
  expect(local.find(({ name }) => name === 'gone')?.upstream).toMatchObject({ branch: 'gone', gone: true });
});

test('a branch may follow one of another name', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'mine', '--track', 'origin/main');
  const { local } = await listBranches(testGit, here);
  expect(local.find(({ name }) => name === 'mine')?.upstream?.branch).toBe('main');
});

test('the newest comes first, tags and stashes are no branches', async () => {
  const dir = makeRepository();
  raw(dir, 'branch', 'old');
  raw(dir, 'tag', 'v1');
  raw(dir, '-c', 'user.name=x', 'commit', '-q', '--allow-empty', '-m', 'new', '--date=2100-01-01T00:00:00');
  const { local } = await listBranches(testGit, dir);
  expect(local.map(({ name }) => name).sort()).toEqual(['main', 'old']);
});
