import type { GitEnvironment } from './git-environment.ts';
import { splitNull, toRecords } from './null-separated.ts';
import { runGit } from './run-git.ts';

/** The empty tree, which every git knows without having it, in the hash of another object id. */
export function toEmptyTree(oid: string): string {
  return oid.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

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
  const { stdout } = await runGit(
    git,
    dir,
    [
      'diff-tree',
      '-r',
      '-z',
      '--name-status',
      '--no-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--end-of-options',
      from ?? toEmptyTree(to),
      to,
      '--',
    ],
    { readOnly: true },
  );
  const changes: Record<string, ChangedPath['change']> = { A: 'added', D: 'deleted', T: 'type-changed' };
  return toRecords(splitNull(stdout), 2).map(([code = '', path = '']) => ({
    path,
    change: changes[code] ?? 'modified',
  }));
}
