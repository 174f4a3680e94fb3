import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listRecoveryPoints, readRecoveryPoint } from '../recovery/recovery-points.ts';
import { findCommit } from '../status/read-head.ts';
import { ada, commitAll, makeRepository, raw, testGit, write } from '../testing/temporary-repository.ts';
import { giveBackLeft, listLeftChanges, renameLeft } from './left-changes.ts';
import { type ChangesChoice, moveWithChanges } from './move-with-changes.ts';
import { switchBranch } from './switch-branch.ts';

let count = 0;
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');
const status = (dir: string) => raw(dir, 'status', '--porcelain', '-uall');
const current = (dir: string) => raw(dir, 'symbolic-ref', '--short', 'HEAD');
const text = (first: string, last: string) => `${first}\n2\n3\n4\n5\n6\n${last}\n`;

/** `main` and `other`, which changes the end of a.txt and adds new.txt. */
function makeTwoBranches(): string {
  const dir = makeRepository({ 'a.txt': text('1', '7'), 'b.txt': 'b\n' });
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'a.txt': text('1', 'other'), 'new.txt': 'of other\n' });
  raw(dir, 'switch', '-q', 'main');
  return dir;
}

async function go(dir: string, branch: string, choice: ChangesChoice, signal?: AbortSignal) {
  return moveWithChanges(testGit, dir, {
    id: `p${count++}`,
    reason: `Before switching to “${branch}”`,
    by: ada,
    choice,
    to: (await findCommit(testGit, dir, `refs/heads/${branch}`))!,
    go: () => switchBranch(testGit, dir, branch, { signal }),
    moved: ({ kind }) => kind === 'switched',
  });
}
const leftOn = async (dir: string, branch: string) =>
  (await listLeftChanges(testGit, dir)).filter((point) => point.branch === branch);
const giveBackOn = async (dir: string, branch: string) =>
  (await giveBackLeft(testGit, dir, await leftOn(dir, branch))).map(({ result }) => result);

test('changes are left on their branch, new files too, and given back there', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', text('mine', '7'));
  write(dir, 'new.txt', 'mine\n');
  const dirty = status(dir);
  expect(await go(dir, 'other', 'leave')).toMatchObject({ kind: 'moved', left: { branch: 'main' } });
  expect([current(dir), status(dir), read(dir, 'new.txt')]).toEqual(['other', '', 'of other\n']);

  await switchBranch(testGit, dir, 'main');
  expect(await giveBackOn(dir, 'main')).toEqual([{ kind: 'given-back', files: ['a.txt', 'new.txt'] }]);
  expect([status(dir), read(dir, 'new.txt')]).toEqual([dirty, 'mine\n']);
  expect(await listLeftChanges(testGit, dir)).toEqual([]);
});

test('what was left twice on a branch survives and comes back both times', async () => {
  const dir = makeTwoBranches();
  for (const [path, content] of [
    ['b.txt', 'first\n'],
    ['c.txt', 'second\n'],
  ] as const) {
    write(dir, path, content);
    await go(dir, 'other', 'leave');
    raw(dir, 'switch', '-q', 'main');
  }
  expect(await leftOn(dir, 'main')).toHaveLength(2);
  await giveBackOn(dir, 'main');
  expect([read(dir, 'b.txt'), read(dir, 'c.txt')]).toEqual(['first\n', 'second\n']);
});

test('what does not apply any more stays left, and nothing changes', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', text('mine', '7'));
  await go(dir, 'other', 'leave');
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'a.txt': text('theirs', '7') });
  expect(await giveBackOn(dir, 'main')).toEqual([{ kind: 'conflicts', files: ['a.txt'] }]);
  expect(status(dir)).toBe('');
  const [point] = await leftOn(dir, 'main');
  expect(await readRecoveryPoint(testGit, dir, point!)).toEqual({ changed: ['a.txt'], untracked: [] });
});

test('changes are brought along with a merge', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', text('mine', '7'));
  expect(await go(dir, 'other', 'bring')).toMatchObject({
    kind: 'moved',
    left: null,
    broughtFiles: ['a.txt'],
  });
  expect([current(dir), read(dir, 'a.txt')]).toEqual(['other', text('mine', 'other')]);
  expect(await listLeftChanges(testGit, dir)).toEqual([]);
  expect(await listRecoveryPoints(testGit, dir)).toMatchObject([{ reason: 'Before switching to “other”' }]);
});

test('notebooks that both changed are merged by who knows how, and never as lines', async () => {
  const dir = makeRepository({ 'n.ipynb': '1\n2\n3\n4\n5\n6\n7\n', 'm.ipynb': 'm\n' });
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'n.ipynb': text('1', 'other') });
  raw(dir, 'switch', '-q', 'main');
  write(dir, 'n.ipynb', text('mine', '7'));
  const to = raw(dir, 'rev-parse', 'other');
  const bring = (isWhole: boolean) =>
    moveWithChanges(testGit, dir, {
      id: `p${count++}`,
      reason: 'Before switching',
      by: ada,
      choice: 'bring',
      to,
      go: () => switchBranch(testGit, dir, 'other'),
      moved: ({ kind }) => kind === 'switched',
      mergeNotebook: ({ base, head, other }) => ({
        text: `${[base, head, other].map((state) => state?.length).join(' ')}\n`,
        isWhole,
      }),
    });
  expect(await bring(false)).toEqual({ kind: 'does-not-apply', files: ['n.ipynb'] });
  expect(await bring(true)).toMatchObject({ kind: 'moved', broughtFiles: ['n.ipynb'] });
  expect([current(dir), read(dir, 'n.ipynb')]).toEqual(['other', '14 18 17\n']);
});

test('where they cannot be merged nothing changes, and the files are named', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', text('1', 'mine'));
  write(dir, 'new.txt', 'mine\n');
  const dirty = status(dir);
  expect(await go(dir, 'other', 'bring')).toEqual({ kind: 'does-not-apply', files: ['a.txt', 'new.txt'] });
  expect([current(dir), status(dir), read(dir, 'new.txt')]).toEqual(['main', dirty, 'mine\n']);
  expect(await listRecoveryPoints(testGit, dir)).toEqual([]);
});

test.each(['leave', 'bring'] as const)(
  'when git does not move, changes to %s are where they were',
  async (choice) => {
    const dir = makeTwoBranches();
    write(dir, '.git/info/exclude', 'new.txt\n');
    write(dir, 'new.txt', 'password\n');
    write(dir, 'a.txt', text('mine', '7'));
    raw(dir, 'add', 'a.txt');
    const dirty = status(dir);
    expect(await go(dir, 'other', choice)).toMatchObject({
      kind: 'moved',
      left: null,
      result: { kind: 'blocked-by-local-changes', files: ['new.txt'] },
    });
    expect([current(dir), status(dir), read(dir, 'new.txt')]).toEqual(['main', dirty, 'password\n']);
    expect([await listLeftChanges(testGit, dir), await listRecoveryPoints(testGit, dir)]).toEqual([[], []]);
  },
);

test('a cancelled switch puts the changes back', async () => {
  const dir = makeTwoBranches();
  write(dir, 'a.txt', text('mine', '7'));
  const dirty = status(dir);
  await expect(go(dir, 'other', 'leave', AbortSignal.abort())).rejects.toThrow();
  expect([current(dir), status(dir)]).toEqual(['main', dirty]);
});

test('what was left follows its branch to a new name', async () => {
  const dir = makeTwoBranches();
  write(dir, 'ü.txt', 'mine\n');
  await go(dir, 'other', 'leave');
  raw(dir, 'branch', '--move', 'main', 'trunk');
  const [before] = await listLeftChanges(testGit, dir);
  await renameLeft(testGit, dir, 'main', 'trunk');
  const [after] = await listLeftChanges(testGit, dir);
  expect(after).toEqual({ ...before, oid: after?.oid, branch: 'trunk' });
  raw(dir, 'switch', '-q', 'trunk');
  expect(await giveBackOn(dir, 'trunk')).toEqual([{ kind: 'given-back', files: ['ü.txt'] }]);
});
