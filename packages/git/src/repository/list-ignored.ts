import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import type { RepositoryPlace } from '../recovery/carry-kept-states.ts';

/**
 * Files that .gitignore leaves out; a folder that is ignored as a whole counts once and ends with a slash.
 * @param options.workTree absolute; where the files are, when not in the repository's own folder
 */
export async function listIgnored(
  { git, dir }: RepositoryPlace,
  { workTree }: { workTree?: string | undefined } = {},
): Promise<string[]> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const env: Record<string, string> = workTree === undefined ? {} : { GIT_WORK_TREE: workTree };
  return splitNull((await runGit(git, dir, args, { readOnly: true, env })).stdout);
}
