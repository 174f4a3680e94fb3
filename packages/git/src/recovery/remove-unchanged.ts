import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { toPathList } from '../repository/repository-path.ts';

/**
 * Removes files that are as `tree` has them. One that changed since makes git stop before it touches any: the step
 * is a merge of two trees (git-read-tree(1)). Folders that become empty go, too.
 */
export async function removeUnchanged(
  git: GitEnvironment,
  dir: string,
  { tree, paths, signal }: { tree: string; paths: string[]; signal: AbortSignal | undefined },
): Promise<void> {
  const indexFile = `.git/notelab-remove-${randomUUID()}`;
  const options = { env: { GIT_INDEX_FILE: indexFile }, signal, timeoutMs: 600_000 };
  try {
    await runGit(git, dir, ['read-tree', tree], options);
    await runGit(git, dir, ['update-index', '--force-remove', '-z', '--stdin'], {
      ...options,
      stdin: toPathList(paths),
    });
    const rest = (await runGit(git, dir, ['write-tree'], options)).stdout.toString('latin1').trim();
    await runGit(git, dir, ['read-tree', tree], options);
    await runGit(git, dir, ['update-index', '-q', '--refresh'], { ...options, okExitCodes: [0, 1] });
    await runGit(git, dir, ['read-tree', '-m', '-u', tree, rest], options);
  } finally {
    for (const name of [indexFile, `${indexFile}.lock`]) await rm(join(dir, name), { force: true });
  }
}
