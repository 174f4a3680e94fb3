import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from '../repository/path-encoding.ts';
import { toPathList } from '../repository/repository-path.ts';

/** Which of the paths Git LFS is to keep, as the repository's attributes say. */
export async function findLfsTracked(git: GitEnvironment, dir: string, paths: string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const { stdout } = await runGit(git, dir, ['check-attr', '-z', '--stdin', 'filter'], {
    stdin: toPathList(paths),
    readOnly: true,
  });
  const fields: string[] = [];
  for (let start = 0; start < stdout.length; ) {
    const end = stdout.indexOf(0, start);
    fields.push(decodePath(stdout.subarray(start, end)));
    start = end + 1;
  }
  return paths.filter((_, index) => fields[index * 3 + 2] === 'lfs');
}
