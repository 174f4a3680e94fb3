import type { GitEnvironment } from './git-environment.ts';
import { runGit } from './run-git.ts';

/** Oldest git with the options used here and with the known holes closed (Debian 12: 2.39.5-0+deb12u3). */
export const oldestSupportedGit = '2.39.5';

export class UnsupportedGitError extends Error {
  readonly version: string;

  constructor(version: string) {
    super(`git ${version} is too old: Notelab needs git ${oldestSupportedGit} or newer`);
    this.name = 'UnsupportedGitError';
    this.version = version;
  }
}

/** Version of the git that would run, e.g. `2.39.5`. @throws GitError `git-missing` */
export async function readGitVersion(git: GitEnvironment): Promise<string> {
  const { stdout } = await runGit(git, '/', ['version'], { outsideRepository: true });
  return /\d+(?:\.\d+)+/.exec(stdout.toString('latin1'))?.[0] ?? stdout.toString('latin1').trim();
}

/** @throws UnsupportedGitError */
export function assertSupportedGit(version: string): void {
  const found = version.split('.').map(Number);
  const needed = oldestSupportedGit.split('.').map(Number);
  for (const [index, part] of needed.entries()) {
    const difference = (found[index] ?? 0) - part;
    if (difference > 0) return;
    if (!(difference >= 0)) throw new UnsupportedGitError(version);
  }
}
