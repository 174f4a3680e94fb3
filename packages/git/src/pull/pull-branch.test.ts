import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { fetchRemote } from '../exchange/fetch-remote.ts';
import { listRecoveryPoints } from '../recovery/recovery-points.ts';
import {
  ada,
  commitAll,
  grace,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { abortOngoing } from './abort-ongoing.ts';
import { finishOngoing } from './finish-ongoing.ts';
import { listConflicts } from './list-conflicts.ts';
import { pullBranch } from './pull-branch.ts';
import { mayBeOngoing, readOngoing } from './read-ongoing.ts';
import { conflictKey, type Decision, reopenConflict, resolveConflict } from './resolve-conflict.ts';
import type { MergeNotebook } from './settle-notebooks.ts';

const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', ''];
const text = (change: Record<number, string> = {}) => lines.map((line, at) => change[at] ?? line).join('\n');

let here: string;
let there: string;
let points = 0;

beforeEach(() => {
  ({ here, there } = makeRemoteWithClones({ 'a.txt': text(), 'b.txt': 'b\n', 'n.ipynb': '{"cells": 1}\n' }));
});

const keepAs = () => ({ id: `p${++points}`, reason: 'Before pulling main', by: ada });
/** Stands in for the merge by cells: notebooks that hold “both” are merged, others are not. */
const mergeNotebook = ({ head, other }: { head: string; other: string }) => ({
  text: `{"merged": [${JSON.stringify(head)}, ${JSON.stringify(other)}]}\n`,
  isWhole: !other.includes('asks'),
});
const finishing = { as: grace, mergeNotebook };

async function pull(
  way: 'merge' | 'rebase' = 'merge',
  signal?: AbortSignal,
  merge: MergeNotebook = mergeNotebook,
) {
  await fetchRemote(testGit, here);
  return pullBranch(testGit, here, {
    branch: 'main',
    upstream: 'main',
    way,
    message: "Merge branch 'main' of GitLab",
    keepAs,
    as: grace,
    mergeNotebook: merge,
    signal,
  });
}
const finish = () => finishOngoing(testGit, here, finishing);
const abort = () => abortOngoing(testGit, here, { ...keepAs(), reason: 'Before aborting' });
async function decide(path: string, decision: Decision) {
  const conflict = (await listConflicts(testGit, here)).find((one) => one.path === path)!;
  return resolveConflict(testGit, here, { path, key: conflictKey(conflict), decision });
}
const push = (files: Record<string, string>, message = 'Theirs') => {
  commitAll(there, files, message);
  raw(there, 'push', '-q');
};
const read = (path: string) => readFileSync(join(here, path), 'utf8');
/** Everything a person could lose. */
const everything = () => ({
  head: raw(here, 'rev-parse', 'HEAD'),
  branch: raw(here, 'branch', '--show-current'),
  status: raw(here, 'status', '--short'),
  files: raw(here, 'ls-files', '-co')
    .split('\n')
    .map((path) => [path, existsSync(join(here, path)) && read(path)]),
});

/** Commits on both sides that touch the same line. */
function disagree() {
  push({ 'a.txt': text({ 1: 'theirs', 5: 'theirs too' }) });
  commitAll(here, { 'a.txt': text({ 1: 'mine' }) }, 'Mine');
}

describe('both sides have commits', () => {
  test('a merge brings them together, made by who pulls; the state before is kept', async () => {
    push({ 'b.txt': 'theirs\n' });
    const mine = commitAll(here, { 'a.txt': text({ 1: 'mine' }) }, 'Mine');
    expect(await pull()).toMatchObject({ kind: 'pulled', way: 'merge', from: mine, fileCount: 1 });
    expect(raw(here, 'log', '-1', '--format=%an %ae|%cn|%s|%P').split('|')).toEqual([
      'Grace Hopper grace@example.com',
      'Grace Hopper',
      "Merge branch 'main' of GitLab",
      `${mine} ${raw(there, 'rev-parse', 'HEAD')}`,
    ]);
    expect(raw(here, 'status', '--short')).toBe('');
    expect(await listRecoveryPoints(testGit, here)).toMatchObject([{ head: mine }]);
    expect(await mayBeOngoing(here)).toBe(false);
  });

  test('a rebase puts the own commits on top; authors stay, the committer is who pulls', async () => {
    push({ 'b.txt': 'theirs\n' });
    commitAll(here, { 'a.txt': text({ 1: 'mine' }) }, 'Mine');
    expect(await pull('rebase')).toMatchObject({ kind: 'pulled', way: 'rebase' });
    expect(raw(here, 'log', '--format=%s|%an|%cn', '-1')).toBe('Mine|Raw|Grace Hopper');
    expect(raw(here, 'rev-parse', 'HEAD^')).toBe(raw(there, 'rev-parse', 'HEAD'));
  });

  test.each(['merge', 'rebase'] as const)(
    'local changes and new files are set aside for a %s and given back, what was staged as staged',
    async (way) => {
      push({ 'b.txt': 'theirs\n', 'a.txt': text({ 6: 'theirs' }) });
      commitAll(here, { 'c.txt': 'mine\n' }, 'Mine');
      write(here, 'a.txt', text({ 0: 'unfinished' }));
      write(here, 'new.txt', 'new\n');
      write(here, 'staged.txt', 'staged\n');
      raw(here, 'add', 'staged.txt');
      expect(await pull(way)).toMatchObject({ kind: 'pulled' });
      expect(raw(here, 'status', '--short').split('\n')).toEqual(['M a.txt', 'A  staged.txt', '?? new.txt']);
      expect(read('a.txt')).toBe(text({ 0: 'unfinished', 6: 'theirs' }));
    },
  );

  test('a new file that the other side has as well is set aside, and comes back as a conflict', async () => {
    push({ 'new.txt': 'theirs\n' });
    commitAll(here, { 'c.txt': 'mine\n' }, 'Mine');
    write(here, 'new.txt', 'mine\n');
    expect(await pull()).toEqual({ kind: 'conflicts', files: ['new.txt'] });
    expect(await readOngoing(testGit, here)).toMatchObject({ kind: 'give-back', ownStage: 3 });
    await decide('new.txt', { stage: 3 });
    expect(await finish()).toMatchObject({ kind: 'pulled' });
    expect(raw(here, 'status', '--short')).toBe('M new.txt');
    expect(read('new.txt')).toBe('mine\n');
  });

  test('histories without a common commit, also for want of history, are told apart', async () => {
    raw(there, 'checkout', '-q', '--orphan', 'other');
    commitAll(there, { 'b.txt': 'other\n' });
    raw(there, 'push', '-q', '--force', 'origin', 'other:main');
    expect(await pull()).toEqual({ kind: 'unrelated-histories', isShallow: false });
    write(here, '.git/shallow', `${raw(here, 'rev-parse', 'HEAD')}\n`);
    expect(await pull()).toEqual({ kind: 'unrelated-histories', isShallow: true });
  });
});

describe('conflicts', () => {
  test('of a merge wait until each is decided, and survive: nothing of them is in memory', async () => {
    disagree();
    expect(await pull()).toEqual({ kind: 'conflicts', files: ['a.txt'] });
    expect(await mayBeOngoing(here)).toBe(true);
    expect(await readOngoing(testGit, here)).toMatchObject({
      kind: 'merge',
      ownStage: 2,
      pull: { by: 'Ada Lovelace', branch: 'main', phase: 'pull' },
      conflicts: [{ path: 'a.txt' }],
      resolved: [],
    });
    expect(await finish()).toEqual({ kind: 'conflicts', files: ['a.txt'] });
    expect(await decide('a.txt', { bytes: Buffer.from(text({ 1: 'agreed' })) })).toEqual({
      kind: 'resolved',
    });
    expect(read('a.txt')).toBe(text({ 1: 'agreed' }));
    expect(await readOngoing(testGit, here)).toMatchObject({ conflicts: [], resolved: [{ path: 'a.txt' }] });

    expect(await reopenConflict(testGit, here, 'a.txt')).toEqual({ kind: 'reopened' });
    await decide('a.txt', { stage: 3 });
    expect(await finish()).toMatchObject({ kind: 'pulled', way: 'merge' });
    expect(read('a.txt')).toBe(text({ 1: 'theirs', 5: 'theirs too' }));
    expect(raw(here, 'log', '-1', '--format=%cn %P').split(' ')).toHaveLength(4);
    expect(await readOngoing(testGit, here)).toBeNull();
  });

  test('of a rebase are decided commit by commit; one that says nothing new any more is left out', async () => {
    push({ 'a.txt': text({ 1: 'theirs', 5: 'theirs too' }) });
    commitAll(here, { 'a.txt': text({ 1: 'mine' }) }, 'First of mine');
    commitAll(here, { 'a.txt': text({ 1: 'mine', 5: 'mine too' }) }, 'Second of mine');
    expect(await pull('rebase')).toEqual({ kind: 'conflicts', files: ['a.txt'] });
    expect(await readOngoing(testGit, here)).toMatchObject({
      kind: 'rebase',
      ownStage: 3,
      step: { at: 1, of: 2 },
      subject: 'First of mine',
    });
    await decide('a.txt', { stage: 2 });
    expect(await finish()).toEqual({ kind: 'conflicts', files: ['a.txt'] });
    expect(await readOngoing(testGit, here)).toMatchObject({ step: { at: 2, of: 2 } });
    await decide('a.txt', { bytes: Buffer.from(text({ 1: 'theirs', 5: 'ours' })) });
    expect(await finish()).toMatchObject({ kind: 'pulled', way: 'rebase' });
    expect(raw(here, 'log', '--format=%s|%an|%cn', 'origin/main..').split('\n')).toEqual([
      'Second of mine|Raw|Grace Hopper',
    ]);
    expect(raw(here, 'branch', '--show-current')).toBe('main');
  });

  test.each(['merge', 'rebase'] as const)(
    'of a %s are aborted: everything is as before, and what was resolved is kept',
    async (way) => {
      disagree();
      write(here, 'b.txt', 'unfinished\n');
      write(here, 'new.txt', 'new\n');
      const before = everything();
      expect((await pull(way)).kind).toBe('conflicts');
      await decide('a.txt', { bytes: Buffer.from('half of the work\n') });
      write(here, 'b.txt', 'written meanwhile\n');
      expect(await abort()).toEqual({ kind: 'aborted' });
      expect(everything()).toEqual(before);
      expect(await mayBeOngoing(here)).toBe(false);
      const kept = (await listRecoveryPoints(testGit, here)).find(
        ({ reason }) => reason === 'Before aborting',
      );
      expect(raw(here, 'show', `${kept!.oid}:b.txt`)).toBe('written meanwhile');
      expect(await abort()).toEqual({ kind: 'nothing-ongoing' });
    },
  );

  test('with local changes show when they are given back, and abort undoes the whole pull', async () => {
    push({ 'a.txt': text({ 1: 'theirs' }) });
    write(here, 'a.txt', text({ 1: 'unfinished' }));
    write(here, 'new.txt', 'new\n');
    const before = everything();
    expect(await pull()).toEqual({ kind: 'conflicts', files: ['a.txt'] });
    expect(await readOngoing(testGit, here)).toMatchObject({ kind: 'give-back', ownStage: 3 });
    expect(raw(here, 'rev-parse', 'HEAD')).toBe(raw(there, 'rev-parse', 'HEAD'));
    expect(await abort()).toEqual({ kind: 'aborted' });
    expect(everything()).toEqual(before);

    await pull();
    await decide('a.txt', { stage: 3 });
    expect(await finish()).toMatchObject({ kind: 'pulled', way: 'fast-forward' });
    expect(raw(here, 'status', '--short').split('\n')).toEqual(['M a.txt', '?? new.txt']);
    expect(read('a.txt')).toBe(text({ 1: 'unfinished' }));
  });

  test('of files that one side deleted are decided by keeping or deleting', async () => {
    raw(there, 'rm', '-q', 'b.txt');
    push({ 'a.txt': text({ 1: 'theirs' }) });
    raw(here, 'rm', '-q', 'a.txt');
    commitAll(here, { 'b.txt': 'mine\n' }, 'Mine');
    expect(await pull()).toMatchObject({ kind: 'conflicts' });
    expect(
      (await listConflicts(testGit, here)).map(({ path, stages }) => [path, Object.keys(stages)]),
    ).toEqual([
      ['a.txt', ['1', '3']],
      ['b.txt', ['1', '2']],
    ]);
    await decide('a.txt', { stage: 3 });
    await decide('b.txt', { stage: 3 });
    expect([read('a.txt'), existsSync(join(here, 'b.txt'))]).toEqual([text({ 1: 'theirs' }), false]);
    expect(await finish()).toMatchObject({ kind: 'pulled' });
    expect(raw(here, 'ls-files').split('\n')).toEqual(['a.txt', 'n.ipynb']);
  });

  test('a decision about sides that are others by now is refused', async () => {
    disagree();
    await pull();
    const decision = { path: 'a.txt', key: 'other', decision: { stage: 2 } as const };
    expect(await resolveConflict(testGit, here, decision)).toEqual({ kind: 'changed' });
    await expect(resolveConflict(testGit, here, { ...decision, path: '../x' })).rejects.toThrow();
    expect(await resolveConflict(testGit, here, { ...decision, path: 'b.txt' })).toEqual({
      kind: 'no-conflict',
    });
  });
});

describe('notebooks', () => {
  test.each(['merge', 'rebase'] as const)('are merged by cells in a %s, and nobody is asked', async (way) => {
    push({ 'n.ipynb': '{"cells": "theirs"}\n' });
    commitAll(here, { 'n.ipynb': '{"cells": "mine"}\n' }, 'Mine');
    expect(await pull(way)).toMatchObject({ kind: 'pulled', way });
    expect(JSON.parse(read('n.ipynb')).merged).toHaveLength(2);
    expect(raw(here, 'status', '--short')).toBe('');
  });

  test('that need somebody hold what is merged so far, never a marker, whatever .gitattributes says', async () => {
    push({ 'n.ipynb': '{"cells": "asks"}\n', '.gitattributes': '*.ipynb merge=union\n' });
    commitAll(here, { 'n.ipynb': '{"cells": "mine"}\n', '.gitattributes': '*.ipynb merge=union\n' }, 'Mine');
    expect(await pull()).toEqual({ kind: 'conflicts', files: ['n.ipynb'] });
    expect(JSON.parse(read('n.ipynb')).merged).toHaveLength(2);
  });

  test('with local changes are merged by cells when these come back', async () => {
    push({ 'n.ipynb': '{"cells": "theirs"}\n' });
    write(here, 'n.ipynb', '{"cells": "unfinished"}\n');
    expect(await pull()).toMatchObject({ kind: 'pulled', way: 'fast-forward' });
    expect(JSON.parse(read('n.ipynb')).merged).toHaveLength(2);
    expect(raw(here, 'status', '--short')).toBe('M n.ipynb');
  });
});

test('merge drivers, remembered resolutions, gpg, hooks and options of the repository are not used', async () => {
  const marker = join(here, '.git', 'ran');
  const run = `touch ${marker}; false`;
  for (const [key, value] of [
    ['merge.custom.driver', run],
    ['merge.default', 'custom'],
    ['rerere.enabled', 'true'],
    ['commit.gpgSign', 'true'],
    ['gpg.program', `sh -c '${run}'`],
    ['branch.main.mergeOptions', '--strategy=ours --gpg-sign --no-commit'],
    ['merge.ff', 'only'],
    ['pull.twohead', 'ours'],
    ['rebase.autoStash', 'true'],
  ] as const)
    raw(here, 'config', key, value);
  for (const hook of ['pre-merge-commit', 'post-merge', 'commit-msg', 'prepare-commit-msg', 'pre-rebase'])
    write(here, `.git/hooks/${hook}`, `#!/bin/sh\n${run}\n`);
  raw(here, 'config', 'core.fileMode', 'false');
  push({ '.gitattributes': 'b.txt merge=custom\n', 'b.txt': 'theirs\n' });
  raw(here, '-c', 'commit.gpgSign=false', 'pull', '-q', '--no-edit');
  push({ 'a.txt': text({ 5: 'theirs' }), 'b.txt': 'theirs again\n' });
  write(here, 'a.txt', text({ 1: 'mine' }));
  write(here, 'b.txt', 'mine\n');
  raw(here, '-c', 'commit.gpgSign=false', 'commit', '-q', '--no-verify', '-am', 'Mine');
  rmSync(marker, { force: true });
  expect(await pull()).toEqual({ kind: 'conflicts', files: ['b.txt'] });
  expect(read('a.txt')).toBe(text({ 1: 'mine', 5: 'theirs' }));
  await decide('b.txt', { stage: 2 });
  expect(await finish()).toMatchObject({ kind: 'pulled' });
  expect(existsSync(marker)).toBe(false);
});

describe('begun or left in the middle', () => {
  test('a merge begun in a terminal is shown, finished and aborted the same way', async () => {
    disagree();
    raw(here, 'fetch', '-q');
    expect(() => raw(here, 'merge', 'origin/main')).toThrow();
    expect(await readOngoing(testGit, here)).toMatchObject({ kind: 'merge', pull: null });
    await decide('a.txt', { stage: 2 });
    expect(await finish()).toEqual({ kind: 'finished' });
    expect(raw(here, 'log', '-1', '--format=%cn|%P').split(' ')).toHaveLength(3);

    raw(here, 'reset', '-q', '--hard', 'HEAD^1');
    const before = everything();
    expect(() => raw(here, 'merge', 'origin/main')).toThrow();
    expect(await abort()).toEqual({ kind: 'aborted' });
    expect(everything()).toEqual(before);
  });

  test('a pull killed when local changes were set aside gives them back, whichever way it is ended', async () => {
    disagree();
    write(here, 'b.txt', 'unfinished\n');
    write(here, 'new.txt', 'new\n');
    const before = everything();
    for (const end of [finish, abort]) {
      await pull();
      // As if git had not begun to merge.
      raw(here, 'merge', '--abort');
      expect(await readOngoing(testGit, here)).toMatchObject({ kind: 'interrupted', conflicts: [] });
      expect((await pull()).kind).toBe('pull-in-progress');
      await end();
      expect(everything()).toEqual(before);
      expect(await mayBeOngoing(here)).toBe(false);
    }
  });

  test('a pull that is cancelled half-way leaves everything as it was', async () => {
    push({ 'n.ipynb': '{"cells": "theirs"}\n' });
    commitAll(here, { 'n.ipynb': '{"cells": "mine"}\n' }, 'Mine');
    write(here, 'b.txt', 'unfinished\n');
    const before = everything();
    const cancelling = new AbortController();
    const cancelled = pull('merge', cancelling.signal, (states) => {
      cancelling.abort();
      return mergeNotebook(states);
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(everything()).toEqual(before);
    expect(await mayBeOngoing(here)).toBe(false);
  });

  test('a note that somebody else wrote counts as none', async () => {
    raw(here, 'update-ref', 'refs/notelab/pull', 'HEAD');
    expect(await readOngoing(testGit, here)).toBeNull();
    expect((await pull()).kind).toBe('up-to-date');
  });
});
