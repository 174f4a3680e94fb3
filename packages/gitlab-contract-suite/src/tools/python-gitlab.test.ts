import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../git.ts';
import type { Json } from '../rest.ts';
import { as, startSandboxTarget } from '../sandbox-target.ts';

const script = fileURLToPath(new URL('work_with_python_gitlab.py', import.meta.url));
let seen: Json = {};

// Debian's, which another Python on the machine does not see.
beforeAll(async () => {
  const gitlab = await startSandboxTarget();
  try {
    const { accessToken } = gitlab.sandbox.issueTokens('maintainer', gitlab.application.clientId, ['api']);
    const args = [gitlab.url, gitlab.token, gitlab.project, accessToken, as(gitlab, 'developer').token];
    const { exitCode, stdout, stderr } = await run('/', '/usr/bin/python3', ['-I', script, ...args]);
    if (exitCode !== 0) throw new Error(stderr);
    seen = JSON.parse(stdout) as Json;
  } finally {
    await gitlab.close();
  }
});

test('python-gitlab signs in with a personal and an OAuth token, and tells errors apart', () => {
  expect(seen).toMatchObject({
    user: 'maintainer',
    oauth_user: 'maintainer',
    version: expect.stringMatching(/^\d+\.\d+/),
    errors: [
      'GitlabAuthenticationError 401 401 Unauthorized',
      'GitlabGetError 404 404 Project Not Found',
      "GitlabCreateError 400 {'namespace': ['is not valid']}",
    ],
  });
});

test('python-gitlab reads all projects by offset and by keyset', () => {
  const all = ['acme/analytics', 'acme/archive', 'acme/empty', 'acme/handbook', 'acme/platform/forecasting'];
  expect(seen.projects).toEqual({ by_offset: all, by_keyset: all, total: 5, pages: 3 });
  expect(seen.project).toEqual(['acme/platform/forecasting', 'main', 'private']);
});

test('python-gitlab makes a branch, commits to it, and writes, reads and deletes files', () => {
  expect(seen).toMatchObject({
    commits: ['Delete two', 'Change three', 'Add three', 'From python-gitlab'],
    diff: ['python/one.txt', 'python/two.txt'],
    tree: ['python/one.txt', 'python/three.txt'],
    file: 'changed\n',
  });
});

test('python-gitlab opens a merge request, discusses it, approves it as somebody else, and merges it', () => {
  expect(seen).toMatchObject({
    discussions: [['Is this right?', 'It is.']],
    approvals: [true, ['developer']],
    merged: ['From Python, renamed', 'merged', 'maintainer'],
  });
});

test('python-gitlab protects branches, manages webhooks, and lists members and users', () => {
  expect(seen).toMatchObject({
    protection: ['python-*', 30],
    protections: ['main'],
    hook: ['https://hooks.example.com/push', true, false],
    hooks: 0,
    members: ['developer', 'maintainer', 'reporter'],
    people: ['maintainer'],
  });
});
