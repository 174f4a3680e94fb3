import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type GitEnvironment, plainGit } from '../process/git-environment.ts';

/** The real environment, with remotes on disk allowed. */
export const testGit: GitEnvironment = plainGit({ env: { GIT_ALLOW_PROTOCOL: 'file:http:https' } });

export const ada = { name: 'Ada Lovelace', email: 'ada@example.com' };
export const grace = { name: 'Grace Hopper', email: 'grace@example.com' };

/** A folder that goes away with the test. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notelab-git-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** git as a user's shell would run it, for arranging and checking; trims its output. */
export function raw(dir: string, ...args: string[]): string {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    // No sample hooks: to copy them takes longer than most of what is tested.
    GIT_TEMPLATE_DIR: '',
    GIT_AUTHOR_NAME: 'Raw',
    GIT_AUTHOR_EMAIL: 'raw@example.com',
    GIT_COMMITTER_NAME: 'Raw',
    GIT_COMMITTER_EMAIL: 'raw@example.com',
    GIT_EDITOR: 'true',
  };
  return execFileSync('git', args, { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

export function write(dir: string, path: string | Buffer, content: string | Buffer = 'content\n'): void {
  const full = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(path)]);
  mkdirSync(full.subarray(0, full.lastIndexOf('/')), { recursive: true });
  writeFileSync(full, content);
}

/** Writes files, commits everything, returns the commit. */
export function commitAll(dir: string, files: Record<string, string>, message = 'Change'): string {
  for (const [path, content] of Object.entries(files)) write(dir, path, content);
  raw(dir, 'add', '--all');
  raw(dir, 'commit', '--quiet', '--allow-empty', '--message', message);
  return raw(dir, 'rev-parse', 'HEAD');
}

/** A repository without a commit, on `main`. */
export function makeEmptyRepository(): string {
  const dir = join(makeFolder(), 'repository');
  raw('/', 'init', '--quiet', '--initial-branch=main', dir);
  return dir;
}

/** A repository with one commit, on `main`. */
export function makeRepository(files: Record<string, string> = { 'a.txt': 'one\n' }): string {
  const dir = makeEmptyRepository();
  commitAll(dir, files, 'First');
  return dir;
}

export interface RemoteWithClones {
  /** the bare repository */
  remote: string;
  url: string;
  here: string;
  there: string;
}

/** A remote with one commit on `main`, and two clones of it. */
export function makeRemoteWithClones(files?: Record<string, string>): RemoteWithClones {
  const seed = makeRepository(files);
  const root = dirname(seed);
  const remote = join(root, 'remote.git');
  raw(root, 'clone', '--quiet', '--bare', seed, remote);
  const url = `file://${remote}`;
  for (const name of ['here', 'there']) raw(root, 'clone', '--quiet', url, name);
  return { remote, url, here: join(root, 'here'), there: join(root, 'there') };
}
