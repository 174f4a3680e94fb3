import { type LeftChanges, newId, type Outcome } from '@notelab/contract';
import {
  createBranch,
  forgetLeft,
  type GitEnvironment,
  type GiveBackResult,
  giveBackLeft,
  giveBackWithConflicts,
  keepAsRecoveryPoint,
  listLeftChanges as listInGit,
  type RecoveryPoint,
  readHead,
  readRecoveryPoint,
  readStatus,
  settleNotebooks,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseSwitch, refuseTakenName } from './branch-refusals.ts';
import type { GitSessions } from './git-sessions.ts';
import { keepRecoveryPoint } from './keep-recovery-point.ts';
import { mergeNotebook } from './merging/merge-notebook.ts';
import { toUtc } from './to-utc.ts';

const mostPathsShown = 100;
/** Anybody can make refs in a shared repository, and looking into each takes several processes. */
const mostListed = 100;

/** What was left on branches of a checkout. */
export async function listLeftChanges(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<LeftChanges[]> {
  const git = sessions.local(checkout);
  const listed: LeftChanges[] = [];
  for (const point of (await listInGit(git, checkout.dir)).slice(0, mostListed)) {
    const files = await listFiles(git, checkout.dir, point);
    const { id, branch, by, takenAt } = point;
    const at = toUtc(takenAt) ?? new Date(0).toISOString();
    listed.push({ id, branch, by, at, files: files.slice(0, mostPathsShown), fileCount: files.length });
  }
  return listed;
}

/** How many files were left on each branch; null stands for no branch. */
export async function countLeftFiles(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<Map<string | null, number>> {
  const counts = new Map<string | null, number>();
  for (const point of await listInGit(sessions.local(checkout), checkout.dir)) {
    const { branch } = point;
    counts.set(branch, (counts.get(branch) ?? 0) + countFiles(point));
  }
  return counts;
}

/** Gives back what was left on a branch that has just become the current one. What does not apply stays left. */
export async function giveBackOnArrival(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  branch: string,
  job: Pick<Job, 'signal'>,
): Promise<{ givenBackFileCount?: number; notGivenBack?: string[] }> {
  const git = sessions.local(checkout);
  const left = (await listInGit(git, checkout.dir)).filter((point) => point.branch === branch);
  if (left.length === 0) return {};
  // They are merged into changes that came along: how those were is kept, too.
  if ((await readStatus(git, checkout.dir, { limit: 1 })).total > 0)
    await keepRecoveryPoint(
      { sessions },
      checkout,
      { reason: `Before giving back what was left on “${branch}”` },
      job,
    );
  const returns = await giveBackLeft(git, checkout.dir, left, { mergeNotebook, signal: job.signal });
  const given = returns.flatMap(({ result }) => (result.kind === 'given-back' ? result.files : []));
  const inTheWay = returns.flatMap(({ result }) =>
    'files' in result && result.kind !== 'given-back' ? result.files : [],
  );
  const isComplete = returns.every(({ result }) => result.kind === 'given-back');
  return {
    ...(given.length > 0 && { givenBackFileCount: new Set(given).size }),
    ...(isComplete ? {} : { notGivenBack: [...new Set(inTheWay)].slice(0, 200) }),
  };
}

export interface GiveBackRequest {
  leftId: string;
  /** Onto a branch of this name, which begins where the changes were made. */
  newBranch?: string | undefined;
  /** What does not fit becomes conflicts, which somebody resolves. */
  withConflicts?: boolean | undefined;
}

/**
 * Brings left changes into the files as they are, whatever branch is current; or, which always goes well, onto a new
 * branch that begins where they were made. What does not fit stays left, unless it was said that there may be conflicts.
 */
export async function giveBackChanges(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { leftId, newBranch, withConflicts = false }: GiveBackRequest,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { dir } = checkout;
  const point = await getLeft(git, checkout, leftId);
  if (newBranch !== undefined) await beginAt(git, checkout, { name: newBranch, point }, job);
  else if ((await readStatus(git, dir, { limit: 1 })).total > 0)
    await keepRecoveryPoint({ sessions }, checkout, { reason: 'Before giving back what was left' }, job);
  const [{ result } = { result: null }] = await giveBackLeft(git, dir, [point], {
    mergeNotebook,
    signal: job.signal,
  });
  if (!result) throw new Error('One point, one result.');
  if (result.kind === 'conflicts' && withConflicts) return giveBackInConflict(git, checkout, point);
  if (result.kind !== 'given-back') return refuseGiveBack(result);
  const head = await readHead(git, dir);
  const branch = head.kind === 'detached' ? null : head.branch;
  return { kind: 'given-back', branch, fileCount: result.files.length };
}

async function giveBackInConflict(
  git: GitEnvironment,
  { dir }: AuthorizedCheckout,
  point: RecoveryPoint,
): Promise<Outcome> {
  const { total, entries } = await readStatus(git, dir);
  if (total > 0)
    fail('local-changes-in-the-way', 'Conflicts are resolved among no other changes. Nothing was changed.', {
      files: entries.map(({ path }) => path).slice(0, 200),
    });
  if (!(await giveBackWithConflicts(git, dir, point)))
    return refuseGiveBack({ kind: 'in-the-way', files: [] });
  const open = await settleNotebooks(git, dir, mergeNotebook);
  await keepAsRecoveryPoint(git, dir, { ...point, id: newId() });
  await forgetLeft(git, dir, point);
  return { kind: 'conflicts', fileCount: open.length };
}

/** The changes belong to no branch any more; a recovery point keeps them like all that was discarded. */
export async function forgetLeftChanges(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  leftId: string,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const point = await getLeft(git, checkout, leftId);
  await keepAsRecoveryPoint(git, checkout.dir, { ...point, id: newId() });
  await forgetLeft(git, checkout.dir, point);
  return { kind: 'discarded', fileCount: countFiles(point) };
}

export function countFiles({ changedCount, newCount }: RecoveryPoint): number {
  return changedCount + newCount;
}

async function beginAt(
  git: GitEnvironment,
  { dir }: AuthorizedCheckout,
  { name, point }: { name: string; point: RecoveryPoint },
  job: Job,
): Promise<void> {
  const result = await createBranch(git, dir, { name, from: point.head!, signal: job.signal });
  switch (result.kind) {
    case 'created':
      return;
    case 'invalid-name':
      return fail('branch-name-invalid', 'Git does not allow this name for a branch.');
    case 'name-taken':
      return refuseTakenName(name, result.existing);
    case 'no-such-start':
      return fail('branch-gone', 'The commit that the changes were made on is gone.');
    default:
      return refuseSwitch(result);
  }
}

function refuseGiveBack(result: Exclude<GiveBackResult, { kind: 'given-back' }>): never {
  switch (result.kind) {
    case 'conflicts':
      return fail(
        'left-changes-conflict',
        'These files were changed in the same places since. Nothing was changed, and what was left is still kept.',
        { files: result.files.slice(0, 200) },
      );
    case 'in-the-way':
      return fail(
        'unkept-files-in-the-way',
        'Files that git ignores, or that are being written to, have the same names. Nothing was changed, and what was left is still kept.',
        { files: result.files.slice(0, 200) },
      );
    default:
      return refuseSwitch(result);
  }
}

async function getLeft(git: GitEnvironment, { dir }: AuthorizedCheckout, id: string): Promise<RecoveryPoint> {
  const points = await listInGit(git, dir);
  return (
    points.find((point) => point.id === id) ??
    fail('not-found', 'These changes are not left any more: they were given back meanwhile.')
  );
}

async function listFiles(git: GitEnvironment, dir: string, point: RecoveryPoint): Promise<string[]> {
  const { changed, untracked } = await readRecoveryPoint(git, dir, point);
  return [...changed, ...untracked];
}
