import { expect, test } from 'vitest';
import { listRecoveryPoints } from '../recovery/recovery-points.ts';
import { restoreRecoveryPoint } from '../recovery/restore-recovery-point.ts';
import {
  ada,
  commitAll,
  makeEmptyRepository,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { createBranch } from './create-branch.ts';
import { deleteBranch, listOwnCommits } from './delete-branch.ts';
import { deleteRemoteBranch } from './delete-remote-branch.ts';
import { listBranches } from './list-branches.ts';
import { findStartPoint, listStartPoints } from './list-start-points.ts';
import { renameBranch } from './rename-branch.ts';
import { switchBranch } from './switch-branch.ts';

let count = 0;
const options = (name: string) => ({ id: `p${count++}`, reason: `Before deleting “${name}”`, by: ada, name });
const tip = (dir: string, ref: string) => raw(dir, 'rev-parse', '--verify', ref);

/** Legal names that tools trip over. */
const oddNames = [
  'v1.2.3',
  'a/b/c.d',
  '#42',
  'ünï/🎉',
  'head',
  'origin/x',
  'refs/heads/y',
  'heads/main',
  'dead',
];

test.each(oddNames)('a remote branch called %j is switched to, renamed and deleted', async (name) => {
  const { here, there, url } = makeRemoteWithClones();
  raw(there, 'switch', '-qc', name);
  const oid = commitAll(there, { 'x.txt': 'x' });
  raw(there, 'push', '-q', 'origin', `refs/heads/${name}`);
  raw(here, 'tag', name.startsWith('refs/') ? 'y' : name, 'HEAD'); // a tag of the same name is no trap either
  raw(here, 'fetch', '-q', '--no-tags');
  expect(await switchBranch(testGit, here, { remoteBranch: name })).toMatchObject({ kind: 'switched' });
  expect([tip(here, 'HEAD'), raw(here, 'symbolic-ref', 'HEAD')]).toEqual([oid, `refs/heads/${name}`]);
  expect(await renameBranch(testGit, here, { from: name, to: 'plain' })).toEqual({ kind: 'renamed' });
  raw(here, 'switch', '-q', 'main');
  expect(await deleteBranch(testGit, here, options('plain'))).toEqual({ kind: 'deleted', oid });
  expect(await deleteRemoteBranch(testGit, here, { url, branch: name, oid })).toEqual({ kind: 'deleted' });
  expect(raw(there, 'ls-remote', '--heads', 'origin')).not.toContain(oid);
  expect((await listBranches(testGit, here)).remote.map((branch) => branch.name)).toEqual(['main']);
});

test('a renamed branch follows nothing any more; its commits, and HEAD, stay', async () => {
  const { here } = makeRemoteWithClones();
  const oid = tip(here, 'main');
  expect(await renameBranch(testGit, here, { from: 'main', to: 'main/of/mine' })).toEqual({
    kind: 'renamed',
  });
  expect([raw(here, 'symbolic-ref', '--short', 'HEAD'), tip(here, 'HEAD')]).toEqual(['main/of/mine', oid]);
  expect((await listBranches(testGit, here)).local[0]?.upstream).toBe(null);
});

test('a branch without a commit is renamed; only the case of a name changes; a taken name is not', async () => {
  const unborn = makeEmptyRepository();
  await renameBranch(testGit, unborn, { from: 'main', to: 'trunk' });
  expect(raw(unborn, 'symbolic-ref', '--short', 'HEAD')).toBe('trunk');
  const dir = makeRepository();
  await renameBranch(testGit, dir, { from: 'main', to: 'Main' });
  raw(dir, 'branch', 'feature/x');
  expect(await renameBranch(testGit, dir, { from: 'Main', to: 'feature' })).toEqual({
    kind: 'name-taken',
    existing: 'feature/x',
  });
  expect(await renameBranch(testGit, dir, { from: 'gone', to: 'x' })).toEqual({ kind: 'no-such-branch' });
  expect(await renameBranch(testGit, dir, { from: 'Main', to: '-f' })).toMatchObject({
    kind: 'invalid-name',
  });
});

test('commits that are on no other branch are listed before a branch goes, and it can be brought back', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'work');
  commitAll(here, { 'a.txt': 'shared' }, 'Shared');
  raw(here, 'branch', 'other');
  const oid = commitAll(here, { 'a.txt': 'own' }, 'Own');
  expect(await deleteBranch(testGit, here, options('work'))).toEqual({ kind: 'in-use' });
  raw(here, 'switch', '-q', 'main');
  expect(await listOwnCommits(testGit, here, ['refs/heads/work'], { limit: 10 })).toMatchObject({
    count: 1,
    commits: [{ oid, subject: 'Own' }],
  });
  expect(await listOwnCommits(testGit, here, ['refs/heads/main'], { limit: 10 })).toEqual({
    count: 0,
    commits: [],
  });

  expect(await deleteBranch(testGit, here, options('work'))).toEqual({ kind: 'deleted', oid });
  expect(raw(here, 'branch', '--list', 'work')).toBe('');
  const [point] = await listRecoveryPoints(testGit, here);
  expect(point).toMatchObject({ reason: 'Before deleting “work”', branch: 'work', head: oid });
  await restoreRecoveryPoint(testGit, here, point!, { ...options('x'), reason: 'Before restoring' });
  expect([raw(here, 'symbolic-ref', '--short', 'HEAD'), tip(here, 'work')]).toEqual(['work', oid]);
  expect(raw(here, 'status', '--porcelain')).toBe('');
});

test.each(['@{-1}', '@', 'main^', 'main~0', '-f', '--all', 'x y', ''])(
  '%j names no branch to change',
  async (name) => {
    const dir = makeRepository();
    raw(dir, 'branch', 'other');
    raw(dir, 'switch', '-q', 'other');
    expect(await renameBranch(testGit, dir, { from: name, to: 'new' })).toEqual({ kind: 'no-such-branch' });
    expect(await deleteBranch(testGit, dir, options(name))).toEqual({ kind: 'no-such-branch' });
    expect(raw(dir, 'branch', '--format=%(refname:short)')).toBe('main\nother');
  },
);

test('a remote branch that moved meanwhile is not deleted', async () => {
  const { here, there, remote } = makeRemoteWithClones();
  raw(there, 'push', '-q', 'origin', 'HEAD:refs/heads/work');
  const seen = tip(there, 'HEAD');
  const moved = commitAll(there, { 'a.txt': 'moved' });
  raw(there, 'push', '-q', 'origin', 'HEAD:refs/heads/work');
  const url = `file://${remote}`;
  const result = await deleteRemoteBranch(testGit, here, { url, branch: 'work', oid: seen });
  expect(result).toMatchObject({ kind: 'rejected', message: 'stale info' });
  expect(tip(remote, 'work')).toBe(moved);
});

test('a branch begins at a branch, here or remote, at a tag, or at a commit', async () => {
  const { here, there } = makeRemoteWithClones();
  const first = tip(here, 'HEAD');
  raw(there, 'switch', '-q', '--detach');
  const oid = commitAll(there, { 'a.txt': 'two' }, 'Two');
  raw(there, 'push', '-q', 'origin', 'HEAD:refs/heads/-odd');
  raw(here, 'fetch', '-q');
  raw(here, 'tag', '-am', 'Release', 'v1', first);
  const at = (kind: 'local' | 'remote' | 'tag' | 'commit', name: string) =>
    findStartPoint(testGit, here, { kind, name });
  expect(await at('local', 'main')).toBe(first);
  expect(await at('remote', '-odd')).toBe(oid);
  expect(await at('tag', 'v1')).toBe(first);
  expect(await at('commit', oid.slice(0, 8))).toBe(oid);
  for (const name of ['main', 'HEAD', '@{-1}', '--all', 'v1'])
    expect(await at('commit', name), name).toBe(null);
  for (const name of ['main^', 'main@{0}', '../tags/v1', ''])
    expect(await at('local', name), name).toBe(null);
  expect(await switchBranch(testGit, here, { remoteBranch: '-odd' })).toEqual({ kind: 'unusable-name' });
  expect(await createBranch(testGit, here, { name: 'fix', from: oid })).toMatchObject({ kind: 'created' });
  expect(tip(here, 'fix')).toBe(oid);
});

test('the places to begin at are found by words of their names', async () => {
  const dir = makeRepository();
  const oid = tip(dir, 'HEAD');
  raw(dir, 'branch', 'Feature/Churn-v2');
  raw(dir, 'tag', '-am', 'Release', 'churn-1');
  const names = async (search: string) =>
    (await listStartPoints(testGit, dir, { search, limit: 10 })).map(({ kind, name }) => `${kind} ${name}`);
  expect((await names('churn')).toSorted()).toEqual(['local Feature/Churn-v2', 'tag churn-1']);
  expect(await names('v2 churn')).toEqual(['local Feature/Churn-v2']);
  expect(await names(oid.slice(0, 10))).toEqual([`commit ${oid}`]);
  expect(await listStartPoints(testGit, dir, { search: 'churn-1', limit: 10 })).toEqual([
    { kind: 'tag', name: 'churn-1', oid, subject: 'First' },
  ]);
});
