import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { toPathList } from './repository-path.ts';

/** Those of the paths that git ignores. */
export async function filterIgnored(git: GitEnvironment, dir: string, paths: string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  // This command alone does not know literal paths; `./` keeps a name such as `:(top)` what it is.
  const prefix = './';
  const list = toPathList(paths.map((path) => path.replace(/\/$/, ''))).toString('latin1');
  const { stdout } = await runGit(git, dir, ['check-ignore', '-z', '--stdin'], {
    stdin: Buffer.from(
      list.replace(/[^\0]+/g, (path) => prefix + path),
      'latin1',
    ),
    env: { GIT_LITERAL_PATHSPECS: '0' },
    okExitCodes: [0, 1],
    readOnly: true,
  });
  return splitNull(stdout).map((path) => path.slice(prefix.length));
}
