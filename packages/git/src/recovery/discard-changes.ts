import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { toPathList } from '../repository/repository-path.ts';
import { readHead } from '../status/read-head.ts';
import {
  deleteRecoveryPoint,
  type RecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from './recovery-points.ts';
import { removeUnchanged } from './remove-unchanged.ts';

export type DiscardResult =
  | { kind: 'discarded'; point: RecoveryPoint }
  /** files that are too large to be kept, or repositories of their own; nothing was changed */
  | { kind: 'cannot-be-kept'; paths: string[] }
  | { kind: 'operation-in-progress'; operation: OngoingOperation }
  | { kind: 'no-commit-yet' };

/**
 * Makes these files what they are in the last commit; new ones go away. All local changes are kept as a recovery
 * point first.
 * @throws InvalidPathError for a path outside the tree
 */
export async function discardChanges(
  git: GitEnvironment,
  dir: string,
  { paths, ...options }: TakeOptions & { paths: string[] },
): Promise<DiscardResult> {
  toPathList(paths); // refuses bad paths before anything is touched
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  if ((await readHead(git, dir)).kind === 'unborn') return { kind: 'no-commit-yet' };
  const point = await takeRecoveryPoint(git, dir, options);
  const leftOut = new Set(point.leftOut.map((path) => path.replace(/\/$/, '')));
  const unkept = paths.filter((path) => leftOut.has(path));
  if (unkept.length > 0) {
    await deleteRecoveryPoint(git, dir, point.id);
    return { kind: 'cannot-be-kept', paths: unkept };
  }

  const { signal } = options;
  const untracked = await listUntracked(git, dir);
  const isNew = (path: string) => untracked.has(path);
  // New ones first: one may stand where a deleted one comes back.
  const fresh = paths.filter(isNew);
  if (fresh.length > 0) await removeUnchanged(git, dir, { tree: `${point.oid}^3`, paths: fresh, signal });
  const tracked = paths.filter((path) => !isNew(path));
  if (tracked.length > 0) {
    const from = ['--pathspec-from-file=-', '--pathspec-file-nul'];
    await runGit(git, dir, ['restore', '--source=HEAD', '--staged', '--worktree', '--quiet', ...from], {
      stdin: toPathList(tracked),
      timeoutMs: 600_000,
      signal,
    });
  }
  return { kind: 'discarded', point };
}

async function listUntracked(git: GitEnvironment, dir: string): Promise<Set<string>> {
  const args = ['ls-files', '--others', '--exclude-standard', '-z'];
  return new Set(splitNull((await runGit(git, dir, args, { readOnly: true })).stdout));
}
