import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { verifyClone } from '../repository/verify-clone.ts';
import {
  ada,
  commitAll,
  makeEmptyRepository,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { carryKeptStates } from './carry-kept-states.ts';
import { isSameState, listRecoveryPoints, takeRecoveryPoint } from './recovery-points.ts';
import { restoreRecoveryPoint } from './restore-recovery-point.ts';

const place = (dir: string) => ({ git: testGit, dir });
const options = { id: 'kept', reason: 'Before the re-clone', by: ada, allLocal: true };

/** A clone with work of every kind, a newer remote, and a new clone. */
function makeOldAndNew() {
  const { here, there, url } = makeRemoteWithClones({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  raw(here, 'switch', '--quiet', '--create', 'idea');
  const idea = commitAll(here, { 'idea.txt': '1\n' });
  raw(here, 'switch', '--quiet', 'main');
  write(here, 'b.txt', 'stashed\n');
  raw(here, 'stash', '--quiet');
  commitAll(here, { 'a.txt': 'unpushed\n' });
  write(here, 'a.txt', 'changed\n');
  write(here, 'new.txt');
  commitAll(there, { 'b.txt': 'newer\n' });
  raw(there, 'push', '--quiet', 'origin', 'main');
  const fresh = join(dirname(here), 'fresh');
  raw('/', 'clone', '--quiet', url, fresh);
  return { here, fresh, idea };
}

test('what is kept in a clone can be restored in a new one, though it lacks the objects', async () => {
  const { here, fresh, idea } = makeOldAndNew();
  const point = await takeRecoveryPoint(testGit, here, options);
  await carryKeptStates(place(here), place(fresh));
  expect(await listRecoveryPoints(testGit, fresh)).toEqual([point]);
  const wanted = raw(here, 'status', '--porcelain');
  rmSync(here, { recursive: true });
  await restoreRecoveryPoint(testGit, fresh, point, { ...options, id: 'undo' });
  expect(raw(fresh, 'status', '--porcelain')).toBe(wanted);
  expect(raw(fresh, 'rev-parse', 'HEAD', 'main')).toBe(`${point.head}\n${point.head}`);
  expect(raw(fresh, 'rev-parse', 'idea')).toBe(idea);
  expect(raw(fresh, 'stash', 'show', '--name-only')).toBe('b.txt');
  expect(raw(fresh, 'fsck', '--no-progress', '--no-dangling')).toBe('');
});

test('carried again, later states replace none', async () => {
  const { here, fresh } = makeOldAndNew();
  const first = await takeRecoveryPoint(testGit, here, options);
  await carryKeptStates(place(here), place(fresh));
  const second = await takeRecoveryPoint(testGit, here, { ...options, id: 'again' });
  expect(await isSameState(testGit, here, first, second)).toBe(true);
  write(here, 'new.txt', 'more\n');
  const third = await takeRecoveryPoint(testGit, here, { ...options, id: 'more' });
  expect(await isSameState(testGit, here, first, third)).toBe(false);
  await carryKeptStates(place(here), place(fresh));
  expect(await listRecoveryPoints(testGit, fresh)).toHaveLength(3);
});

test('who packs may close its end late', async () => {
  const { here, fresh } = makeOldAndNew();
  await takeRecoveryPoint(testGit, here, options);
  const late: GitEnvironment = {
    ...testGit,
    spawn({ args, cwd, env }) {
      const script = args.includes('pack-objects') ? 'git "$@"; sleep 0.3' : 'exec git "$@"';
      return spawn('sh', ['-c', script, 'sh', ...args], { cwd, env, detached: true, stdio: 'pipe' });
    },
  };
  await carryKeptStates({ git: late, dir: here }, place(fresh));
  expect(await listRecoveryPoints(testGit, fresh)).toHaveLength(1);
});

test('of a damaged repository nothing is carried, and that is said', async () => {
  const { here, fresh } = makeOldAndNew();
  const { oid } = await takeRecoveryPoint(testGit, here, options);
  const tree = raw(here, 'rev-parse', `${oid}^3^{tree}`);
  rmSync(join(here, '.git/objects', tree.slice(0, 2), tree.slice(2)));
  await expect(carryKeptStates(place(here), place(fresh))).rejects.toThrow(GitError);
  expect(raw(fresh, 'for-each-ref', 'refs/notelab')).toBe('');
});

test('files of a folder that is no repository are kept as changes of a clone', async () => {
  const { here, fresh } = makeOldAndNew();
  rmSync(join(here, '.git'), { recursive: true });
  const point = await takeRecoveryPoint(testGit, fresh, { ...options, workTree: here });
  expect(point).toMatchObject({ changedCount: 2, newCount: 1 });
  expect(raw(fresh, 'status', '--porcelain')).toBe('');
  await restoreRecoveryPoint(testGit, fresh, point, { ...options, id: 'undo' });
  expect(raw(fresh, 'status', '--porcelain')).toBe('M a.txt\n M b.txt\n?? new.txt');
});

test('a clone is whole when it is on its branch and nothing is missing', async () => {
  const { fresh } = makeOldAndNew();
  await verifyClone(testGit, fresh, { branch: 'main' });
  await expect(verifyClone(testGit, fresh, { branch: 'other' })).rejects.toThrow('on main, not on other');
  commitAll(fresh, { 'a.txt': 'of a tree that gets lost\n' });
  const tree = raw(fresh, 'rev-parse', 'HEAD^{tree}');
  rmSync(join(fresh, '.git/objects', tree.slice(0, 2), tree.slice(2)));
  await expect(verifyClone(testGit, fresh, { branch: 'main' })).rejects.toThrow(tree);
});

test('states from before the first commit, and of shallow clones, are carried as well', async () => {
  const empty = makeEmptyRepository();
  const remote = `${empty}.git`;
  raw(dirname(empty), 'clone', '--quiet', '--bare', empty, remote);
  write(empty, 'first.txt');
  const point = await takeRecoveryPoint(testGit, empty, options);
  const fresh = join(dirname(empty), 'fresh');
  raw('/', 'clone', '--quiet', remote, fresh);
  await verifyClone(testGit, fresh, { branch: 'main' });
  await carryKeptStates(place(empty), place(fresh));
  await restoreRecoveryPoint(testGit, fresh, point, { ...options, id: 'undo' });
  expect(raw(fresh, 'status', '--porcelain')).toBe('?? first.txt');

  const { there, url } = makeRemoteWithClones();
  commitAll(there, { 'a.txt': 'two\n' });
  raw(there, 'push', '--quiet');
  const [shallow, whole] = [join(dirname(there), 'shallow'), join(dirname(there), 'whole')];
  raw('/', 'clone', '--quiet', '--depth=1', url, shallow);
  raw('/', 'clone', '--quiet', url, whole);
  commitAll(shallow, { 'a.txt': 'three\n' });
  const kept = await takeRecoveryPoint(testGit, shallow, options);
  await carryKeptStates(place(shallow), place(whole));
  await restoreRecoveryPoint(testGit, whole, kept, { ...options, id: 'undo' });
  expect(raw(whole, 'log', '--format=%s')).toBe('Change\nChange\nFirst');
});
