import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listRecoveryPoints } from '../recovery/recovery-points.ts';
import { restoreRecoveryPoint } from '../recovery/restore-recovery-point.ts';
import { readHead } from '../status/read-head.ts';
import { readStatus } from '../status/read-status.ts';
import {
  ada,
  commitAll,
  grace,
  makeEmptyRepository,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { commitFiles } from './commit-files.ts';
import { moveCommits } from './move-commits.ts';
import { undoLastCommit } from './undo-commit.ts';

const keepAs = { id: 'kept', reason: 'Before', by: ada };
const undo = (dir: string, expected = raw(dir, 'rev-parse', 'HEAD')) =>
  undoLastCommit(testGit, dir, { ...keepAs, expected });

test('the last commit is taken back: its changes are there again, its message is given back', async () => {
  const { here } = makeRemoteWithClones({ 'a.txt': 'one\n' });
  const parent = raw(here, 'rev-parse', 'HEAD');
  commitAll(here, { 'a.txt': 'two\n', 'new.txt': 'new\n' }, 'Say more\n\nBecause.');
  write(here, 'untracked', 'x');
  const gone = raw(here, 'rev-parse', 'HEAD');
  expect(await undo(here)).toMatchObject({ kind: 'undone', message: 'Say more\n\nBecause.' });
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(parent);
  const { entries } = await readStatus(testGit, here);
  expect(entries.map(({ path, kind }) => [path, kind])).toEqual([
    ['a.txt', 'modified'],
    ['new.txt', 'added'],
    ['untracked', 'untracked'],
  ]);
  const [point] = await listRecoveryPoints(testGit, here);
  await restoreRecoveryPoint(testGit, here, point!, { ...keepAs, id: 'again' });
  expect(raw(here, 'rev-parse', 'HEAD')).toBe(gone);
});

test('the very first commit can be taken back, too', async () => {
  const dir = makeEmptyRepository();
  commitAll(dir, { 'a.txt': 'x' }, 'First');
  expect((await undo(dir)).kind).toBe('undone');
  expect(await readHead(testGit, dir)).toEqual({ kind: 'unborn', branch: 'main' });
  expect(readFileSync(join(dir, 'a.txt'), 'utf8')).toBe('x');
});

test('what others may have, what is no plain commit, and what somebody replaced is not taken back', async () => {
  const { here } = makeRemoteWithClones();
  expect(await undo(here)).toEqual({ kind: 'already-pushed' });
  const old = commitAll(here, { b: 'b' });
  commitAll(here, { c: 'c' });
  expect(await undo(here, old)).toEqual({ kind: 'moved' });
  raw(here, 'switch', '-qc', 'other', 'HEAD~1');
  commitAll(here, { d: 'd' });
  raw(here, 'merge', '-q', '--no-edit', 'main');
  expect(await undo(here)).toEqual({ kind: 'merge-commit' });
  raw(here, 'switch', '-q', '--detach');
  expect(await undo(here)).toEqual({ kind: 'detached-head' });
  expect(await listRecoveryPoints(testGit, here)).toEqual([]);
});

test('a change goes into the last commit, whose author and place stay; the commit before is kept', async () => {
  const { here } = makeRemoteWithClones({ 'a.txt': 'one\n' });
  const parent = raw(here, 'rev-parse', 'HEAD');
  const old = commitAll(here, { 'a.txt': 'two\n' }, 'Frist');
  write(here, 'forgotten', 'x');
  write(here, 'other', 'x');
  const amend = { paths: ['forgotten'], message: 'First', author: grace, amend: keepAs };
  expect(await commitFiles(testGit, here, amend)).toMatchObject({ kind: 'committed', parent });
  expect(raw(here, 'log', '-1', '--format=%an %cn %s %P')).toBe(`Raw Grace Hopper First ${parent}`);
  expect(raw(here, 'show', '--format=', '--name-only').split('\n')).toEqual(['a.txt', 'forgotten']);
  expect(raw(here, 'status', '--porcelain')).toBe('?? other');
  expect(await listRecoveryPoints(testGit, here)).toMatchObject([{ head: old, branch: 'main' }]);
});

test('the message alone can be put right; a commit that is pushed, or none, cannot be amended', async () => {
  const { here } = makeRemoteWithClones();
  const words = { paths: [], message: 'Better', author: ada, amend: keepAs };
  expect(await commitFiles(testGit, here, words)).toEqual({ kind: 'already-pushed' });
  commitAll(here, { b: 'b' }, 'Bad');
  expect((await commitFiles(testGit, here, words)).kind).toBe('committed');
  expect(raw(here, 'log', '-1', '--format=%s')).toBe('Better');
  const empty = makeEmptyRepository();
  expect(await commitFiles(testGit, empty, words)).toEqual({ kind: 'nothing-to-commit' });
});

test('commits that the remote refused go to a new branch, and the old one back to what the remote has', async () => {
  const { here } = makeRemoteWithClones();
  const remote = raw(here, 'rev-parse', 'HEAD');
  const mine = commitAll(here, { b: 'b' }, 'Mine');
  write(here, 'a.txt', 'changed\n');
  raw(here, 'add', 'a.txt');
  const moved = await moveCommits(testGit, here, { ...keepAs, to: 'feature/x' });
  expect(moved).toEqual({ kind: 'moved', from: 'main', resetTo: remote });
  expect(await readHead(testGit, here)).toEqual({ kind: 'branch', branch: 'feature/x', oid: mine });
  expect(raw(here, 'rev-parse', 'main')).toBe(remote);
  expect(raw(here, 'status', '--porcelain')).toBe('M  a.txt');
  expect(await listRecoveryPoints(testGit, here)).toMatchObject([{ head: mine, branch: 'main' }]);
});

test('a branch that is taken is said and nothing moves; one the remote does not have stays where it is', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'local');
  const mine = commitAll(here, { b: 'b' });
  const move = (to: string, id: string) => moveCommits(testGit, here, { ...keepAs, id, to });
  expect(await move('main', 'one')).toEqual({ kind: 'name-taken', existing: 'main' });
  expect(await listRecoveryPoints(testGit, here)).toEqual([]);
  expect(await readHead(testGit, here)).toMatchObject({ branch: 'local', oid: mine });
  expect(await move('new', 'two')).toEqual({ kind: 'moved', from: 'local', resetTo: null });
  expect(raw(here, 'rev-parse', 'local')).toBe(mine);
});
