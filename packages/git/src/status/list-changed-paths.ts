import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { diffTrees } from './diff-trees.ts';

export interface ChangedPath {
  path: string;
  change: 'added' | 'modified' | 'deleted' | 'type-changed';
}

/**
 * Files that differ between two commits (or trees); a rename is a deletion and an addition.
 * @param from null: compare with nothing, so that every file counts as added
 */
export async function listChangedPaths(
  git: GitEnvironment,
  dir: string,
  from: string | null,
  to: string,
): Promise<ChangedPath[]> {
  const stdout = await diffTrees(git, dir, [from, to], ['--name-status', '--no-renames']);
  const changes: Record<string, ChangedPath['change']> = { A: 'added', D: 'deleted', T: 'type-changed' };
  return toRecords(splitNull(stdout), 2).map(([code = '', path = '']) => ({
    path,
    change: changes[code] ?? 'modified',
  }));
}
