import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readStatus } from '../status/read-status.ts';
import {
  makeEmptyRepository,
  makeFolder,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';
import type { GitEnvironment } from './git-environment.ts';
import { GitError } from './git-error.ts';
import { type RunGitOptions, runGit } from './run-git.ts';

async function failure(promise: Promise<unknown>): Promise<GitError> {
  const error = await promise.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(GitError);
  return error as GitError;
}

/** An environment in which "git" is a script, to see what is started and how it is stopped. */
function scripted(script: string): GitEnvironment {
  const folder = makeFolder();
  const file = join(folder, 'git');
  write(folder, 'git', `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return {
    env: {},
    config: [],
    spawn: ({ args, cwd, env }) => spawn(file, args, { cwd, env, detached: true, stdio: 'pipe' }),
  };
}

function runScript(script: string, options: RunGitOptions = {}) {
  return runGit(scripted(script), makeFolder(), ['status'], options);
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

test('the environment is built from nothing', async () => {
  process.env.NOTELAB_TEST_SECRET = 'secret';
  process.env.GIT_DIR = '/somewhere';
  try {
    const { stdout } = await runScript('env');
    const names = stdout.toString().split('\n');
    expect(names).toContain('GIT_CONFIG_NOSYSTEM=1');
    expect(names).toContain('GIT_CONFIG_GLOBAL=/dev/null');
    expect(names).toContain('GIT_TERMINAL_PROMPT=0');
    expect(names).toContain('GIT_ALLOW_PROTOCOL=http:https');
    expect(names).toContain('LC_ALL=C.UTF-8');
    expect(names.filter((name) => /SECRET|^GIT_DIR|SUDO_|TRACE|SSL/.test(name))).toEqual([]);
  } finally {
    delete process.env.NOTELAB_TEST_SECRET;
    delete process.env.GIT_DIR;
  }
});

test('credential helpers named in the repository are forgotten before ours is added', async () => {
  const dir = makeRepository();
  const git = {
    ...testGit,
    config: [['credential.helper', '!echo username=ours; echo password=x; :']] as [string, string][],
  };
  raw(dir, 'config', 'credential.helper', '!echo username=evil; echo password=evil; :');
  const { stdout } = await runGit(git, dir, ['credential', 'fill'], {
    stdin: 'protocol=https\nhost=example.com\n\n',
  });
  expect(stdout.toString()).toContain('username=ours');
});

test('an exit code that is expected is a result, every other one an error with git’s words', async () => {
  const dir = makeRepository();
  expect(
    (await runGit(testGit, dir, ['rev-parse', '-q', '--verify', 'nope'], { okExitCodes: [0, 1] })).exitCode,
  ).toBe(1);
  const error = await failure(runGit(testGit, dir, ['rev-parse', '--verify', 'nope']));
  expect(error).toMatchObject({ code: 'git-failed', exitCode: 128, args: ['rev-parse', '--verify', 'nope'] });
  expect(error.stderr).toContain('Needed a single revision');
});

test('secrets are in no part of an error', async () => {
  const secret = 'glpat-abcdefghij0123456789';
  const error = await failure(
    runGit(testGit, makeRepository(), ['fetch', `http://oauth2:${secret}@127.0.0.1:9/x.git`]),
  );
  expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(secret);
});

test('standard input may be text, bytes or a stream', async () => {
  const dir = makeRepository();
  for (const stdin of ['abc', Buffer.from('abc'), Readable.from([Buffer.from('a'), Buffer.from('bc')])]) {
    const { stdout } = await runGit(testGit, dir, ['hash-object', '--stdin'], { stdin });
    expect(stdout.toString().trim()).toBe('f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f');
  }
});

test('a process that does not read its input is no error', async () => {
  const result = await runScript('exit 0', { stdin: Buffer.alloc(4 * 1024 * 1024) });
  expect(result.exitCode).toBe(0);
});

test('cancelling ends the whole process group', async () => {
  const folder = makeFolder();
  const controller = new AbortController();
  const running = failure(
    runScript(`sleep 60 & echo $! > ${folder}/pid; wait`, { signal: controller.signal }),
  );
  while (!existsSync(`${folder}/pid`) || readFileSync(`${folder}/pid`, 'utf8') === '') await wait(10);
  controller.abort();
  expect((await running).code).toBe('cancelled');
  const child = Number(readFileSync(`${folder}/pid`, 'utf8'));
  await expect.poll(() => isAlive(child)).toBe(false);
});

test('a signal that fired before starts nothing', async () => {
  const folder = makeFolder();
  const error = await failure(runScript(`touch ${folder}/started`, { signal: AbortSignal.abort() }));
  expect(error.code).toBe('cancelled');
  expect(existsSync(`${folder}/started`)).toBe(false);
});

test('a process that ignores the polite signal is killed', { timeout: 20_000 }, async () => {
  const error = await failure(runScript("trap '' TERM; while :; do sleep 0.1; done", { timeoutMs: 200 }));
  expect(error.code).toBe('timed-out');
});

test('endless output and endless messages are stopped', async () => {
  expect((await failure(runScript('yes', { maxOutputBytes: 100_000 }))).code).toBe('output-too-large');
  expect((await failure(runScript('yes remote: spam >&2'))).code).toBe('output-too-large');
});

test('a process left behind that holds the pipes open does not hang the call', {
  timeout: 20_000,
}, async () => {
  const { stdout } = await runScript('sleep 60 & echo done');
  expect(stdout.toString()).toBe('done\n');
});

test('a missing git is said to be missing', async () => {
  const git: GitEnvironment = {
    ...testGit,
    spawn: ({ args, cwd, env }) =>
      spawn('/nonexistent/git', args, { cwd, env, detached: true, stdio: 'pipe' }),
  };
  expect((await failure(runGit(git, makeFolder(), ['version']))).code).toBe('git-missing');
});

test('a folder that is gone is no repository, and not a missing git', async () => {
  const error = await failure(runGit(testGit, join(makeFolder(), 'gone'), ['status']));
  expect(error.code).toBe('not-a-repository');
});

test('a folder without .git does not become part of the repository around it', async () => {
  const outer = makeRepository();
  mkdirSync(join(outer, 'project'));
  expect((await failure(readStatus(testGit, join(outer, 'project')))).code).toBe('not-a-repository');
});

test('a lock that another git holds is reported as such', async () => {
  const dir = makeRepository();
  write(dir, '.git/index.lock', '');
  const error = await failure(runGit(testGit, dir, ['add', '--all']));
  expect(error).toMatchObject({ code: 'lock-held', reason: 'lock-held' });
});

test('pathspec magic is switched off', async () => {
  const dir = makeEmptyRepository();
  write(dir, ':(glob)**', 'x');
  write(dir, 'other', 'x');
  await runGit(testGit, dir, ['add', '--', ':(glob)**']);
  expect(raw(dir, 'ls-files')).toBe(':(glob)**');
});
