import { lstat } from 'node:fs/promises';
import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { encodePath } from '../repository/path-encoding.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';

/**
 * Files on disk that `to` would write to and `from` does not know: ignored ones above all, which `git read-tree -u`
 * overwrites without a word.
 * @param change.indexFile an index that knows the files of `from`
 */
export async function findObstacles(
  git: GitEnvironment,
  dir: string,
  change: { indexFile: string; from: string; to: string },
): Promise<string[]> {
  const changes = await listChangedPaths(git, dir, change.from, change.to);
  const leaving = new Set(changes.filter((entry) => entry.change === 'deleted').map(({ path }) => path));
  const obstacles = new Set<string>();
  for (const { path } of changes.filter((entry) => entry.change === 'added')) {
    const found = await findFirstFile(dir, path);
    if (!found || leaving.has(found.path)) continue;
    if (!found.isFolder) obstacles.add(found.path);
    else for (const file of await listUnknown(git, dir, change.indexFile, path)) obstacles.add(file);
  }
  return [...obstacles];
}

/** The first thing on the way to `path`, or at it, that is no folder; or the folder at it. */
async function findFirstFile(dir: string, path: string): Promise<{ path: string; isFolder: boolean } | null> {
  const names = path.split('/');
  for (let count = 1; count <= names.length; count++) {
    const part = names.slice(0, count).join('/');
    const stats = await lstat(Buffer.concat([Buffer.from(`${dir}/`), encodePath(part)])).catch(() => null);
    if (!stats) return null;
    if (!stats.isDirectory()) return { path: part, isFolder: false };
    if (count === names.length) return { path: part, isFolder: true };
  }
  return null;
}

async function listUnknown(git: GitEnvironment, dir: string, indexFile: string, folder: string) {
  const { stdout } = await runGit(git, dir, ['ls-files', '--others', '-z', '--', folder], {
    env: { GIT_INDEX_FILE: indexFile },
    readOnly: true,
  });
  return splitNull(stdout);
}
