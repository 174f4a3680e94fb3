import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { findRemoteUrl } from './read-remote-url.ts';

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
