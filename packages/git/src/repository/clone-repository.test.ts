import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { plainGit } from '../process/git-environment.ts';
import type { GitProgress } from '../process/progress.ts';
import { serveRepositories } from '../testing/http-remote.ts';
import {
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { cloneRepository } from './clone-repository.ts';

const clonePath = () => join(makeFolder(), 'clone');

test('clones the default branch over HTTP, with one rising fraction', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, `${index}\n`]));
  const { remote } = makeRemoteWithClones(files);
  const server = await serveRepositories(dirname(remote));
  const directory = clonePath();
  const seen: GitProgress[] = [];
  const result = await cloneRepository(plainGit(), {
    url: server.url('remote.git'),
    directory,
    onProgress: (progress) => seen.push(progress),
  });
  expect(result).toEqual({
    kind: 'cloned',
    head: { kind: 'branch', branch: 'main', oid: raw(remote, 'rev-parse', 'main') },
  });
  const fractions = seen.map(({ fraction }) => fraction);
  expect(fractions.length).toBeGreaterThan(3);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(seen.some(({ phase }) => phase === 'receiving')).toBe(true);
  expect(seen.at(-1)?.receivedBytes).toBeGreaterThan(0);
});

test.each(['feature/a.b#1', 'ü', 'release/1.0'])('clones the branch %s', async (branch) => {
  const { here, url } = makeRemoteWithClones();
  raw(here, 'switch', '-qc', branch);
  commitAll(here, { 'b.txt': 'b' });
  raw(here, 'push', '-q', 'origin', branch);
  expect(await cloneRepository(testGit, { url, directory: clonePath(), branch })).toMatchObject({
    kind: 'cloned',
    head: { kind: 'branch', branch },
  });
});

test('a branch that is gone is a value, and nothing stays behind', async () => {
  const { url } = makeRemoteWithClones();
  const directory = clonePath();
  expect(await cloneRepository(testGit, { url, directory, branch: 'gone' })).toEqual({
    kind: 'branch-gone',
    branch: 'gone',
  });
  expect(existsSync(directory)).toBe(false);
});

test('a tag is no branch', async () => {
  const { here, url } = makeRemoteWithClones();
  raw(here, 'tag', 'v1');
  raw(here, 'push', '-q', 'origin', 'v1');
  const directory = clonePath();
  expect(await cloneRepository(testGit, { url, directory, branch: 'v1' })).toEqual({
    kind: 'branch-gone',
    branch: 'v1',
  });
  expect(existsSync(directory)).toBe(false);
});

test.each([undefined, 'main', 'develop'])(
  'an empty repository is cloned, asked for branch %s',
  async (branch) => {
    const remote = join(makeFolder(), 'empty.git');
    raw('/', 'init', '-q', '--bare', '--initial-branch=main', remote);
    const directory = clonePath();
    expect(await cloneRepository(testGit, { url: `file://${remote}`, directory, branch })).toEqual({
      kind: 'cloned',
      head: { kind: 'unborn', branch: branch ?? 'main' },
    });
  },
);

test('tags come along, hooks of a template do not', async () => {
  const { here, url } = makeRemoteWithClones();
  raw(here, 'tag', 'v1');
  raw(here, 'push', '-q', 'origin', 'v1');
  const directory = clonePath();
  await cloneRepository(testGit, { url, directory });
  expect(raw(directory, 'tag')).toBe('v1');
  expect(existsSync(join(directory, '.git/hooks'))).toBe(false);
});

test('a folder that exists is left alone, be it a link', async () => {
  const { url } = makeRemoteWithClones();
  const directory = clonePath();
  symlinkSync(makeFolder(), directory);
  expect(await cloneRepository(testGit, { url, directory })).toEqual({ kind: 'directory-taken' });
  const other = clonePath();
  mkdirSync(other);
  expect(await cloneRepository(testGit, { url, directory: other })).toEqual({ kind: 'directory-taken' });
  expect(existsSync(other)).toBe(true);
});

test.each([
  [401, 'authentication-failed'],
  [403, 'forbidden'],
  [404, 'repository-not-found'],
  [502, 'network'],
])('the server answers %i: %s, and nothing stays behind', async (status, reason) => {
  const server = await serveRepositories('/nonexistent', (_, response) => {
    response.writeHead(status, { 'www-authenticate': 'Basic realm="x"' }).end();
    return true;
  });
  const directory = clonePath();
  await expect(cloneRepository(plainGit(), { url: server.url('a.git'), directory })).rejects.toMatchObject({
    code: 'git-failed',
    reason,
  });
  expect(existsSync(directory)).toBe(false);
});

test('nobody listening is told apart from a host that refuses', async () => {
  await expect(
    cloneRepository(plainGit(), { url: 'http://127.0.0.1:9/a.git', directory: clonePath() }),
  ).rejects.toMatchObject({ reason: 'gateway-refused' });
});

test('cancelling in the middle leaves nothing behind', async () => {
  const { remote } = makeRemoteWithClones();
  const controller = new AbortController();
  const server = await serveRepositories(dirname(remote), (request) => {
    if (!request.url?.endsWith('/git-upload-pack')) return false;
    controller.abort();
    return true; // and never answer
  });
  const directory = clonePath();
  await expect(
    cloneRepository(plainGit(), { url: server.url('remote.git'), directory, signal: controller.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(existsSync(directory)).toBe(false);
});
