import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from '../repository/path-encoding.ts';
import { readGitFile } from '../repository/read-working-file.ts';
import { type Conflict, listConflicts, listResolved } from './list-conflicts.ts';
import { findOngoingOperation } from './ongoing-operation.ts';
import { findPullNote, type PullNote, pullNoteRef } from './pull-note.ts';

/** What is under way in a checkout and waits for somebody. */
export interface Ongoing {
  /**
   * `give-back`: all is pulled, local changes that were set aside are to come back. `interrupted`: a pull was
   * killed before it had done anything but set them aside. `conflicts`: there are some, and nothing else (of a stash for instance).
   */
  kind: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'give-back' | 'interrupted' | 'conflicts';
  /** The pull it belongs to; null when it was begun in a terminal. */
  pull: PullNote | null;
  /** The stage that has what is the user's own; the other one has what came to it. */
  ownStage: 2 | 3;
  /** Of a rebase: which of the user's commits it is at. */
  step: { at: number; of: number } | null;
  /** Subject of the commit that comes in: of a rebase the user's own. */
  subject: string | null;
  conflicts: Conflict[];
  resolved: Conflict[];
}

const mostPackedRefsBytes = 64 * 1024 * 1024;
const mostStepBytes = 20;

/** Whether something may be under way, without starting git. */
export async function mayBeOngoing(dir: string): Promise<boolean> {
  const operation = await findOngoingOperation(dir);
  if (operation && operation !== 'bisect') return true;
  if (await lstat(join(dir, '.git', pullNoteRef)).catch(() => null)) return true;
  const packed = await readGitFile(dir, 'packed-refs', mostPackedRefsBytes);
  return packed?.includes(` ${pullNoteRef}\n`) ?? false;
}

/** What is under way, or null. */
export async function readOngoing(git: GitEnvironment, dir: string): Promise<Ongoing | null> {
  const operation = await findOngoingOperation(dir);
  const [pull, conflicts, resolved] = await Promise.all([
    findPullNote(git, dir),
    listConflicts(git, dir),
    listResolved(git, dir),
  ]);
  if (operation && operation !== 'bisect') {
    const isRebase = operation === 'rebase';
    return {
      kind: operation,
      pull,
      ownStage: isRebase ? 3 : 2,
      step: isRebase ? await readStep(dir) : null,
      subject: await readSubject(git, dir, heads[operation]),
      conflicts,
      resolved,
    };
  }
  if (pull) {
    const isInterrupted = pull.phase === 'pull' && (await isAt(git, dir, pull.before));
    const kind = isInterrupted ? 'interrupted' : 'give-back';
    return { kind, pull, ownStage: 3, step: null, subject: null, conflicts, resolved };
  }
  if (conflicts.length === 0) return null;
  return { kind: 'conflicts', pull, ownStage: 2, step: null, subject: null, conflicts, resolved };
}

const heads = {
  merge: 'MERGE_HEAD',
  rebase: 'REBASE_HEAD',
  'cherry-pick': 'CHERRY_PICK_HEAD',
  revert: 'REVERT_HEAD',
};

async function isAt(git: GitEnvironment, dir: string, oid: string): Promise<boolean> {
  const { stdout } = await runGit(git, dir, ['rev-parse', '--verify', '--quiet', 'HEAD'], {
    okExitCodes: [0, 1],
    readOnly: true,
  });
  return stdout.toString('latin1').trim() === oid;
}

async function readSubject(git: GitEnvironment, dir: string, head: string): Promise<string | null> {
  const args = ['log', '-1', '--format=%s', '--no-show-signature', head, '--'];
  const { exitCode, stdout } = await runGit(git, dir, args, { okExitCodes: [0, 128], readOnly: true });
  return exitCode === 0 ? decodePath(stdout).trim() : null;
}

async function readStep(dir: string): Promise<Ongoing['step']> {
  const read = async (name: string) => {
    const text = await readGitFile(dir, `rebase-merge/${name}`, mostStepBytes);
    return Number.parseInt(text?.toString('latin1') ?? '', 10);
  };
  const [at, of] = [await read('msgnum'), await read('end')];
  return Number.isInteger(at) && Number.isInteger(of) ? { at, of } : null;
}
