import type { GitEnvironment } from './git-environment.ts';
import { findRemoteUrl } from './read-remote-url.ts';
import { runGit } from './run-git.ts';

/** Changes the address of `origin`, if it still is `from`: one that somebody has chosen themselves stays. */
export async function replaceRemoteUrl(
  git: GitEnvironment,
  dir: string,
  { from, to }: { from: string; to: string },
): Promise<void> {
  if ((await findRemoteUrl(git, dir)) !== from) return;
  await runGit(git, dir, [
    'config',
    '--local',
    '--fixed-value',
    '--replace-all',
    'remote.origin.url',
    to,
    from,
  ]);
}
