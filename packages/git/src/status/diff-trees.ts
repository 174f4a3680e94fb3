import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';

const maxOutputBytes = 256 * 1024 * 1024;

/** The empty tree, which every git knows without having it, in the hash of another object id. */
export function toEmptyTree(oid: string): string {
  return oid.length === 64
    ? '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
    : '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
}

/**
 * Files that differ between two commits (or trees), in the format that was asked for.
 * @param from null: compare with nothing, so that every file counts as added
 */
export async function diffTrees(
  git: GitEnvironment,
  dir: string,
  [from, to]: [from: string | null, to: string],
  format: string[],
): Promise<Buffer> {
  const asStored = ['--no-ext-diff', '--no-textconv', '--end-of-options'];
  const args = ['diff-tree', '-r', '-z', ...format, ...asStored, from ?? toEmptyTree(to), to, '--'];
  return (await runGit(git, dir, args, { readOnly: true, maxOutputBytes })).stdout;
}
