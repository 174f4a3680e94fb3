import { findObstacles } from '../branches/find-obstacles.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { mergeTrees } from '../pull/merge-trees.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import type { MergeNotebook } from '../pull/settle-notebooks.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { moveFiles, moveIndex, readWorkingTree, type WorkingTree } from '../repository/working-tree.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';
import { readHead } from '../status/read-head.ts';
import {
  deleteRecoveryPoint,
  findUntracked,
  type RecoveryPoint,
  type TakeOptions,
  takeRecoveryPoint,
} from './recovery-points.ts';

export type SetAsideResult =
  /** `point.leftOut` (too large, or repositories of their own) stayed where they were */
  | { kind: 'set-aside'; point: RecoveryPoint }
  | { kind: 'nothing-to-set-aside' }
  | { kind: 'no-commit-yet' }
  | { kind: 'unresolved-conflicts' }
  | { kind: 'operation-in-progress'; operation: OngoingOperation }
  /** somebody wrote to these files at this very moment; nothing was changed */
  | { kind: 'changed-meanwhile'; files: string[] }
  /** `beforeClearing` said no; nothing was changed */
  | { kind: 'stopped' };

export type GiveBackResult =
  | { kind: 'given-back'; files: string[] }
  /** both sides changed these; nothing was changed, and the point has everything still */
  | { kind: 'conflicts'; files: string[] }
  /** files that git does not know, or that were written to at this very moment; nothing was changed */
  | { kind: 'in-the-way'; files: string[] }
  | { kind: 'unresolved-conflicts' }
  | { kind: 'operation-in-progress'; operation: OngoingOperation };

/**
 * Puts all local changes (staged or not, untracked files, not ignored ones) into a recovery point and makes the
 * checkout what its commit has. Nobody's stash is touched. The changes come back with `giveBack`, here or on another
 * commit; until the caller deletes it, the recovery point holds them whatever happens.
 *
 * Stopped at any moment, the changes are on disk or in the point, and the point is there before a file is touched.
 * @param options.beforeClearing called when everything is kept and nothing was touched yet; `false` stops here
 */
export async function setAside(
  git: GitEnvironment,
  dir: string,
  options: TakeOptions & { beforeClearing?(point: RecoveryPoint): Promise<unknown> },
): Promise<SetAsideResult> {
  const { signal, beforeClearing } = options;
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  if ((await readHead(git, dir)).kind === 'unborn') return { kind: 'no-commit-yet' };
  const point = await takeRecoveryPoint(git, dir, options);
  const stop = async <T extends SetAsideResult>(result: T): Promise<T> => {
    await deleteRecoveryPoint(git, dir, point.id);
    return result;
  };
  if (!point.holdsChanges) return stop({ kind: 'nothing-to-set-aside' });
  return withOwnIndex(dir, async (indexFile) => {
    const present = await readWorkingTree(git, dir, { indexFile, leaveOut: point.leftOut, signal });
    if (!present) return stop({ kind: 'unresolved-conflicts' });
    const kept = await readKept(git, dir, point, signal);
    if (present.files !== kept.files || present.index !== kept.index) {
      const changed = await listChangedPaths(git, dir, kept.files, present.files);
      return stop({ kind: 'changed-meanwhile', files: changed.map(({ path }) => path) });
    }
    if ((await beforeClearing?.(point)) === false) return stop({ kind: 'stopped' });
    // First the index: stopped in between, all changes are still on disk, merely not staged any more.
    await moveIndex(git, dir, kept.base, signal);
    const inTheWay = await moveFiles(git, dir, { indexFile, from: kept.files, to: kept.base, signal });
    if (inTheWay.length > 0) {
      await moveIndex(git, dir, kept.index);
      return stop({ kind: 'changed-meanwhile', files: inTheWay });
    }
    await moveIndex(git, dir, kept.base);
    return { kind: 'set-aside', point };
  });
}

/**
 * Brings the changes that a recovery point holds into the checkout as it is now, on whatever commit and with
 * whatever local changes: a three-way merge, renames followed. All or nothing, and the point stays. What was staged
 * is staged again, unless the index has moved on in the same places.
 * @param options.mergeNotebook merges notebooks by cells; without it their lines are merged as of any text
 */
export async function giveBack(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  options: { mergeNotebook?: MergeNotebook | undefined; signal?: AbortSignal | undefined } = {},
): Promise<GiveBackResult> {
  const { mergeNotebook, signal } = options;
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'operation-in-progress', operation };
  return withOwnIndex(dir, async (indexFile) => {
    const kept = await readKept(git, dir, point, signal);
    const present = await readWorkingTree(git, dir, { indexFile, leaveOut: point.leftOut, signal });
    if (!present) return { kind: 'unresolved-conflicts' };
    const { base } = kept;
    const merged = await mergeTrees(git, dir, {
      base,
      ours: present.files,
      theirs: kept.files,
      mergeNotebook,
      signal,
    });
    if (merged.kind === 'conflicts') return merged;
    const { tree: to } = merged;
    const obstacles = await findObstacles(git, dir, { indexFile, from: present.files, to });
    if (obstacles.length > 0) return { kind: 'in-the-way', files: obstacles };
    const inTheWay = await moveFiles(git, dir, { indexFile, from: present.files, to, signal });
    if (inTheWay.length > 0) return { kind: 'in-the-way', files: inTheWay };
    // The files are back; what is left says only which of them are staged.
    const index = await mergeTrees(git, dir, {
      base,
      ours: present.index,
      theirs: kept.index,
      mergeNotebook,
    });
    if (index.kind === 'merged') await moveIndex(git, dir, index.tree);
    const files = await listChangedPaths(git, dir, base, kept.files);
    return { kind: 'given-back', files: files.map(({ path }) => path) };
  });
}

/**
 * Would `giveBack` find conflicts on this commit, if it were checked out without local changes? Nothing is touched.
 * @returns the paths that both sides changed; none when it goes well
 */
export async function previewGiveBack(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  commit: string,
  options: { mergeNotebook?: MergeNotebook | undefined } = {},
): Promise<string[]> {
  const { base, files } = await readKept(git, dir, point);
  const { stdout } = await runGit(git, dir, ['rev-parse', '--verify', `${commit}^{tree}`], {
    readOnly: true,
  });
  const ours = stdout.toString('latin1').trim();
  const merged = await mergeTrees(git, dir, { base, ours, theirs: files, ...options });
  return merged.kind === 'conflicts' ? merged.files : [];
}

/** What a point holds, as trees: of the commit it was on, of the index, of all files. */
export async function readKept(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
  signal?: AbortSignal,
): Promise<WorkingTree & { base: string }> {
  const treeOf = async (revision: string) => {
    const args = ['rev-parse', '--verify', `${revision}^{tree}`];
    return (await runGit(git, dir, args, { readOnly: true })).stdout.toString('latin1').trim();
  };
  const [base, index, tracked] = await Promise.all(
    [`${point.oid}^1`, `${point.oid}^2`, point.oid].map(treeOf) as [
      Promise<string>,
      Promise<string>,
      Promise<string>,
    ],
  );
  const untracked = await findUntracked(git, dir, point);
  if (!untracked) return { base, index, files: tracked };
  return withOwnIndex(dir, async (indexFile) => {
    const options = { env: { GIT_INDEX_FILE: indexFile }, signal };
    await runGit(git, dir, ['read-tree', tracked], options);
    const listing = await runGit(git, dir, ['ls-tree', '-r', '-z', untracked], { readOnly: true });
    await runGit(git, dir, ['update-index', '-z', '--index-info'], { ...options, stdin: listing.stdout });
    const { stdout } = await runGit(git, dir, ['write-tree'], options);
    return { base, index, files: stdout.toString('latin1').trim() };
  });
}
