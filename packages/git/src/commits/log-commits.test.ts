import { expect, test } from 'vitest';
import {
  ada,
  commitAll,
  makeEmptyRepository,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import { commitFiles } from './commit-files.ts';
import { logCommits } from './log-commits.ts';

test('commits come newest first, whole, and in pages', async () => {
  const dir = makeRepository();
  const first = raw(dir, 'rev-parse', 'HEAD');
  write(dir, 'a.txt', 'x');
  await commitFiles(testGit, dir, {
    paths: ['a.txt'],
    message: 'Ünï "subject" <b>\n\nbody\n\n# more',
    author: ada,
  });
  commitAll(dir, { 'b.txt': 'b' }, 'Third');
  const log = await logCommits(testGit, dir, { limit: 10 });
  expect(log.map(({ subject }) => subject)).toEqual(['Third', 'Ünï "subject" <b>', 'First']);
  expect(log[1]).toMatchObject({ author: ada, body: 'body\n\n# more', parents: [first], source: 'HEAD' });
  expect(new Date(log[1]!.authoredAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect(log[2]).toMatchObject({ oid: first, parents: [], body: '' });
  const page = await logCommits(testGit, dir, { limit: 1, skip: 1 });
  expect(page.map(({ oid }) => oid)).toEqual([log[1]!.oid]);
});

test('a merge has two parents', async () => {
  const dir = makeRepository();
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'b.txt': 'b' });
  raw(dir, 'switch', '-q', 'main');
  raw(dir, 'merge', '-q', '--no-ff', 'other');
  expect((await logCommits(testGit, dir, { limit: 1 }))[0]?.parents.length).toBe(2);
});

test('another branch, one without commits, one that does not exist', async () => {
  const dir = makeRepository();
  raw(dir, 'branch', 'other');
  commitAll(dir, { 'b.txt': 'b' });
  expect((await logCommits(testGit, dir, { ref: 'other', limit: 9 })).length).toBe(1);
  expect(await logCommits(testGit, dir, { ref: 'nope', limit: 9 })).toEqual([]);
  expect(await logCommits(testGit, makeEmptyRepository(), { limit: 9 })).toEqual([]);
});

test('an empty message and a name with odd characters', async () => {
  const dir = makeRepository();
  raw(dir, 'commit', '-q', '--allow-empty', '--allow-empty-message', '-m', '', '--author=x "y" z <z@z>');
  expect((await logCommits(testGit, dir, { limit: 1 }))[0]).toMatchObject({
    subject: '',
    body: '',
    author: { name: 'x "y" z', email: 'z@z' },
  });
});

test('settings of the repository do not change what is read', async () => {
  const dir = makeRepository();
  for (const [key, value] of [
    ['log.showSignature', 'true'],
    ['format.pretty', 'oneline'],
    ['log.date', 'relative'],
    ['color.ui', 'always'],
    ['log.follow', 'true'],
    ['log.decorate', 'full'],
    ['log.diffMerges', 'on'],
  ] as const)
    raw(dir, 'config', key, value);
  expect((await logCommits(testGit, dir, { limit: 1 }))[0]).toMatchObject({
    subject: 'First',
    oid: raw(dir, 'rev-parse', 'HEAD'),
  });
});
