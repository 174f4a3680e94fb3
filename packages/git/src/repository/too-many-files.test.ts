import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { switchBranch } from '../branches/switch-branch.ts';
import { fetchRemote } from '../exchange/fetch-remote.ts';
import { pullFastForward } from '../exchange/pull-fast-forward.ts';
import { makeFolder, makeRemoteWithClones, raw, testGit } from '../testing/temporary-repository.ts';
import { cloneRepository } from './clone-repository.ts';

/** A commit of ten folders, each with the same ten folders, and so on: ten thousand million files in no space. */
function commitBomb(repository: string, parent: string): string {
  const mktree = (entry: string) => {
    const input = Array.from({ length: 10 }, (_, index) => `${entry}\tf${index}\n`).join('');
    return execFileSync('git', ['mktree'], { cwd: repository, input, encoding: 'utf8' }).trim();
  };
  const blob = raw(repository, 'rev-parse', `${parent}:a.txt`);
  let tree = mktree(`100644 blob ${blob}`);
  for (let level = 1; level < 10; level++) tree = mktree(`040000 tree ${tree}`);
  return raw(repository, 'commit-tree', tree, '-p', parent, '-m', 'Bomb');
}

test('a commit with more files than git could write out is refused before git begins to', async () => {
  const { remote, here, url } = makeRemoteWithClones({ 'a.txt': 'one\n' });
  const bomb = commitBomb(remote, raw(remote, 'rev-parse', 'main'));
  raw(remote, 'update-ref', 'refs/heads/bomb', bomb);
  raw(remote, 'update-ref', 'refs/heads/main', bomb);
  const refused = { code: 'too-many-files' };

  const directory = join(makeFolder(), 'clone');
  await expect(cloneRepository(testGit, { url, directory })).rejects.toMatchObject(refused);
  expect(existsSync(directory)).toBe(false);

  await fetchRemote(testGit, here);
  const branches = { branch: 'main', upstream: 'main' };
  await expect(pullFastForward(testGit, here, branches)).rejects.toMatchObject(refused);
  await expect(switchBranch(testGit, here, { remoteBranch: 'bomb' })).rejects.toMatchObject(refused);
  expect(readdirSync(here).sort()).toEqual(['.git', 'a.txt']);
  expect(raw(here, 'status', '--porcelain', '--branch')).toBe('## main...origin/main [behind 1]');
});
