import { checkBranchName } from '../branches/check-branch-name.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { type GitIdentity, toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import type { RecoveryPoint } from '../recovery/recovery-points.ts';
import { toEmptyTree } from '../status/diff-trees.ts';
import { findCommit } from '../status/read-head.ts';

export type PullWay = 'fast-forward' | 'merge' | 'rebase';

/**
 * What must be known of a pull that is under way, so that anybody can finish or abort it, also after the server was
 * killed. It is kept in the repository, as the message of a commit that a ref of its own points to.
 */
export interface PullNote {
  /** Who began it. */
  by: string;
  /** ISO 8601. */
  at: string;
  way: PullWay;
  branch: string;
  /** The branch on GitLab. */
  upstream: string;
  /** The commit that the branch was on, and the one that is pulled. */
  before: string;
  to: string;
  /** `give-back`: all is pulled, and local changes that were set aside are coming back. */
  phase: 'pull' | 'give-back';
  /** The state before, as a recovery point; null before the first commit. */
  point: RecoveryPoint | null;
  /** Whether the local changes are in the point and no longer on disk. */
  setAside: boolean;
}

export const pullNoteRef = 'refs/notelab/pull';

/** The pull that is under way, or null. */
export async function findPullNote(git: GitEnvironment, dir: string): Promise<PullNote | null> {
  const format = '--format=%(contents)';
  const { stdout } = await runGit(git, dir, ['for-each-ref', format, pullNoteRef], { readOnly: true });
  const text = stdout.toString('utf8');
  return text === '' ? null : parseNote(text);
}

/** Writes the note, in place of an earlier one. Its commit holds the commits that it names. */
export async function writePullNote(
  git: GitEnvironment,
  dir: string,
  note: PullNote,
  by: GitIdentity,
): Promise<void> {
  const parents = [...new Set([note.before, note.to, ...(note.point ? [note.point.oid] : [])])];
  const { stdout } = await runGit(
    git,
    dir,
    [
      'commit-tree',
      await makeEmptyTree(git, dir, note.before),
      ...parents.flatMap((parent) => ['-p', parent]),
      '-F',
      '-',
    ],
    { stdin: `A pull is under way\n\n${JSON.stringify(note)}\n`, env: toIdentityVariables(by, by) },
  );
  await runGit(git, dir, ['update-ref', pullNoteRef, stdout.toString('latin1').trim()]);
}

export async function deletePullNote(git: GitEnvironment, dir: string): Promise<void> {
  if (await findCommit(git, dir, pullNoteRef)) await runGit(git, dir, ['update-ref', '-d', pullNoteRef]);
}

async function makeEmptyTree(git: GitEnvironment, dir: string, oid: string): Promise<string> {
  await runGit(git, dir, ['hash-object', '-w', '-t', 'tree', '--stdin'], { stdin: '' });
  return toEmptyTree(oid);
}

const isOid = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
const isBranch = (value: unknown) => typeof value === 'string' && checkBranchName(value).kind === 'valid';

/** Anybody can make refs in a shared repository: what is not ours counts as nothing. */
function parseNote(text: string): PullNote | null {
  try {
    const note: Partial<PullNote> = JSON.parse(text.slice(text.indexOf('\n\n') + 2));
    const { by, at, way, branch, upstream, before, to, phase, point, setAside } = note;
    const isWhole =
      typeof by === 'string' &&
      !Number.isNaN(Date.parse(String(at))) &&
      (way === 'fast-forward' || way === 'merge' || way === 'rebase') &&
      isBranch(branch) &&
      isBranch(upstream) &&
      isOid(before) &&
      isOid(to) &&
      (phase === 'pull' || phase === 'give-back') &&
      typeof setAside === 'boolean' &&
      (point === null || (isOid(point?.oid) && Array.isArray(point?.leftOut))) &&
      (point !== null || !setAside);
    return isWhole ? (note as PullNote) : null;
  } catch {
    return null;
  }
}
