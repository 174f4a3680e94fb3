import { lstat } from 'node:fs/promises';
import { listKeepable, listStashes, withoutPushed } from '../branches/kept-branches.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { type GitIdentity, toIdentityVariables } from '../process/identity-variables.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { listIndex, treeOfOurs } from '../pull/conflicted-index.ts';
import { keepOngoing } from '../pull/ongoing-state.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';
import { createScratch, type Scratch } from '../repository/scratch-index.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';
import { findCommit, readHead } from '../status/read-head.ts';
import { formatNote, parseNote, type RecoveryNote } from './recovery-point-note.ts';

/**
 * A state of a checkout that can be brought back: the commit it was on, and its local changes, untracked files
 * included. It is a commit of the shape that `git stash` makes (tree: tracked files as on disk; parents: HEAD,
 * the index, untracked files), kept by a ref of its own, so that git itself can apply it. A fourth parent holds
 * other branches and stashes, and the state of a merge or rebase that was under way.
 */
export interface RecoveryPoint extends Omit<RecoveryNote, 'unborn'> {
  id: string;
  oid: string;
  /** Why it was taken, as the caller said it. */
  reason: string;
  /** Who acted. */
  by: string;
  /** ISO 8601. */
  takenAt: string;
  /** The commit that was current; null before the first one. */
  head: string | null;
}

export interface TakeOptions {
  /** `[0-9a-z]+`, unique within the repository */
  id: string;
  reason: string;
  by: GitIdentity;
  /** other branches that the action could lose */
  branches?: readonly string[];
  /** besides: every branch with commits that the remote lacks, and the stashes */
  allLocal?: boolean;
  /** absolute; where the files are, when not in the repository's own folder */
  workTree?: string;
  /** larger untracked files are left out; default 100 MiB */
  maxFileBytes?: number;
  signal?: AbortSignal;
}

export const recoveryRefs = 'refs/notelab/recovery/';
const defaultMaxFileBytes = 100 * 1024 * 1024;

/** Keeps the present state. The checkout itself is not touched. */
export async function takeRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  options: TakeOptions,
): Promise<RecoveryPoint> {
  const { id, reason, by, signal, workTree, maxFileBytes = defaultMaxFileBytes } = options;
  const scratch = createScratch(git, dir, { signal, workTree, env: toIdentityVariables(by, by) });
  // Most of the time goes into starting processes, so those that can run side by side do.
  const [head, indexTree, unstaged, { kept, leftOut, bytes }, emptyTree] = await Promise.all([
    readHead(git, dir),
    scratch.tryOid(['write-tree']),
    listUnstaged(scratch),
    sortUntracked(scratch, workTree ?? dir, maxFileBytes),
    scratch.oid(['hash-object', '-w', '-t', 'tree', '--stdin'], { stdin: '' }),
  ]);
  // Git applies nothing that has no commit before it.
  const headOid =
    head.kind === 'unborn' ? await scratch.commit(emptyTree, [], 'before the first commit') : head.oid;
  const headTree = await scratch.oid(['rev-parse', '--verify', `${headOid}^{tree}`]);

  const conflicted = indexTree === null ? await listIndex(scratch) : null;
  const index = indexTree ?? (await treeOfOurs(scratch, conflicted!));
  const tracked = await scratch.treeWith(index, unstaged);
  const untracked = kept.length > 0 ? await scratch.treeWith(null, kept) : null;
  const changed = tracked === headTree ? [] : await listChangedPaths(git, dir, headTree, tracked);

  const ongoing = workTree === undefined ? await keepOngoing(scratch, dir, conflicted) : null;
  const { branches, stashes } = await listOthers(git, dir, options);
  if (ongoing?.branch) branches.push(ongoing.branch);
  const note: RecoveryNote = {
    branch: head.kind === 'detached' ? null : head.branch,
    unborn: head.kind === 'unborn',
    holdsChanges: tracked !== headTree || index !== headTree || untracked !== null || ongoing !== null,
    changedCount: changed.length,
    newCount: kept.length,
    fileBytes:
      bytes +
      (await sizeOfAll(
        workTree ?? dir,
        changed.map(({ path }) => path),
      )),
    leftOut,
    branches,
    stashes,
    operation: ongoing?.operation ?? null,
  };
  const others = [...new Set([...branches, ...stashes].map(({ oid }) => oid).concat(ongoing?.commits ?? []))];
  const parents = [headOid, await scratch.commit(index, [headOid], 'index')];
  const hasMore = others.length > 0 || ongoing !== null;
  if (untracked || hasMore) parents.push(await scratch.commit(untracked ?? emptyTree, [], 'untracked files'));
  if (hasMore) parents.push(await scratch.commit(ongoing?.tree ?? emptyTree, others, 'also kept'));
  const oid = await scratch.commit(tracked, parents, `${toLine(reason)}\n\n${formatNote(note)}`);
  await runGit(git, dir, ['update-ref', `${recoveryRefs}${id}`, oid, '0'.repeat(oid.length)]);
  return (await findRecoveryPoint(git, dir, id))!;
}

/** Keeps a commit that a branch ends with, without local changes: for a branch that is about to go. */
export async function keepCommit(
  git: GitEnvironment,
  dir: string,
  options: Pick<TakeOptions, 'id' | 'reason' | 'by' | 'signal'> & { branch: string; oid: string },
): Promise<void> {
  const { id, reason, by, branch, oid, signal } = options;
  const scratch = createScratch(git, dir, { signal, env: toIdentityVariables(by, by) });
  const tree = await scratch.oid(['rev-parse', '--verify', `${oid}^{tree}`]);
  const note = { ...emptyNote, branch };
  const parents = [oid, await scratch.commit(tree, [oid], 'index')];
  const kept = await scratch.commit(tree, parents, `${toLine(reason)}\n\n${formatNote(note)}`);
  await runGit(git, dir, ['update-ref', `${recoveryRefs}${id}`, kept, '0'.repeat(kept.length)]);
}

/** Keeps a state that something else has kept so far. */
export async function keepAsRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  { id, oid }: Pick<RecoveryPoint, 'id' | 'oid'>,
): Promise<void> {
  await runGit(git, dir, ['update-ref', `${recoveryRefs}${id}`, oid]);
}

/** All recovery points of a repository, newest first. */
export async function listRecoveryPoints(git: GitEnvironment, dir: string): Promise<RecoveryPoint[]> {
  return readPoints(git, dir, recoveryRefs);
}

export async function findRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  id: string,
): Promise<RecoveryPoint | null> {
  const points = await readPoints(git, dir, recoveryRefs, id);
  return points.find((point) => point.id === id) ?? null;
}

/** Lets go of a recovery point. */
export async function deleteRecoveryPoint(git: GitEnvironment, dir: string, id: string): Promise<void> {
  await runGit(git, dir, ['update-ref', '-d', `${recoveryRefs}${id}`]);
}

/** What a recovery point holds, by path: its changes against the commit it was on, and untracked files. */
export async function readRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  point: RecoveryPoint,
): Promise<{ changed: string[]; untracked: string[] }> {
  const untracked = await findUntracked(git, dir, point);
  const [changed, files] = await Promise.all([
    listChangedPaths(git, dir, point.head, point.oid),
    untracked ? listChangedPaths(git, dir, null, untracked) : [],
  ]);
  return { changed: changed.map(({ path }) => path), untracked: files.map(({ path }) => path) };
}

/** Whether two points hold the same files, staged files, commits and branches. */
export async function isSameState(
  git: GitEnvironment,
  dir: string,
  a: RecoveryPoint,
  b: RecoveryPoint,
): Promise<boolean> {
  if (a.oid === b.oid) return true;
  const read = async ({ oid, head, branch, branches, stashes, operation }: RecoveryPoint) => {
    const trees = ['', '^2', '^3', '^4'].map((parent) => `${oid}${parent}^{tree}`);
    const found = await runGit(git, dir, ['cat-file', '--batch-check=%(objectname)'], {
      stdin: `${trees.join('\n')}\n`,
      readOnly: true,
    });
    // Of a missing parent it tells the name, which begins with another commit's id.
    const contents = found.stdout.toString('latin1').replaceAll(oid, '');
    return JSON.stringify([contents, head, branch, branches, stashes, operation]);
  };
  return (await read(a)) === (await read(b));
}

/** The commit of a point's untracked files, or null. */
export function findUntracked(
  git: GitEnvironment,
  dir: string,
  { oid }: Pick<RecoveryPoint, 'oid'>,
): Promise<string | null> {
  return findCommit(git, dir, `${oid}^3`);
}

/** Points whose refs begin with `prefix`, newest first; `id` looks for one. */
export async function readPoints(
  git: GitEnvironment,
  dir: string,
  prefix: string,
  id = '',
): Promise<RecoveryPoint[]> {
  const fields = ['refname', 'objectname', 'authorname', 'committerdate:iso-strict', 'parent', 'contents'];
  const format = fields.map((field) => `%(${field})%00`).join('');
  const { stdout } = await runGit(
    git,
    dir,
    ['for-each-ref', `--format=${format}`, '--sort=-committerdate', prefix + id],
    { readOnly: true },
  );
  return toRecords(splitNull(stdout), fields.length).flatMap(
    ([ref = '', oid = '', by = '', takenAt = '', parents = '', contents = '']) => {
      const [reason = '', , ...rest] = contents.split('\n');
      const note = parseNote(rest.join('\n'));
      if (!note) return [];
      const own = ref.trim().slice(prefix.length);
      const { unborn, ...held } = note;
      return [
        { id: own, oid, reason, by, takenAt, head: unborn ? null : (parents.split(' ')[0] ?? null), ...held },
      ];
    },
  );
}

/** The commit of what else a point holds, or null. */
export function findAlsoKept(
  git: GitEnvironment,
  dir: string,
  { oid }: Pick<RecoveryPoint, 'oid'>,
): Promise<string | null> {
  return findCommit(git, dir, `${oid}^4`);
}

async function listOthers(git: GitEnvironment, dir: string, { branches = [], allLocal }: TakeOptions) {
  if (!allLocal && branches.length === 0) return { branches: [], stashes: [] };
  const all = await listKeepable(git, dir, allLocal ? null : branches);
  if (!allLocal) return { branches: all, stashes: [] };
  const named = all.filter(({ name }) => branches.includes(name));
  const rest = all.filter(({ name }) => !branches.includes(name));
  return {
    branches: [...named, ...(await withoutPushed(git, dir, rest))],
    stashes: await listStashes(git, dir),
  };
}

/** Tracked files that differ from the index, those with conflicts among them. */
async function listUnstaged({ run }: Scratch): Promise<string[]> {
  const args = ['diff-files', '-z', '--name-only', '--no-ext-diff', '--ignore-submodules=all', '--'];
  return [...new Set(splitNull((await run(args, { readOnly: true })).stdout))];
}

async function sortUntracked({ run }: Scratch, dir: string, maxFileBytes: number) {
  const { stdout } = await run(['ls-files', '--others', '--exclude-standard', '-z'], { readOnly: true });
  const kept: string[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const path of splitNull(stdout)) {
    // A slash at the end names a repository inside this one.
    const isOwnRepository = path.endsWith('/');
    const size = isOwnRepository ? 0 : await sizeOf(dir, path);
    if (isOwnRepository || size > maxFileBytes) leftOut.push(path);
    else {
      kept.push(path);
      bytes += size;
    }
  }
  return { kept, leftOut, bytes };
}

async function sizeOfAll(dir: string, paths: string[]): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += await sizeOf(dir, path);
  return bytes;
}

async function sizeOf(dir: string, path: string): Promise<number> {
  const file = Buffer.concat([Buffer.from(`${dir}/`), toRepositoryPathBytes(path)]);
  return (await lstat(file).catch(() => null))?.size ?? 0;
}

const emptyNote: RecoveryNote = {
  branch: null,
  unborn: false,
  holdsChanges: false,
  changedCount: 0,
  newCount: 0,
  fileBytes: 0,
  leftOut: [],
  branches: [],
  stashes: [],
  operation: null,
};

const toLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim() || 'Recovery point';
