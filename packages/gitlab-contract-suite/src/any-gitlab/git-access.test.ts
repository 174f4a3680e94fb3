import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askRefs, git, remoteUrl, run, temporaryDir } from '../git.ts';
import { newTokens, revoke } from '../oauth.ts';
import { newName } from '../rest.ts';
import { useTarget } from '../use-target.ts';

const gitlab = await useTarget();
const { project, token } = gitlab;
const missing = `${project}-${newName()}`;

const deniedText = `HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped. See ${gitlab.url}/help/topics/git/troubleshooting_git.md#error-on-git-fetch-http-basic-access-denied`;

test('without credentials a private and a missing repository, and any push, are asked for Basic', async () => {
  for (const [path, service] of [
    [project, 'upload-pack'],
    [missing, 'upload-pack'],
    [project, 'receive-pack'],
  ] as const) {
    const { status, headers } = await askRefs(gitlab, path, service);
    expect([status, headers.get('www-authenticate')], path).toEqual([401, 'Basic realm="GitLab"']);
  }
});

test('a wrong and a revoked token are denied in the same words', async () => {
  const { accessToken } = await newTokens(gitlab);
  await revoke(gitlab, accessToken);
  for (const bad of ['wrong', accessToken]) {
    const { status, headers, text } = await askRefs(gitlab, project, 'upload-pack', { token: bad });
    expect([status, text]).toEqual([401, deniedText]);
    expect(headers.get('www-authenticate')).toBe('Basic realm="GitLab"');
    expect(headers.get('content-type')).toContain('text/plain');
  }
});

test('a missing repository is not found for who is signed in', async () => {
  const { status, text } = await askRefs(gitlab, missing, 'upload-pack', { token });
  expect([status, text]).toEqual([
    404,
    "The project you were looking for could not be found or you don't have permission to view it.",
  ]);
});

test('any username works with a token as password', async () => {
  for (const username of ['oauth2', 'anything', gitlab.username]) {
    const url = remoteUrl(gitlab, project, { username });
    expect((await git(temporaryDir(), 'ls-remote', url, 'HEAD')).exitCode, username).toBe(0);
  }
});

test('an OAuth token opens git as a personal one does', async () => {
  const { accessToken } = await newTokens(gitlab);
  const url = remoteUrl(gitlab, project, { token: accessToken });
  expect((await git(temporaryDir(), 'ls-remote', url, 'HEAD')).stdout).toMatch(/^[0-9a-f]{40}\tHEAD\n$/);
});

test('HEAD at info/refs is refused, and an address without .git redirects to the one with it', async () => {
  expect((await askRefs(gitlab, project, 'upload-pack', { token, method: 'HEAD' })).status).toBe(403);
  const plain = await askRefs(gitlab, project, 'upload-pack', { token, suffix: '' });
  expect(plain.status).toBe(301);
  expect(plain.headers.get('location')).toBe(
    `${gitlab.url}/${project}.git/info/refs?service=git-upload-pack`,
  );
});

test('git has the credential erased after a 401 and does not ask again', async () => {
  const dir = temporaryDir();
  const helper = join(dir, 'helper');
  const script =
    '#!/bin/sh\necho "$1" >> "$HOME/asked"\n[ "$1" = get ] && printf "username=x\\npassword=wrong\\n"\ncat > /dev/null\n';
  writeFileSync(helper, script, { mode: 0o755 });
  const url = `${gitlab.url}/${project}.git`;
  const { exitCode } = await run(dir, 'git', ['-c', `credential.helper=${helper}`, 'ls-remote', url]);
  const asked = await run(dir, 'cat', ['asked']);
  expect([exitCode, asked.stdout]).toEqual([128, 'get\nerase\n']);
});
