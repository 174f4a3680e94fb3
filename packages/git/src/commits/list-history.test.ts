import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { listHistory, searchHistory } from './list-history.ts';

const subjectsOf = (commits: { subject: string }[]) => commits.map(({ subject }) => subject);
const tipOf = (dir: string, revision = 'HEAD') => raw(dir, 'rev-parse', revision);

/** main: First · Ours · Merge; other: Theirs, committed between. */
function makeMerge(): string {
  const dir = makeRepository();
  raw(dir, 'switch', '-qc', 'feature/ünï-1');
  commitAll(dir, { 'b.txt': 'b' }, 'Theirs');
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'c.txt': 'c' }, 'Ours');
  raw(dir, 'merge', '-q', '--no-ff', '-m', 'Merge', 'feature/ünï-1');
  return dir;
}

test('each commit comes before its parents, with what stands at it, in pages', async () => {
  const dir = makeMerge();
  raw(dir, 'tag', '-a', '-m', 'x', 'v1.0', 'HEAD~1');
  raw(dir, 'update-ref', 'refs/remotes/origin/main', 'HEAD~1');
  raw(dir, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  const all = await listHistory(testGit, dir, { tip: tipOf(dir), limit: 10 });
  expect(all[0]).toMatchObject({
    subject: 'Merge',
    isHead: true,
    refs: [{ kind: 'branch', name: 'main' }],
    parents: [tipOf(dir, 'HEAD^1'), tipOf(dir, 'HEAD^2')],
  });
  expect(all.find(({ subject }) => subject === 'Ours')).toMatchObject({
    isHead: false,
    refs: expect.arrayContaining([
      { kind: 'tag', name: 'v1.0' },
      { kind: 'remote-branch', name: 'origin/main' },
    ]),
  });
  expect(all.find(({ subject }) => subject === 'Theirs')?.refs).toEqual([
    { kind: 'branch', name: 'feature/ünï-1' },
  ]);
  const seen = new Set<string>();
  for (const { oid, parents } of all.toReversed()) {
    expect(parents.every((parent) => seen.has(parent))).toBe(true);
    seen.add(oid);
  }
  expect(await listHistory(testGit, dir, { tip: tipOf(dir), limit: 2, skip: 1 })).toEqual(all.slice(1, 3));
});

test('what a branch has that another has not', async () => {
  const { here } = makeRemoteWithClones();
  commitAll(here, { 'x.txt': 'x' }, 'Mine');
  const range = { tip: tipOf(here), notIn: tipOf(here, 'origin/main'), limit: 10 };
  expect(subjectsOf(await listHistory(testGit, here, range))).toEqual(['Mine']);
});

test('refs that are no branch or tag, such as recovery points, are not shown', async () => {
  const dir = makeRepository();
  raw(dir, 'update-ref', `refs/notelab/recovery/${'a'.repeat(20)}`, 'HEAD');
  const [commit] = await listHistory(testGit, dir, { tip: tipOf(dir), limit: 1 });
  expect(commit?.refs).toEqual([{ kind: 'branch', name: 'main' }]);
});

test('a search finds words of the message, the author and the id, whatever they look like', async () => {
  const dir = makeMerge();
  raw(dir, 'commit', '-q', '--allow-empty', '-m', 'Weird', '-m', 'a.*b (c)', '--author=Zoë <z@example.com>');
  const search = async (text: string) =>
    subjectsOf(await searchHistory(testGit, dir, { tip: tipOf(dir), text, limit: 9 }));
  expect(await search('THEIRS')).toEqual(['Theirs']);
  expect(await search('.*B (')).toEqual(['Weird']);
  expect(await search('zoë')).toEqual(['Weird']);
  expect(await search(tipOf(dir, 'HEAD~1').slice(0, 7))).toEqual(['Merge']);
  expect(await search('--all')).toEqual([]);
  expect(await search('nowhere')).toEqual([]);
});

test('a shallow clone’s last commit has no parent', async () => {
  const dir = makeMerge();
  const clone = join(makeFolder(), 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${dir}`, clone]);
  const all = await listHistory(testGit, clone, { tip: tipOf(clone), limit: 10 });
  expect(all.map(({ subject, parents }) => [subject, parents])).toEqual([['Merge', []]]);
});
