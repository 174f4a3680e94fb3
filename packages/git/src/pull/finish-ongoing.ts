import type { GitEnvironment } from '../process/git-environment.ts';
import type { GitIdentity } from '../process/identity-variables.ts';
import { giveBack } from '../recovery/set-aside.ts';
import { listChangedPaths } from '../status/list-changed-paths.ts';
import { findCommit } from '../status/read-head.ts';
import { type ContinuableOperation, continueOperation } from './continue-operation.ts';
import { giveBackWithConflicts, unstageAll } from './give-back-with-conflicts.ts';
import { listResolved } from './list-conflicts.ts';
import { findOngoingOperation } from './ongoing-operation.ts';
import { deletePullNote, findPullNote, type PullNote, writePullNote } from './pull-note.ts';
import { type MergeNotebook, settleNotebooks } from './settle-notebooks.ts';

export interface FinishOptions {
  /** who merges, and commits the merge */
  as: GitIdentity;
  mergeNotebook: MergeNotebook;
  signal?: AbortSignal | undefined;
}

export type FinishResult =
  | { kind: 'pulled'; from: string; to: string; fileCount: number; way: PullNote['way'] }
  /** what was begun in a terminal */
  | { kind: 'finished' }
  | { kind: 'conflicts'; files: string[] }
  /** a rebase begun in a terminal came to a place where it was told to stop */
  | { kind: 'stopped' }
  /** all is pulled; local changes stay set aside, as these files that git does not know are where theirs go */
  | { kind: 'changes-in-the-way'; files: string[] }
  | { kind: 'nothing-ongoing' };

/**
 * Takes what is under way as far as it goes without a person: commits a merge, replays the commits of a rebase,
 * merges notebooks that nobody needs to decide about, and gives local changes back that were set aside.
 */
export async function finishOngoing(
  git: GitEnvironment,
  dir: string,
  options: FinishOptions,
): Promise<FinishResult> {
  const { as, mergeNotebook, signal } = options;
  const note = await findPullNote(git, dir);
  const begun = await findContinuable(dir);
  if (!note && !begun) return { kind: 'nothing-ongoing' };
  for (let operation = begun; operation; operation = await findContinuable(dir)) {
    const left = await settleNotebooks(git, dir, mergeNotebook);
    if (left.length > 0) return { kind: 'conflicts', files: left.map(({ path }) => path) };
    const how = await continueOperation(git, dir, operation, as, signal);
    if (how === 'stopped') return { kind: 'stopped' };
  }
  if (!note) return { kind: 'finished' };
  const waiting = note.setAside ? await giveChangesBack(git, dir, note, options) : null;
  if (waiting) return waiting;
  await deletePullNote(git, dir);
  const to = (await findCommit(git, dir, 'HEAD'))!;
  const files = await listChangedPaths(git, dir, note.before, to);
  return { kind: 'pulled', from: note.before, to, fileCount: files.length, way: note.way };
}

async function findContinuable(dir: string): Promise<ContinuableOperation | null> {
  const operation = await findOngoingOperation(dir);
  return operation === 'bisect' ? null : operation;
}

/** Null when the changes are back. */
async function giveChangesBack(
  git: GitEnvironment,
  dir: string,
  note: PullNote,
  { as, mergeNotebook }: FinishOptions,
): Promise<FinishResult | null> {
  const left = await settleNotebooks(git, dir, mergeNotebook);
  if (left.length > 0) return { kind: 'conflicts', files: left.map(({ path }) => path) };
  const isResolved = note.phase === 'give-back' && (await listResolved(git, dir)).length > 0;
  if (!isResolved) {
    const back = await giveBack(git, dir, note.point!, { mergeNotebook });
    if (back.kind === 'given-back') return null;
    if (back.kind === 'in-the-way') return { kind: 'changes-in-the-way', files: back.files };
    await writePullNote(git, dir, { ...note, phase: 'give-back' }, as);
    if (!(await giveBackWithConflicts(git, dir, note.point!)))
      return { kind: 'changes-in-the-way', files: 'files' in back ? back.files : [] };
    const open = await settleNotebooks(git, dir, mergeNotebook);
    if (open.length > 0) return { kind: 'conflicts', files: open.map(({ path }) => path) };
  }
  await unstageAll(git, dir);
  return null;
}
