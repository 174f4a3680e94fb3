import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Target } from './target.ts';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A folder that is removed after the test. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gitlab-contract-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Runs a program as it is installed, with a home folder of its own and nobody to answer questions. */
export function run(
  dir: string,
  command: string,
  args: string[],
  extraEnv: Record<string, string> = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: dir,
        LC_ALL: 'C.UTF-8',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_AUTHOR_NAME: 'Contract Suite',
        GIT_AUTHOR_EMAIL: 'contract-suite@example.com',
        GIT_COMMITTER_NAME: 'Contract Suite',
        GIT_COMMITTER_EMAIL: 'contract-suite@example.com',
        ...extraEnv,
      },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? -1, ...said }));
  });
}

export const git = (dir: string, ...args: string[]) => run(dir, 'git', args);

/** The address of a repository with the token as password. */
export function remoteUrl(
  target: Pick<Target, 'url' | 'token'>,
  project: string,
  { username = 'oauth2', token = target.token } = {},
): string {
  return `${target.url.replace('://', `://${username}:${token}@`)}/${project}.git`;
}

/** A clone in a folder that is removed after the test. */
export async function clone(url: string): Promise<string> {
  const dir = temporaryDir();
  const result = await git(dir, 'clone', '--quiet', url, 'work');
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return join(dir, 'work');
}

/** Commits one file. */
export async function commitFile(dir: string, name: string, content: string | Buffer): Promise<void> {
  writeFileSync(join(dir, name), content);
  await git(dir, 'add', '--', name);
  const result = await git(dir, 'commit', '--quiet', '-m', `Add ${name}`);
  if (result.exitCode !== 0) throw new Error(result.stderr);
}

/** The lines that the server printed, without git's padding. */
export function remoteLines(result: CommandResult): string[] {
  return result.stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => line.slice('remote:'.length).replace(/^ /, '').trimEnd());
}

/** What `info/refs` answers, which is where access is decided. */
export async function askRefs(
  target: Pick<Target, 'url'>,
  project: string,
  service: 'upload-pack' | 'receive-pack',
  options: { token?: string; username?: string; method?: string; suffix?: string } = {},
) {
  const { token, username = 'oauth2', method = 'GET', suffix = '.git' } = options;
  const reply = await fetch(`${target.url}/${project}${suffix}/info/refs?service=git-${service}`, {
    method,
    redirect: 'manual',
    headers: token === undefined ? {} : { authorization: `Basic ${btoa(`${username}:${token}`)}` },
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}
