import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from './git-environment.ts';
import { GitError } from './git-error.ts';
import { type GitIdentity, toIdentityVariables } from './identity-variables.ts';
import { toEmptyTree } from './list-changed-paths.ts';
import { splitNull } from './null-separated.ts';
import { findOngoingOperation, type OngoingOperation } from './ongoing-operation.ts';
import { readHead } from './read-head.ts';
import { toPathList } from './repository-path.ts';
import { runGit } from './run-git.ts';
import { stageFiles } from './stage-files.ts';

export interface CommitOptions {
  /** whole files as they are on disk; a deleted one is deleted, of a rename name both paths */
  paths: string[];
  message: string;
  author: GitIdentity;
  /** default: the author */
  committer?: GitIdentity;
  signal?: AbortSignal;
}

export type CommitResult =
  | { kind: 'committed'; oid: string; branch: string; parent: string | null }
  | { kind: 'nothing-to-commit' }
  | { kind: 'empty-message' }
  | { kind: 'merge-in-progress'; operation: OngoingOperation }
  | { kind: 'unresolved-conflicts'; paths: string[] }
  /** folders that are repositories of their own; git would record a link nobody else can follow */
  | { kind: 'nested-repository'; paths: string[] }
  | { kind: 'detached-head' };

/**
 * Commits exactly the given files. Everything else, staged or not, stays as it is.
 *
 * The commit is made beside the repository's own index, from HEAD plus these files, and the branch moves last,
 * and only if nobody moved it meanwhile: stopped at any moment, the files are either committed or merely staged.
 * @throws InvalidPathError for a path outside the tree; GitError `lock-held` when another git is at work
 */
export async function commitFiles(
  git: GitEnvironment,
  dir: string,
  options: CommitOptions,
): Promise<CommitResult> {
  const { signal } = options;
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'merge-in-progress', operation };
  const head = await readHead(git, dir);
  if (head.kind === 'detached') return { kind: 'detached-head' };
  const message = await cleanMessage(git, dir, options.message);
  if (message.length === 0) return { kind: 'empty-message' };
  toPathList(options.paths); // refuses bad paths before anything is touched
  const conflicted = await listConflicted(git, dir, options.paths);
  if (conflicted.length > 0) return { kind: 'unresolved-conflicts', paths: conflicted };

  const parent = head.kind === 'branch' ? head.oid : null;
  const indexFile = `.git/notelab-commit-${randomUUID()}`;
  const env = { GIT_INDEX_FILE: indexFile };
  try {
    await runGit(git, dir, ['read-tree', ...(parent ? [parent] : ['--empty'])], { env, signal });
    const unborn = await stageFiles(git, dir, options.paths, { env, signal }).catch(findUnbornNested);
    if (unborn) return { kind: 'nested-repository', paths: unborn };
    const tree = await readOid(git, dir, ['write-tree'], { env, signal });
    const before = parent
      ? await readOid(git, dir, ['rev-parse', '--verify', `${parent}^{tree}`])
      : toEmptyTree(tree);
    if (tree === before) return { kind: 'nothing-to-commit' };
    const nested = await listNewLinks(git, dir, before, tree);
    if (nested.length > 0) return { kind: 'nested-repository', paths: nested };

    const identity = toIdentityVariables(options.author, options.committer ?? options.author);
    const parents = parent ? ['-p', parent] : [];
    const oid = await readOid(git, dir, ['commit-tree', tree, ...parents, '-F', '-'], {
      env: identity,
      stdin: message,
      signal,
    });
    // First the index, then the branch: if the second fails, the files are staged and nothing is lost.
    await stageFiles(git, dir, options.paths, { signal });
    const subject = message.toString('utf8').split('\n', 1)[0]!.slice(0, 200);
    const expected = parent ?? '0'.repeat(oid.length);
    await runGit(git, dir, ['update-ref', '-m', `commit: ${subject}`, 'HEAD', oid, expected], {
      env: identity,
    });
    return { kind: 'committed', oid, branch: head.branch, parent };
  } finally {
    for (const file of [indexFile, `${indexFile}.lock`]) await rm(join(dir, file), { force: true });
  }
}

/** Trailing blanks and surplus empty lines go; a line that begins with `#` is the user's and stays. */
async function cleanMessage(git: GitEnvironment, dir: string, message: string): Promise<Buffer> {
  const text = message.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n');
  return (await runGit(git, dir, ['stripspace'], { stdin: text })).stdout;
}

async function listConflicted(git: GitEnvironment, dir: string, paths: string[]): Promise<string[]> {
  const { stdout } = await runGit(git, dir, ['ls-files', '--unmerged', '-z'], { readOnly: true });
  const conflicted = new Set(splitNull(stdout).map((record) => record.slice(record.indexOf('\t') + 1)));
  return paths.filter((path) => conflicted.has(path));
}

/** A repository inside this one that has no commit yet cannot even be linked to; git says so of the first it meets. */
function findUnbornNested(error: unknown): string[] {
  const refusal = /^error: (.+): is a directory - add files inside instead$/ms;
  const path = error instanceof GitError ? refusal.exec(error.stderr)?.[1] : undefined;
  if (path === undefined) throw error;
  return [path];
}

async function listNewLinks(
  git: GitEnvironment,
  dir: string,
  before: string,
  after: string,
): Promise<string[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-ext-diff', before, after, '--'];
  const fields = splitNull((await runGit(git, dir, args, { readOnly: true })).stdout);
  return fields.filter((_, index) => /^:(?!160000)\d+ 160000 /.test(fields[index - 1] ?? ''));
}

async function readOid(git: GitEnvironment, dir: string, args: string[], options = {}): Promise<string> {
  return (await runGit(git, dir, args, options)).stdout.toString('latin1').trim();
}
