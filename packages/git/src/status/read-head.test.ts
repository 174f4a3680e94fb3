import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findOngoingOperation } from '../pull/ongoing-operation.ts';
import { findRemoteUrl } from '../repository/read-remote-url.ts';
import {
  commitAll,
  makeEmptyRepository,
  makeFolder,
  makeRepository,
  raw,
  testGit,
} from '../testing/temporary-repository.ts';
import { findCommit, readHead } from './read-head.ts';

test('HEAD is unborn, on a branch, or on a commit', async () => {
  const dir = makeEmptyRepository();
  expect(await readHead(testGit, dir)).toEqual({ kind: 'unborn', branch: 'main' });
  const oid = commitAll(dir, { a: 'a' });
  raw(dir, 'switch', '-qc', 'feature/ü#1');
  expect(await readHead(testGit, dir)).toEqual({ kind: 'branch', branch: 'feature/ü#1', oid });
  raw(dir, 'switch', '-q', '--detach');
  expect(await readHead(testGit, dir)).toEqual({ kind: 'detached', oid });
});

test('a folder that is no repository is an error', async () => {
  await expect(readHead(testGit, makeFolder())).rejects.toMatchObject({ code: 'not-a-repository' });
});

test('a revision is a commit or nothing, never an option', async () => {
  const dir = makeRepository();
  expect(await findCommit(testGit, dir, 'main')).toBe(raw(dir, 'rev-parse', 'HEAD'));
  for (const revision of ['nope', '', '--all', 'HEAD:a.txt', 'a b'])
    expect(await findCommit(testGit, dir, revision)).toBeNull();
});

test('the remote’s address is as written, the first of several, or none', async () => {
  const dir = makeRepository();
  expect(await findRemoteUrl(testGit, dir)).toBeNull();
  raw(dir, 'remote', 'add', 'origin', 'https://gitlab.example.com/a/b.git');
  raw(dir, 'config', 'url.https://evil.example/.insteadOf', 'https://gitlab.example.com/');
  raw(dir, 'config', '--add', 'remote.origin.url', 'https://second.example/x.git');
  expect(await findRemoteUrl(testGit, dir)).toBe('https://gitlab.example.com/a/b.git');
});

test('what somebody began in a terminal is known', async () => {
  const dir = makeRepository({ 'a.txt': 'one\n' });
  expect(await findOngoingOperation(dir)).toBeNull();
  raw(dir, 'switch', '-qc', 'other');
  commitAll(dir, { 'a.txt': 'theirs\n' });
  raw(dir, 'switch', '-q', 'main');
  commitAll(dir, { 'a.txt': 'ours\n' });
  for (const operation of ['merge', 'rebase', 'cherry-pick'] as const) {
    expect(() => raw(dir, operation, 'other')).toThrow();
    expect(await findOngoingOperation(dir)).toBe(operation);
    raw(dir, operation, '--abort');
  }
  expect(await findOngoingOperation(join(dir, 'nowhere'))).toBeNull();
});
