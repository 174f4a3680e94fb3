import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { World } from '@notelab/dev-env';

const env = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Reviewer',
  GIT_AUTHOR_EMAIL: 'reviewer@example.com',
  GIT_COMMITTER_NAME: 'Reviewer',
  GIT_COMMITTER_EMAIL: 'reviewer@example.com',
};

/** What git says about a repository of the sandbox; without arguments `git show` of the object. */
export function readFromGitLab(
  { sandbox }: Pick<World, 'sandbox'>,
  repository: string,
  object: string,
  args: string[] = ['show', object],
): string {
  return execFileSync('git', args, { cwd: sandbox.repositoryDir(repository), env, encoding: 'utf8' });
}

/** Commits files to a branch as somebody else; null deletes one. Done beside Notelab and beside GitLab's own rules. */
export function pushFiles(
  { sandbox }: Pick<World, 'sandbox'>,
  repository: string,
  branch: string,
  files: Record<string, string | null>,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'notelab-reviewer-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
  try {
    git('clone', '--quiet', '--branch', branch, sandbox.repositoryDir(repository), '.');
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', 'By somebody else');
    git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
