import type { GitEnvironment } from '../process/git-environment.ts';
import { GitError } from '../process/git-error.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { diffTrees } from '../status/diff-trees.ts';
import { findCommit } from '../status/read-head.ts';
import { type Commit, readCommits } from './log-commits.ts';

export interface CommittedFile {
  path: string;
  /** where a renamed or copied file came from */
  originalPath?: string;
  kind: 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed';
  /** octal, when it differs on both sides, e.g. 100644 → 100755 */
  modeChange?: { from: string; to: string };
}

export interface CommitDetails extends Commit {
  /** what the files are compared with: the first parent; null for a commit without one here */
  comparedWith: string | null;
  /** it has a parent, which a shallow clone does not hold */
  isShallowBoundary: boolean;
  /** in git's order, up to the limit */
  files: CommittedFile[];
  fileCount: number;
}

/** A commit with the files it changed, compared with its first parent; null when there is no such commit. */
export async function findCommitDetails(
  git: GitEnvironment,
  dir: string,
  oid: string,
  options: { fileLimit: number },
): Promise<CommitDetails | null> {
  if (!(await findCommit(git, dir, oid))) return null;
  const [commit] = await readCommits(git, dir, {
    revisions: ['--no-walk', '--end-of-options', oid],
    limit: 1,
  });
  if (!commit) throw new GitError('git-failed', { args: ['log', oid], stderr: 'The commit was not shown.' });
  const comparedWith = commit.parents[0] ?? null;
  const [files, isShallowBoundary] = await Promise.all([
    diffTrees(git, dir, [comparedWith, oid], ['--raw', '--find-renames']).then(parseRawDiff),
    comparedWith === null ? namesParent(git, dir, oid) : false,
  ]);
  const fileCount = files.length;
  return { ...commit, comparedWith, isShallowBoundary, files: files.slice(0, options.fileLimit), fileCount };
}

const kinds: Record<string, CommittedFile['kind']> = {
  A: 'added',
  C: 'added',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};

/** Output of `--raw -z` (git-diff-tree(1), "Raw output format") → the files. */
function parseRawDiff(output: Buffer): CommittedFile[] {
  const fields = splitNull(output);
  const files: CommittedFile[] = [];
  for (let index = 0; index < fields.length; ) {
    const [, from = '', to = '', status = 'M'] =
      /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])/.exec(fields[index++]!) ?? [];
    const isPair = status === 'R' || status === 'C';
    const originalPath = isPair ? fields[index++] : undefined;
    const path = fields[index++];
    if (path === undefined) break;
    const isOnBothSides = from !== '000000' && to !== '000000';
    files.push({
      path,
      ...(originalPath !== undefined && { originalPath }),
      kind: kinds[status] ?? 'modified',
      ...(isOnBothSides && from !== to && { modeChange: { from, to } }),
    });
  }
  return files;
}

/** Whether the commit as it is stored has a parent, whatever a shallow clone pretends. */
async function namesParent(git: GitEnvironment, dir: string, oid: string): Promise<boolean> {
  const { stdout } = await runGit(git, dir, ['cat-file', 'commit', oid], { readOnly: true });
  const headers = stdout.subarray(0, Math.max(0, stdout.indexOf('\n\n')));
  return headers.toString('latin1').includes('\nparent ');
}
