import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cloneRepository } from '../repository/clone-repository.ts';
import {
  commitAll,
  makeEmptyRepository,
  makeFolder,
  makeRemoteWithClones,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { readUnpushedWork } from './unpushed-work.ts';

test('a fresh clone has nothing of its own, an empty repository neither', async () => {
  const { url } = makeRemoteWithClones();
  const directory = join(makeFolder(), 'clone');
  await cloneRepository(testGit, { url, directory });
  for (const dir of [directory, makeEmptyRepository()]) {
    expect(await readUnpushedWork(testGit, dir)).toMatchObject({
      uncommitted: { count: 0 },
      untracked: { count: 0 },
      ignored: { count: 0 },
      commits: { count: 0, list: [] },
      stashes: { count: 0, list: [] },
      operation: null,
      any: false,
    });
  }
});

test('names every kind of work that exists only here', async () => {
  const { here } = makeRemoteWithClones({ 'a.txt': 'one\n', '.gitignore': 'data/\n*.log\n' });
  write(here, 'a.txt', 'stashed\n');
  raw(here, 'stash', 'push', '-q', '-m', 'half done');
  raw(here, 'switch', '-qc', 'topic');
  commitAll(here, { 'b.txt': 'b' }, 'On a branch');
  raw(here, 'switch', '-q', 'main');
  commitAll(here, { 'c.txt': 'c' }, 'On main');
  write(here, 'a.txt', 'changed\n');
  write(here, 'new.txt');
  write(here, 'data/1.csv');
  write(here, 'data/2.csv');
  write(here, 'x.log');
  const work = await readUnpushedWork(testGit, here);
  expect(work.uncommitted).toMatchObject({ count: 1, entries: [{ path: 'a.txt' }] });
  expect(work.untracked).toEqual({ count: 1, paths: ['new.txt'] });
  expect(work.ignored).toEqual({ count: 2, paths: ['data/', 'x.log'] });
  expect(work.commits.count).toBe(2);
  expect(work.commits.list.map(({ subject, branch }) => `${branch}: ${subject}`).sort()).toEqual([
    'main: On main',
    'topic: On a branch',
  ]);
  expect(work.stashes).toMatchObject({ count: 1, list: [{ subject: 'On main: half done' }] });
  expect(work.any).toBe(true);
});

test('pushed work is not counted, on whichever branch it was pushed', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', 'topic');
  commitAll(here, { 'b.txt': 'b' });
  expect((await readUnpushedWork(testGit, here)).commits.count).toBe(1);
  raw(here, 'push', '-q', 'origin', 'topic:another-name');
  expect(await readUnpushedWork(testGit, here)).toMatchObject({ commits: { count: 0 }, any: false });
});

test('commits on no branch count, and so does an unfinished merge', async () => {
  const { here } = makeRemoteWithClones();
  raw(here, 'switch', '-q', '--detach');
  commitAll(here, { 'a.txt': 'ours\n' }, 'Detached');
  expect((await readUnpushedWork(testGit, here)).commits).toMatchObject({
    count: 1,
    list: [{ subject: 'Detached', branch: null }],
  });
  raw(here, 'switch', '-q', 'main');
  raw(here, 'merge', '-q', '--no-commit', '--no-ff', 'HEAD@{1}');
  expect(await readUnpushedWork(testGit, here)).toMatchObject({ operation: 'merge', any: true });
});

test('ignored files alone are not work that would be asked about, but are counted', async () => {
  const { here } = makeRemoteWithClones({ '.gitignore': '*.log\n' });
  write(here, 'x.log');
  expect(await readUnpushedWork(testGit, here)).toMatchObject({ ignored: { count: 1 }, any: false });
});

test('long lists are cut, the counts are not', async () => {
  const { here } = makeRemoteWithClones();
  for (let index = 0; index < 150; index++) write(here, `f${index}`);
  const work = await readUnpushedWork(testGit, here);
  expect([work.untracked.count, work.untracked.paths.length]).toEqual([150, 100]);
});
