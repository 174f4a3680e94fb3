import { expect, test } from 'vitest';
import { makeRepository, raw, testGit } from '../testing/temporary-repository.ts';
import { findRemoteUrl } from './read-remote-url.ts';
import { replaceRemoteUrl } from './replace-remote-url.ts';

const from = 'https://gitlab.example.com/acme/analytics.git';
const to = 'https://gitlab.example.com/acme/insights.git';

test('the address of origin is replaced, and nothing else', async () => {
  const dir = makeRepository();
  raw(dir, 'remote', 'add', 'origin', from);
  raw(dir, 'remote', 'add', 'mirror', from);
  await replaceRemoteUrl(testGit, dir, { from, to });
  expect(await findRemoteUrl(testGit, dir)).toBe(to);
  expect(await findRemoteUrl(testGit, dir, 'mirror')).toBe(from);
});

test('an address that somebody has chosen stays, also one that only looks alike', async () => {
  const dir = makeRepository();
  raw(dir, 'remote', 'add', 'origin', `${from}/`);
  await replaceRemoteUrl(testGit, dir, { from, to });
  expect(await findRemoteUrl(testGit, dir)).toBe(`${from}/`);
});

test('a repository without origin gets none', async () => {
  const dir = makeRepository();
  await replaceRemoteUrl(testGit, dir, { from, to });
  expect(await findRemoteUrl(testGit, dir)).toBeNull();
});
