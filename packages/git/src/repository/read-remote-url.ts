import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from './path-encoding.ts';

/**
 * The address in the repository's configuration as it is written there (`insteadOf` not applied), or null. Of
 * several addresses the first, which is the one git fetches from.
 */
export async function findRemoteUrl(
  git: GitEnvironment,
  dir: string,
  remote = 'origin',
): Promise<string | null> {
  const { stdout } = await runGit(
    git,
    dir,
    ['config', '--local', '-z', '--get-all', `remote.${remote}.url`],
    {
      okExitCodes: [0, 1],
      readOnly: true,
    },
  );
  const end = stdout.indexOf(0);
  return end < 0 ? null : decodePath(stdout.subarray(0, end));
}
