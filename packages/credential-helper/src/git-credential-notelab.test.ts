import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { credentialHelperCommand, credentialHelperPath } from './index.ts';

let folder: string;
let socketPath: string;
let server: Server | undefined;
let requests: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-credential-'));
  socketPath = join(folder, 'credential.sock');
  requests = [];
});

afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Starts the socket that Notelab's server offers; `reply` null means: never answer. */
async function answerWith(reply: string | null): Promise<void> {
  server = createServer((socket) => {
    let received = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk;
      if (!received.endsWith('\n')) return;
      requests.push(received);
      if (reply !== null) socket.end(reply);
    });
  });
  await new Promise<void>((resolve) => server?.listen(socketPath, resolve));
}

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

function finish(child: ChildProcess, input: string | Buffer): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin?.on('error', () => {});
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin?.end(input);
  });
}

function runHelper(action: string, input: string | Buffer, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [credentialHelperPath, action], {
    env: { NOTELAB_CREDENTIAL_SOCKET: socketPath, ...env },
  });
  return finish(child, input);
}

function runGit(args: string[], input = ''): Promise<Outcome> {
  const helper = credentialHelperCommand(process.execPath, credentialHelperPath);
  const config = ['-c', 'credential.helper=', '-c', `credential.helper=${helper}`];
  const child = spawn('git', [...config, '-c', 'credential.useHttpPath=true', ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '/bin/false',
      NOTELAB_CREDENTIAL_SOCKET: socketPath,
    },
  });
  return finish(child, input);
}

const question = 'protocol=https\nhost=gitlab.com\npath=acme/analytics.git\n';

describe('git-credential-notelab', () => {
  test('asks the socket with one JSON line and prints the answer for git', async () => {
    await answerWith('{"username":"oauth2","password":"pass-123"}\n');
    expect(await runHelper('get', question)).toEqual({
      status: 0,
      stdout: 'username=oauth2\npassword=pass-123\n',
      stderr: '',
    });
    expect(requests).toEqual(['{"protocol":"https","host":"gitlab.com","path":"acme/analytics.git"}\n']);
  });

  test('git credential fill obtains the pass through the helper', async () => {
    await answerWith('{"username":"oauth2","password":"pass-123"}\n');
    const outcome = await runGit(['credential', 'fill'], `${question}\n`);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout.split('\n')).toEqual(
      expect.arrayContaining(['host=gitlab.com', 'username=oauth2', 'password=pass-123']),
    );
  });

  test('git credential fill fails with the reason when Notelab refuses', async () => {
    await answerWith('{"message":"Connect your GitLab account in Account Settings."}\n');
    const outcome = await runGit(['credential', 'fill'], `${question}\n`);
    expect(outcome.status).not.toBe(0);
    expect(outcome.stdout).not.toContain('password');
    expect(outcome.stderr).toContain('notelab: Connect your GitLab account in Account Settings.\n');
    expect(outcome.stderr).toContain('told us to quit');
  });

  test('git credential approve and reject ask the socket nothing', async () => {
    await answerWith('{"username":"oauth2","password":"pass-123"}\n');
    const credential = `${question}username=oauth2\npassword=pass-123\n\n`;
    expect(await runGit(['credential', 'approve'], credential)).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(await runGit(['credential', 'reject'], credential)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(requests).toEqual([]);
  });

  test.each([
    ['a duplicate key', `${question}host=evil.test\n`],
    ['a carriage return', 'protocol=https\nhost=evil.test\rhost=gitlab.com\n'],
    ['a NUL', 'protocol=https\nhost=gitlab.com\0\n'],
    ['an unfinished line', 'protocol=https\nhost=gitlab.com'],
    ['more than 64 KiB', `${question}username=${'a'.repeat(200_000)}\n`],
  ])('answers nothing to %s and does not ask the socket', async (_case, input) => {
    await answerWith('{"username":"oauth2","password":"pass-123"}\n');
    expect(await runHelper('get', input)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(requests).toEqual([]);
  });

  test.each([
    ['an empty answer', '{}\n'],
    ['a password that would forge a line', '{"username":"oauth2","password":"a\\nquit=1"}\n'],
    ['a user name with a NUL', '{"username":"a\\u0000b","password":"p"}\n'],
    ['half a credential', '{"username":"oauth2"}\n'],
    ['something that is not JSON', 'hello\n'],
    ['a line that never ends', '{"username":"oauth2","password":"p"}'],
    ['an endless line', `{"username":"${'a'.repeat(100_000)}","password":"p"}\n`],
  ])('prints nothing for %s', async (_case, reply) => {
    await answerWith(reply);
    expect(await runHelper('get', question)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('a message cannot control the terminal', async () => {
    await answerWith(`${JSON.stringify({ message: 'No\u001b[2J access\r\n\u009b\u202e to this\u0007' })}\n`);
    const outcome = await runHelper('get', question);
    expect(outcome).toEqual({ status: 0, stdout: 'quit=1\n', stderr: 'notelab: No [2J access to this\n' });
  });

  test('says so when the socket is gone, without failing', async () => {
    expect(await runHelper('get', question)).toEqual({
      status: 0,
      stdout: 'quit=1\n',
      stderr: 'notelab: Notelab did not answer. Git cannot sign in to GitLab from here.\n',
    });
  });

  test('answers nothing where no socket is named', async () => {
    const outcome = await runHelper('get', question, { NOTELAB_CREDENTIAL_SOCKET: '' });
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('gives up on a silent socket after ten seconds', { timeout: 20_000 }, async () => {
    await answerWith(null);
    const startedAt = performance.now();
    const outcome = await runHelper('get', question);
    expect(outcome).toMatchObject({ status: 0, stdout: 'quit=1\n' });
    expect(outcome.stderr).toContain('did not answer');
    expect(performance.now() - startedAt).toBeGreaterThan(9_500);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
