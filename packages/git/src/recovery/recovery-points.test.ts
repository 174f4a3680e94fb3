import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePath } from '../repository/path-encoding.ts';
import { InvalidPathError } from '../repository/repository-path.ts';
import { readStatus } from '../status/read-status.ts';
import {
  ada,
  commitAll,
  grace,
  makeEmptyRepository,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { discardChanges } from './discard-changes.ts';
import {
  deleteRecoveryPoint,
  listRecoveryPoints,
  type RecoveryPoint,
  readRecoveryPoint,
  takeRecoveryPoint,
} from './recovery-points.ts';
import { restoreRecoveryPoint } from './restore-recovery-point.ts';

let count = 0;
const options = (reason = 'Before switching to “other”') => ({ id: `p${count++}`, reason, by: ada });
const take = (dir: string, reason?: string): Promise<RecoveryPoint> =>
  takeRecoveryPoint(testGit, dir, options(reason));
const read = (dir: string, path: string) => readFileSync(join(dir, path), 'utf8');
const status = (dir: string) => raw(dir, 'status', '--porcelain', '-uall');

/** Changed, staged, deleted and new files at once. */
function makeDirty(dir: string): void {
  write(dir, 'changed.txt', 'changed\n');
  write(dir, 'staged.txt', 'staged\n');
  raw(dir, 'add', 'staged.txt');
  write(dir, 'staged.txt', 'staged and changed\n');
  rmSync(join(dir, 'deleted.txt'));
  write(dir, 'new/file with space.txt', 'new\n');
}
const files = { 'changed.txt': 'a\n', 'staged.txt': 'b\n', 'deleted.txt': 'c\n', 'same.txt': 'd\n' };
const dirtyStatus = ['M changed.txt', ' D deleted.txt', 'MM staged.txt', '?? "new/file with space.txt"'].join(
  '\n',
);

test('taking a recovery point changes nothing in the checkout', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const before = status(dir);
  const point = await take(dir);
  expect(status(dir)).toBe(before);
  expect(raw(dir, 'stash', 'list')).toBe('');
  expect(point).toMatchObject({
    reason: 'Before switching to “other”',
    by: ada.name,
    branch: 'main',
    head: raw(dir, 'rev-parse', 'HEAD'),
    holdsChanges: true,
    leftOut: [],
  });
});

test('it says what it holds', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  expect(await readRecoveryPoint(testGit, dir, await take(dir))).toEqual({
    changed: ['changed.txt', 'deleted.txt', 'staged.txt'],
    untracked: ['new/file with space.txt'],
  });
});

test('points are listed, the newest first, until they are let go of', async () => {
  const dir = makeRepository(files);
  const first = await take(dir, 'One');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await take(dir, 'Two');
  expect((await listRecoveryPoints(testGit, dir)).map(({ reason }) => reason)).toEqual(['Two', 'One']);
  await deleteRecoveryPoint(testGit, dir, first.id);
  expect((await listRecoveryPoints(testGit, dir)).map(({ reason }) => reason)).toEqual(['Two']);
});

test('refs that somebody else put among them are passed over', async () => {
  const dir = makeRepository(files);
  raw(dir, 'update-ref', 'refs/notelab/recovery/evil', 'HEAD');
  expect(await listRecoveryPoints(testGit, dir)).toEqual([]);
});

test('restoring brings everything back as it was: branch, changes, what was staged, new files', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const point = await take(dir);
  raw(dir, 'reset', '--quiet', '--hard');
  raw(dir, 'clean', '--quiet', '-fd');
  raw(dir, 'switch', '--quiet', '--create', 'other');
  commitAll(dir, { 'changed.txt': 'of the other branch\n', 'more.txt': 'more\n' });
  const result = await restoreRecoveryPoint(testGit, dir, point, options('Before restoring'));
  expect(result).toMatchObject({ branch: 'main', before: { reason: 'Before restoring', branch: 'other' } });
  expect(` ${status(dir)}`).toBe(` ${dirtyStatus}`);
  expect(read(dir, 'staged.txt')).toBe('staged and changed\n');
  expect(raw(dir, 'show', ':staged.txt')).toBe('staged');
  expect(existsSync(join(dir, 'more.txt'))).toBe(false);
});

test('restoring can be undone', async () => {
  const dir = makeRepository(files);
  const point = await take(dir);
  const commit = commitAll(dir, { 'same.txt': 'a later commit\n' });
  makeDirty(dir);
  const before = status(dir);
  const { before: undo } = await restoreRecoveryPoint(testGit, dir, point, options());
  expect(raw(dir, 'rev-parse', 'main')).toBe(point.head);
  expect(status(dir).replace('?? "new/file with space.txt"', '')).toBe('');
  await restoreRecoveryPoint(testGit, dir, undo, options());
  expect(raw(dir, 'rev-parse', 'main')).toBe(commit);
  expect(status(dir)).toBe(before);
});

test('a branch that moved on while another was current comes back with the state from before', async () => {
  const dir = makeRepository(files);
  const point = await take(dir);
  const moved = commitAll(dir, { 'same.txt': 'moved on\n' });
  raw(dir, 'switch', '--quiet', '--create', 'other');
  const { before } = await restoreRecoveryPoint(testGit, dir, point, options());
  expect(raw(dir, 'rev-parse', 'main')).toBe(point.head);
  await restoreRecoveryPoint(testGit, dir, before, options());
  expect(raw(dir, 'rev-parse', 'main', '--abbrev-ref', 'HEAD')).toBe(`${moved}\nother`);
});

test('a branch that is about to be deleted is kept, and comes back with its upstream', async () => {
  const { here: dir } = makeRemoteWithClones();
  raw(dir, 'branch', '--quiet', 'idea', 'origin/main');
  const point = await takeRecoveryPoint(testGit, dir, { ...options(), branches: ['idea'] });
  raw(dir, 'branch', '--quiet', '-D', 'idea');
  raw(dir, 'reflog', 'expire', '--expire=now', '--all');
  await restoreRecoveryPoint(testGit, dir, point, options());
  expect(raw(dir, 'rev-parse', '--abbrev-ref', 'idea@{upstream}')).toBe('origin/main');
});

test('all that is only here can be kept: unpushed branches and stashes, not what the remote has', async () => {
  const { here: dir } = makeRemoteWithClones();
  raw(dir, 'branch', 'pushed');
  raw(dir, 'switch', '--quiet', '--create', 'idea');
  const idea = commitAll(dir, { 'idea.txt': '1\n' });
  raw(dir, 'switch', '--quiet', 'main');
  for (const text of ['older', 'newer']) {
    write(dir, 'a.txt', text);
    raw(dir, 'stash', 'push', '--quiet', '--message', text);
  }
  const point = await takeRecoveryPoint(testGit, dir, { ...options(), allLocal: true });
  expect(point.branches).toEqual([{ name: 'idea', oid: idea, upstream: null }]);
  const stashes = raw(dir, 'stash', 'list');
  raw(dir, 'stash', 'clear');
  raw(dir, 'branch', '-D', 'idea');
  raw(dir, 'reflog', 'expire', '--expire=now', '--all');
  raw(dir, 'gc', '--quiet', '--prune=now');
  await restoreRecoveryPoint(testGit, dir, point, options());
  expect(raw(dir, 'rev-parse', 'idea')).toBe(idea);
  expect(raw(dir, 'stash', 'list')).toBe(stashes);
});

test('before the first commit a state can be kept and brought back as well', async () => {
  const dir = makeEmptyRepository();
  write(dir, 'staged.txt');
  raw(dir, 'add', 'staged.txt');
  write(dir, 'new.txt');
  const before = status(dir);
  const point = await take(dir);
  expect(point).toMatchObject({ branch: 'main', head: null, changedCount: 1, newCount: 1 });
  commitAll(dir, { 'staged.txt': 'later\n' });
  await restoreRecoveryPoint(testGit, dir, point, options());
  expect(status(dir)).toBe(before);
});

const discard = (dir: string, ...paths: string[]) =>
  discardChanges(testGit, dir, { ...options('Before discarding'), paths });

test('discarding makes the chosen files what the last commit has, and leaves the others', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const result = await discard(dir, 'staged.txt', 'deleted.txt', 'new/file with space.txt');
  expect(result).toMatchObject({ kind: 'discarded', point: { holdsChanges: true } });
  expect(status(dir)).toBe('M changed.txt');
  expect(existsSync(join(dir, 'new'))).toBe(false);
});

test('a new file that is staged goes away, too', async () => {
  const dir = makeRepository(files);
  write(dir, 'added.txt');
  raw(dir, 'add', 'added.txt');
  await discard(dir, 'added.txt');
  expect(status(dir)).toBe('');
});

test('what was discarded can be brought back', async () => {
  const dir = makeRepository(files);
  makeDirty(dir);
  const before = status(dir);
  const result = await discard(dir, 'changed.txt', 'staged.txt', 'deleted.txt', 'new/file with space.txt');
  expect(status(dir)).toBe('');
  if (result.kind !== 'discarded') throw new Error(result.kind);
  await restoreRecoveryPoint(testGit, dir, result.point, options());
  expect(status(dir)).toBe(before);
});

test('what is too large to be kept is not discarded, and nothing else either', async () => {
  const dir = makeRepository(files);
  write(dir, 'changed.txt', 'x\n');
  write(dir, 'large.bin', 'x'.repeat(2000));
  const paths = ['changed.txt', 'large.bin'];
  const result = await discardChanges(testGit, dir, { ...options(), paths, maxFileBytes: 1000 });
  expect(result).toEqual({ kind: 'cannot-be-kept', paths: ['large.bin'] });
  expect(status(dir)).toBe('M changed.txt\n?? large.bin');
  expect(await listRecoveryPoints(testGit, dir)).toEqual([]);
});

test('before the first commit, outside the tree and in the middle of a merge nothing is discarded', async () => {
  expect(await discard(makeEmptyRepository(), 'a.txt')).toEqual({ kind: 'no-commit-yet' });
  const dir = makeRepository(files);
  await expect(discard(dir, '../x')).rejects.toThrow(InvalidPathError);
  raw(dir, 'switch', '--quiet', '--create', 'other');
  commitAll(dir, { 'changed.txt': 'theirs\n' });
  raw(dir, 'switch', '--quiet', 'main');
  commitAll(dir, { 'changed.txt': 'ours\n' });
  expect(() => raw(dir, 'merge', '--quiet', 'other')).toThrow();
  expect(await discard(dir, 'changed.txt')).toEqual({ kind: 'operation-in-progress', operation: 'merge' });
});

/** Two branches that change the same file and add one each. */
function makeDiverged(): string {
  const dir = makeRepository(files);
  raw(dir, 'switch', '--quiet', '--create', 'other');
  commitAll(dir, { 'changed.txt': 'theirs\n', 'same.txt': 'theirs, too\n', 'theirs.txt': 'new\n' });
  raw(dir, 'switch', '--quiet', 'main');
  commitAll(dir, { 'changed.txt': 'ours\n', 'ours.txt': 'new\n' });
  return dir;
}
const everything = (dir: string) => [
  status(dir),
  raw(dir, 'ls-files', '--stage'),
  raw(dir, 'rev-parse', '--abbrev-ref', 'HEAD'),
  read(dir, 'changed.txt'),
];

test('a merge under way is kept with its conflicts, and can be finished after it was aborted', async () => {
  const dir = makeDiverged();
  expect(() => raw(dir, 'merge', '--quiet', 'other')).toThrow();
  write(dir, 'untracked.txt');
  const before = everything(dir);
  const point = await take(dir);
  expect(everything(dir)).toEqual(before);
  expect(point).toMatchObject({ operation: 'merge', changedCount: 3, newCount: 1 });
  raw(dir, 'merge', '--abort');
  raw(dir, 'branch', '-D', 'other');
  raw(dir, 'reflog', 'expire', '--expire=now', '--all');
  raw(dir, 'gc', '--quiet', '--prune=now');
  await restoreRecoveryPoint(testGit, dir, point, options());
  expect(everything(dir)).toEqual(before);
  raw(dir, 'add', '--all');
  raw(dir, 'commit', '--quiet', '--no-edit');
  expect(raw(dir, 'log', '-1', '--format=%s %p').split(' ')).toHaveLength(5); // “Merge branch 'other'” and two parents
});

test('a point that somebody forged writes nothing into .git but the state of a merge', async () => {
  const dir = makeDiverged();
  expect(() => raw(dir, 'merge', '--quiet', 'other')).toThrow();
  const point = await take(dir);
  const config = raw(dir, 'hash-object', '-w', 'ours.txt');
  raw(dir, 'merge', '--abort');
  const forged = join(dir, '.git/forged');
  const own = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: dir,
      env: { ...process.env, GIT_INDEX_FILE: forged },
      encoding: 'utf8',
    });
  for (const path of ['config', 'hooks/post-checkout', 'MERGE_MSG'])
    own('update-index', '--add', '--cacheinfo', `100644,${config},state/${path}`);
  const tree = own('write-tree').trim();
  const also = raw(dir, 'commit-tree', tree, '-m', 'forged');
  const parents = ['^1', '^2', '^3'].flatMap((one) => ['-p', `${point.oid}${one}`]);
  const message = raw(dir, 'log', '-1', '--format=%B', point.oid);
  const oid = raw(dir, 'commit-tree', `${point.oid}^{tree}`, ...parents, '-p', also, '-m', message);
  const before = read(dir, '.git/config');
  await restoreRecoveryPoint(testGit, dir, { ...point, oid }, options());
  expect([read(dir, '.git/config'), existsSync(join(dir, '.git/hooks/post-checkout'))]).toEqual([
    before,
    false,
  ]);
  expect(read(dir, '.git/MERGE_MSG')).toBe('new\n');
});

test('a rebase under way is kept, and goes on after it was aborted', async () => {
  const dir = makeDiverged();
  expect(() => raw(dir, 'rebase', '--quiet', 'other')).toThrow();
  const conflicted = status(dir);
  const point = await take(dir);
  expect(point).toMatchObject({ operation: 'rebase', branch: null });
  raw(dir, 'rebase', '--abort');
  commitAll(dir, { 'ours.txt': 'moved on\n' });
  await restoreRecoveryPoint(testGit, dir, point, options());
  expect(status(dir)).toBe(conflicted);
  write(dir, 'changed.txt', 'both\n');
  raw(dir, 'add', '--all');
  raw(dir, 'rebase', '--continue');
  expect(raw(dir, 'log', '--format=%s', 'main').split('\n')).toHaveLength(3);
  expect(raw(dir, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
});

test('large new files and repositories inside are left where they are, and named', async () => {
  const dir = makeRepository(files);
  write(dir, 'large.bin', 'x'.repeat(2000));
  mkdirSync(join(dir, 'inner'));
  raw(join(dir, 'inner'), 'init', '--quiet');
  write(dir, 'inner/file.txt');
  const point = await takeRecoveryPoint(testGit, dir, { ...options(), maxFileBytes: 1000 });
  expect(point).toMatchObject({ holdsChanges: false, leftOut: ['inner/', 'large.bin'] });
});

test('links and names that are not UTF-8 come back', async () => {
  const dir = makeRepository(files);
  symlinkSync('/etc/hostname', join(dir, 'link'));
  write(dir, Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'latin\n');
  const result = await discard(dir, 'link', decodePath(Buffer.from([0x63, 0x61, 0x66, 0xe9])));
  expect(status(dir)).toBe('');
  if (result.kind !== 'discarded') throw new Error(result.kind);
  await restoreRecoveryPoint(testGit, dir, result.point, options());
  expect(status(dir)).toBe('?? "caf\\351"\n?? link');
});

test('whatever the state, discarded and restored it is the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom('changed.txt', 'deleted.txt', 'same.txt', 'new.txt', 'sub/new.txt', 'same.txt/x'),
        fc.constantFrom('', 'one\n', 'two\r\n', null),
        { maxKeys: 4 },
      ),
      async (changes) => {
        const dir = makeRepository(files);
        for (const [path, content] of Object.entries(changes)) {
          if (path === 'same.txt/x') rmSync(join(dir, 'same.txt'), { recursive: true, force: true });
          if (content === null) rmSync(join(dir, path), { recursive: true, force: true });
          else if (path !== 'same.txt' || !existsSync(join(dir, 'same.txt/x'))) write(dir, path, content);
        }
        const before = status(dir);
        const { entries } = await readStatus(testGit, dir);
        const paths = entries.flatMap(({ path, originalPath }) => [
          path,
          ...(originalPath ? [originalPath] : []),
        ]);
        const result = await discardChanges(testGit, dir, { ...options(), by: grace, paths });
        expect(status(dir)).toBe('');
        if (result.kind !== 'discarded') throw new Error(result.kind);
        await restoreRecoveryPoint(testGit, dir, result.point, options());
        expect(status(dir)).toBe(before);
      },
    ),
    { numRuns: 8 },
  );
});
