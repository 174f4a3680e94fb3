import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyAtEachStep } from '../testing/each-step.ts';
import { serveRepositories } from '../testing/http-remote.ts';
import {
  ada,
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { type BranchCache, fetchTip, pushFromCache, useBranchCache } from './branch-cache.ts';
import { readBlobs } from './read-blobs.ts';
import { readFolder } from './read-folder.ts';
import { type TreeChange, writeCommit } from './write-commit.ts';

const files = { 'nb/a.ipynb': '{"a":1}\n', 'nb/notes.txt': 'notes\n', 'src/lib.py': 'x = 1\n' };

/** A server as GitLab sets it up, or one that knows no filters. */
async function makeServer(isFiltering = true) {
  const { remote, there } = makeRemoteWithClones(files);
  if (isFiltering)
    for (const name of ['allowFilter', 'allowAnySHA1InWant'])
      raw(remote, 'config', `uploadpack.${name}`, 'true');
  const http = await serveRepositories(join(remote, '..'));
  const folder = makeFolder();
  const use = <T>(work: (cache: BranchCache) => Promise<T>) =>
    useBranchCache(testGit, { folder, url: http.url('remote.git') }, work);
  const change = async (changes: TreeChange[], branch = 'main') =>
    use(async (cache) => {
      const parent = await fetchTip(testGit, cache, branch);
      const oid = await writeCommit(testGit, cache, { parent, changes, message: 'Export', author: ada });
      return pushFromCache(testGit, cache, { oid, branch });
    });
  return { remote, there, folder, use, change };
}

const write = (path: string, text: string): TreeChange => ({
  kind: 'write',
  path,
  read: async () => Buffer.from(text),
});
const filesOf = (dir: string, commit: string) => raw(dir, 'ls-tree', '-r', '--name-only', commit).split('\n');

test('a commit changes its files alone, and the contents of no other file are fetched', async () => {
  const { remote, change, folder } = await makeServer();
  const old = raw(remote, 'rev-parse', 'main');
  const pushed = await change([
    write('nb/a.ipynb', '{"a":2}\n'),
    write('nb/sub/new "one"\\.ipynb', '{}\n'),
    { kind: 'delete', path: 'nb/notes.txt' },
  ]);
  expect(pushed).toMatchObject({ kind: 'pushed', old });
  expect(raw(remote, 'diff-tree', '-r', '-z', '--name-status', old, 'main').split('\0')).toEqual([
    'M',
    'nb/a.ipynb',
    'D',
    'nb/notes.txt',
    'A',
    'nb/sub/new "one"\\.ipynb',
    '',
  ]);
  expect(raw(remote, 'log', '-1', '--format=%an <%ae> %cn %s', 'main')).toBe(
    'Ada Lovelace <ada@example.com> Ada Lovelace Export',
  );
  raw(remote, 'fsck', '--strict');
  const library = raw(remote, 'rev-parse', 'main:src/lib.py');
  expect(() => raw(join(folder, 'repository'), 'cat-file', '-e', library)).toThrow();
});

test('a server that knows no filters sends more, and is served the same', async () => {
  const { remote, change } = await makeServer(false);
  expect(await change([write('nb/b.ipynb', '{}\n')])).toMatchObject({ kind: 'pushed' });
  expect(filesOf(remote, 'main')).toEqual(['nb/a.ipynb', 'nb/b.ipynb', 'nb/notes.txt', 'src/lib.py']);
});

test('what others pushed meanwhile is built upon, in the same cache', async () => {
  const { remote, there, change, folder } = await makeServer();
  await change([write('nb/a.ipynb', 'ours\n')]);
  raw(there, 'pull', '--quiet');
  commitAll(there, { 'src/lib.py': 'x = 2\n' });
  raw(there, 'push', '--quiet');
  const packCount = readdirSync(join(folder, 'repository/.git/objects/pack')).length;
  await change([write('nb/a.ipynb', 'ours again\n')]);
  expect(readdirSync(join(folder, 'repository/.git/objects/pack')).length).toBeGreaterThan(packCount);
  expect(raw(remote, 'show', 'main:src/lib.py')).toBe('x = 2');
  expect(raw(remote, 'show', 'main:nb/a.ipynb')).toBe('ours again');
});

test('a push is rejected, never forced, when the branch has moved since it was read', async () => {
  const { remote, there, use } = await makeServer();
  const result = await use(async (cache) => {
    const parent = await fetchTip(testGit, cache, 'main');
    const changes = [write('nb/a.ipynb', 'ours\n')];
    const oid = await writeCommit(testGit, cache, { parent, changes, message: 'Export', author: ada });
    commitAll(there, { 'nb/a.ipynb': 'theirs\n' });
    raw(there, 'push', '--quiet');
    return pushFromCache(testGit, cache, { oid, branch: 'main' });
  });
  expect(result).toMatchObject({ kind: 'rejected', reason: 'non-fast-forward' });
  expect(raw(remote, 'show', 'main:nb/a.ipynb')).toBe('theirs');
});

test('the first commit of an empty repository, and a branch that is not there', async () => {
  const { remote, use, change } = await makeServer();
  raw(remote, 'update-ref', '-d', 'refs/heads/main');
  expect(await use((cache) => fetchTip(testGit, cache, 'main'))).toBeNull();
  expect(await change([write('nb/a.ipynb', '{}\n')])).toMatchObject({ kind: 'pushed', old: null });
  expect(filesOf(remote, 'main')).toEqual(['nb/a.ipynb']);
});

test('a folder is read with what stands in its way, and contents only when they are asked for', async () => {
  const { there, use } = await makeServer();
  raw(there, 'rm', '-rq', 'nb/notes.txt');
  raw(there, 'update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},nb/module`);
  execFileSync('ln', ['-s', '../src', join(there, 'nb/link')]);
  raw(there, 'add', 'nb/link');
  raw(there, 'commit', '--quiet', '--message', 'Shapes');
  raw(there, 'push', '--quiet');
  await use(async (cache) => {
    const tip = (await fetchTip(testGit, cache, 'main'))!;
    const read = (path: string) => readFolder(testGit, cache, tip, path);
    const folder = await read('nb');
    const entries = folder.kind === 'folder' ? folder.entries : new Map();
    expect([...entries].map(([name, { kind }]) => `${name} ${kind}`)).toEqual([
      'a.ipynb file',
      'link link',
      'module submodule',
    ]);
    const top = await read('');
    expect(top.kind === 'folder' && [...top.entries.keys()]).toEqual(['nb', 'src']);
    expect(await read('nb/deeper/still')).toEqual({ kind: 'missing' });
    expect(await read('nb/link/x')).toEqual({ kind: 'blocked', path: 'nb/link', by: 'link' });
    expect(await read('src/lib.py/x')).toEqual({ kind: 'blocked', path: 'src/lib.py', by: 'file' });
    const { oid } = entries.get('a.ipynb')!;
    const blobs = await readBlobs(testGit, cache, [oid, oid], { maxBytes: 100 });
    expect(blobs).toEqual(new Map([[oid, { kind: 'bytes', bytes: Buffer.from('{"a":1}\n') }]]));
    expect(await readBlobs(testGit, cache, [oid], { maxBytes: 3 })).toEqual(
      new Map([[oid, { kind: 'too-large', sizeBytes: 8 }]]),
    );
  });
});

test('whatever the moment of a sudden death, the next one works in the cache, and a bad path touches nothing', async () => {
  const { remote, use, folder, there } = await makeServer();
  const url = `file://${remote}`;
  const act = (git: typeof testGit, at: string, text: string) =>
    useBranchCache(git, { folder: at, url }, async (cache) => {
      const parent = await fetchTip(git, cache, 'main');
      const changes = [write('nb/a.ipynb', text)];
      const oid = await writeCommit(git, cache, { parent, changes, message: 'Export', author: ada });
      return pushFromCache(git, cache, { oid, branch: 'main' });
    });
  const copies = await copyAtEachStep(testGit, folder, (git) => act(git, folder, 'first\n'));
  expect(copies.length).toBeGreaterThan(3);
  let deaths = 0;
  for (const copy of copies) {
    // As a killed git leaves it.
    if (existsSync(join(copy, 'unfinished')) && existsSync(join(copy, 'repository/.git')))
      writeFileSync(join(copy, 'repository/.git/shallow.lock'), '');
    expect(await act(testGit, copy, `after ${++deaths}\n`)).toMatchObject({ kind: 'pushed' });
  }
  raw(there, 'pull', '--quiet');
  const author = ada;
  for (const path of ['../x', '/etc/x', 'a/.git/config', 'a//b'])
    await expect(
      use((cache) =>
        writeCommit(testGit, cache, { parent: null, changes: [write(path, '')], message: 'x', author }),
      ),
    ).rejects.toThrow('Not a path');
});
