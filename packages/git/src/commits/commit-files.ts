import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { type GitIdentity, toIdentityVariables } from '../process/identity-variables.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findOngoingOperation, type OngoingOperation } from '../pull/ongoing-operation.ts';
import { type TakeOptions, takeRecoveryPoint } from '../recovery/recovery-points.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { toPathList } from '../repository/repository-path.ts';
import { toEmptyTree } from '../status/diff-trees.ts';
import { readHead } from '../status/read-head.ts';
import { logCommits } from './log-commits.ts';
import { isPushed } from './pushed-commits.ts';
import { type Choice, followCommit, pathsOf, stageChoice } from './stage-choice.ts';

export interface CommitOptions extends Choice {
  message: string;
  author: GitIdentity;
  /** default: the author */
  committer?: GitIdentity;
  /** put it into the last commit, whose author stays; the state before is kept as this recovery point */
  amend?: Omit<TakeOptions, 'signal'> | undefined;
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
  | { kind: 'detached-head' }
  /** files that are not what their hunks were chosen from any more */
  | { kind: 'hunks-changed'; paths: string[] }
  /** the last commit is on the remote already, so it cannot be amended */
  | { kind: 'already-pushed' };

/**
 * Commits exactly what was chosen. Everything else, staged or not, stays as it is.
 *
 * The commit is made beside the repository's own index, from HEAD plus the choice, and the branch moves last,
 * and only if nobody moved it meanwhile: stopped at any moment, the files are either committed or merely staged.
 * @throws InvalidPathError for a path outside the tree; GitError `lock-held` when another git is at work
 */
export async function commitFiles(
  git: GitEnvironment,
  dir: string,
  options: CommitOptions,
): Promise<CommitResult> {
  const { signal, amend } = options;
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return { kind: 'merge-in-progress', operation };
  const head = await readHead(git, dir);
  if (head.kind === 'detached') return { kind: 'detached-head' };
  const message = await cleanMessage(git, dir, options.message);
  if (message.length === 0) return { kind: 'empty-message' };
  const chosen = pathsOf(options);
  toPathList(chosen); // refuses bad paths before anything is touched
  const conflicted = await listConflicted(git, dir, chosen);
  if (conflicted.length > 0) return { kind: 'unresolved-conflicts', paths: conflicted };

  const parent = head.kind === 'branch' ? head.oid : null;
  const last = amend ? await findLastCommit(git, dir, parent) : null;
  if (last === 'pushed') return { kind: 'already-pushed' };
  if (amend && !last) return { kind: 'nothing-to-commit' };

  const made = await withOwnIndex(dir, async (indexFile) => {
    const env = { GIT_INDEX_FILE: indexFile };
    await runGit(git, dir, ['read-tree', ...(parent ? [parent] : ['--empty'])], { env, signal });
    const staged = await stageChoice(git, dir, options, { env, signal }).catch(findUnbornNested);
    if ('unborn' in staged) return { kind: 'nested-repository' as const, paths: staged.unborn };
    if (staged.length > 0) return { kind: 'hunks-changed' as const, paths: staged };
    const tree = await readOid(git, dir, ['write-tree'], { env, signal });
    const before = await treeOf(git, dir, parent, tree);
    if (tree === (last ? await treeOf(git, dir, last.parents[0] ?? null, tree) : before))
      return { kind: 'nothing-to-commit' as const };
    const nested = await listNewLinks(git, dir, before, tree);
    if (nested.length > 0) return { kind: 'nested-repository' as const, paths: nested };
    return { kind: 'made' as const, tree, before };
  });
  if (made.kind !== 'made') return made;
  const { tree, before } = made;

  if (amend) await takeRecoveryPoint(git, dir, { ...amend, ...(signal && { signal }) });
  const committer = options.committer ?? options.author;
  const identity = toIdentityVariables(last?.author ?? options.author, committer);
  const parents = last ? last.parents : parent ? [parent] : [];
  const oid = await readOid(
    git,
    dir,
    ['commit-tree', tree, ...parents.flatMap((one) => ['-p', one]), '-F', '-'],
    {
      env: { ...identity, ...(last && { GIT_AUTHOR_DATE: last.authoredAt }) },
      stdin: message,
      signal,
    },
  );
  // First the index, then the branch: if the second fails, the files are staged and nothing is lost.
  await followCommit(git, dir, options, { before, after: tree, signal });
  const subject = message.toString('utf8').split('\n', 1)[0]!.slice(0, 200);
  const expected = parent ?? '0'.repeat(oid.length);
  const verb = amend ? 'commit (amend)' : 'commit';
  await runGit(git, dir, ['update-ref', '-m', `${verb}: ${subject}`, 'HEAD', oid, expected], {
    env: identity,
  });
  return { kind: 'committed', oid, branch: head.branch, parent: parents[0] ?? null };
}

async function findLastCommit(git: GitEnvironment, dir: string, oid: string | null) {
  if (!oid) return null;
  if (await isPushed(git, dir, oid)) return 'pushed';
  const [last] = await logCommits(git, dir, { ref: oid, limit: 1 });
  return last ?? null;
}

async function treeOf(git: GitEnvironment, dir: string, commit: string | null, like: string) {
  return commit ? readOid(git, dir, ['rev-parse', '--verify', `${commit}^{tree}`]) : toEmptyTree(like);
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
function findUnbornNested(error: unknown): { unborn: string[] } {
  const refusal = /^error: (.+): is a directory - add files inside instead$/ms;
  const path = error instanceof GitError ? refusal.exec(error.stderr)?.[1] : undefined;
  if (path === undefined) throw error;
  return { unborn: [path] };
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
