import { randomUUID } from 'node:crypto';
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from './git-environment.ts';
import { type GitIdentity, toIdentityVariables } from './identity-variables.ts';
import { listChangedPaths } from './list-changed-paths.ts';
import { splitNull, toRecords } from './null-separated.ts';
import { findCommit, readHead } from './read-head.ts';
import { toRepositoryPathBytes } from './repository-path.ts';
import { runGit } from './run-git.ts';
import { stageFiles } from './stage-files.ts';

/**
 * A state of a checkout that can be brought back: the commit it was on, and its local changes, untracked files
 * included. It is a commit of the shape that `git stash` makes (tree: tracked files as on disk; parents: HEAD,
 * the index, untracked files), kept by a ref of its own, so that git itself can apply it.
 */
export interface RecoveryPoint {
  id: string;
  oid: string;
  /** Why it was taken, as the caller said it. */
  reason: string;
  /** Who acted. */
  by: string;
  /** ISO 8601. */
  takenAt: string;
  /** The branch that was current; null when there was none. */
  branch: string | null;
  /** The commit that was current; null before the first one. */
  head: string | null;
  /** Whether it holds local changes, besides the commit. */
  holdsChanges: boolean;
  /** Untracked files that are too large to be kept; they were left where they are. */
  leftOut: string[];
}

export interface TakeOptions {
  /** `[0-9a-z]+`, unique within the repository */
  id: string;
  reason: string;
  by: GitIdentity;
  /** larger untracked files are left out; default 100 MiB */
  maxFileBytes?: number;
  signal?: AbortSignal;
}

export type TakeResult = { kind: 'taken'; point: RecoveryPoint } | { kind: 'no-commit-yet' };

const refPrefix = 'refs/notelab/recovery/';
const defaultMaxFileBytes = 100 * 1024 * 1024;

/** What a recovery point's message holds besides its first line. */
interface Note {
  branch: string | null;
  holdsChanges: boolean;
  leftOut: string[];
}

/** Keeps the present state. The checkout itself is not touched. */
export async function takeRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  options: TakeOptions,
): Promise<TakeResult> {
  const { id, reason, by, signal } = options;
  const head = await readHead(git, dir);
  if (head.kind === 'unborn') return { kind: 'no-commit-yet' };
  const run = createRunner(git, dir, { signal, env: toIdentityVariables(by, by) });
  try {
    const headTree = await run.oid(['rev-parse', '--verify', `${head.oid}^{tree}`]);
    const index = (await run.tryOid(['write-tree'])) ?? headTree;
    const tracked = await run.treeWith(index, await listUnstaged(run));
    const { kept, leftOut } = await sortUntracked(run, dir, options.maxFileBytes ?? defaultMaxFileBytes);
    const untracked = kept.length > 0 ? await run.treeWith(null, kept) : null;
    const holdsChanges = tracked !== headTree || index !== headTree || untracked !== null;

    const note: Note = { branch: head.kind === 'branch' ? head.branch : null, holdsChanges, leftOut };
    const parents = [head.oid, await run.commit(index, [head.oid], 'index')];
    if (untracked) parents.push(await run.commit(untracked, [], 'untracked files'));
    const oid = await run.commit(tracked, parents, `${toLine(reason)}\n\n${JSON.stringify(note)}`);
    await runGit(git, dir, ['update-ref', `${refPrefix}${id}`, oid, '0'.repeat(oid.length)]);
    const point = await findRecoveryPoint(git, dir, id);
    return { kind: 'taken', point: point! };
  } finally {
    await run.clean();
  }
}

/** All recovery points of a repository, newest first. */
export async function listRecoveryPoints(git: GitEnvironment, dir: string): Promise<RecoveryPoint[]> {
  return readPoints(git, dir, refPrefix);
}

export async function findRecoveryPoint(
  git: GitEnvironment,
  dir: string,
  id: string,
): Promise<RecoveryPoint | null> {
  const points = await readPoints(git, dir, refPrefix, id);
  return points.find((point) => point.id === id) ?? null;
}

/** Lets go of a recovery point. */
export async function deleteRecoveryPoint(git: GitEnvironment, dir: string, id: string): Promise<void> {
  await runGit(git, dir, ['update-ref', '-d', `${refPrefix}${id}`]);
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
      return [{ id: own, oid, reason, by, takenAt, head: parents.split(' ')[0] ?? null, ...note }];
    },
  );
}

/** Anybody can make refs in a shared repository: what is not ours is passed over. */
function parseNote(text: string): Note | null {
  try {
    const { branch, holdsChanges, leftOut }: Partial<Note> = JSON.parse(text);
    const isBranch = branch === null || typeof branch === 'string';
    if (!isBranch || typeof holdsChanges !== 'boolean' || !Array.isArray(leftOut)) return null;
    return { branch, holdsChanges, leftOut: leftOut.filter((path) => typeof path === 'string') };
  } catch {
    return null;
  }
}

type Runner = ReturnType<typeof createRunner>;

/** git with index files of its own, so that the repository's stays as it is. */
function createRunner(
  git: GitEnvironment,
  dir: string,
  { env, signal }: { env: Record<string, string>; signal: AbortSignal | undefined },
) {
  const indexFiles: string[] = [];
  const run = (args: string[], options: Parameters<typeof runGit>[3] = {}) =>
    runGit(git, dir, args, { signal, timeoutMs: 600_000, ...options, env: { ...env, ...options.env } });
  const oid = async (args: string[], options?: Parameters<typeof runGit>[3]) =>
    (await run(args, options)).stdout.toString('latin1').trim();
  return {
    run,
    oid,
    /** Null when git cannot: the index has conflicts. */
    async tryOid(args: string[]): Promise<string | null> {
      const { exitCode, stdout } = await run(args, { okExitCodes: [0, 1, 128] });
      return exitCode === 0 ? stdout.toString('latin1').trim() : null;
    },
    /** A tree like `tree`, or like nothing, with these files as they are on disk. */
    async treeWith(tree: string | null, paths: string[]): Promise<string> {
      if (tree && paths.length === 0) return tree;
      const indexFile = `.git/notelab-recovery-${randomUUID()}`;
      indexFiles.push(indexFile);
      const own = { GIT_INDEX_FILE: indexFile };
      await run(['read-tree', ...(tree ? [tree] : ['--empty'])], { env: own });
      await stageFiles(git, dir, paths, { env: own, signal });
      return oid(['write-tree'], { env: own });
    },
    commit: (tree: string, parents: string[], message: string) =>
      oid(['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'], {
        stdin: message,
      }),
    async clean(): Promise<void> {
      for (const file of indexFiles)
        for (const name of [file, `${file}.lock`]) await rm(join(dir, name), { force: true });
    },
  };
}

/** Tracked files that differ from the index, those with conflicts among them. */
async function listUnstaged({ run }: Runner): Promise<string[]> {
  const args = ['diff-files', '-z', '--name-only', '--no-ext-diff', '--ignore-submodules=all', '--'];
  return [...new Set(splitNull((await run(args, { readOnly: true })).stdout))];
}

async function sortUntracked({ run }: Runner, dir: string, maxFileBytes: number) {
  const { stdout } = await run(['ls-files', '--others', '--exclude-standard', '-z'], { readOnly: true });
  const kept: string[] = [];
  const leftOut: string[] = [];
  for (const path of splitNull(stdout)) {
    // A slash at the end names a repository inside this one.
    const isOwnRepository = path.endsWith('/');
    const size = isOwnRepository ? 0 : await sizeOf(dir, path);
    if (isOwnRepository || size > maxFileBytes) leftOut.push(path);
    else kept.push(path);
  }
  return { kept, leftOut };
}

async function sizeOf(dir: string, path: string): Promise<number> {
  const file = Buffer.concat([Buffer.from(`${dir}/`), toRepositoryPathBytes(path)]);
  return (await lstat(file).catch(() => null))?.size ?? 0;
}

const toLine = (text: string) =>
  text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim() || 'Recovery point';
