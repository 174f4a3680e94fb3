import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../types.ts';
import { temporaryDir } from './open-sandbox.ts';

export interface ClientResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the installed git as a user would, without the user's configuration. */
export function git(dir: string, ...args: string[]): Promise<ClientResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: dir,
      env: {
        PATH: process.env.PATH,
        HOME: dir,
        LC_ALL: 'C.UTF-8',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_AUTHOR_NAME: 'Dev Developer',
        GIT_AUTHOR_EMAIL: 'developer@acme.example',
        GIT_COMMITTER_NAME: 'Dev Developer',
        GIT_COMMITTER_EMAIL: 'developer@acme.example',
      },
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      out.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      out.stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? -1, ...out }));
  });
}

export function remoteUrl(sandbox: Sandbox, path: string, username: string): string {
  return `${sandbox.url.replace('://', `://oauth2:glpat-sandbox-${username}@`)}/${path}.git`;
}

/** A clone made by a sample user. */
export async function cloneAs(sandbox: Sandbox, username: string, path: string): Promise<string> {
  const dir = temporaryDir();
  const result = await git(dir, 'clone', '--quiet', remoteUrl(sandbox, path, username), 'work');
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return join(dir, 'work');
}

/** Commits one file with the given content. */
export async function commitFile(
  dir: string,
  name: string,
  content: string | Buffer,
  message = `Add ${name}`,
): Promise<void> {
  writeFileSync(join(dir, name), content);
  await git(dir, 'add', '--', name);
  const result = await git(dir, 'commit', '--quiet', '-m', message);
  if (result.exitCode !== 0) throw new Error(result.stderr);
}

/** The lines that the server printed, without git's padding. */
export function remoteLines(result: ClientResult): string[] {
  return result.stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => line.slice('remote:'.length).replace(/^ /, '').trimEnd());
}
