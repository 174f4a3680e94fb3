import { newId, type Outcome, type RecoveryPoint, type RecoverySpace } from '@notelab/contract';
import {
  deleteRecoveryPoint as deleteInGit,
  findRecoveryPoint,
  type GitEnvironment,
  listRecoveryPoints as listInGit,
  readRecoveryPoint as readInGit,
  readRecoverySpace as readSpaceInGit,
  removeOldRecoveryPoints,
  restoreRecoveryPoint as restoreInGit,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { toUtc } from './to-utc.ts';

const dayMs = 24 * 3600_000;
const limits = { days: 90, count: 50, bytes: 2_000_000_000 };
const mostPathsShown = 200;

export async function listRecoveryPoints(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<RecoveryPoint[]> {
  const points = await listInGit(sessions.local(checkout), checkout.dir);
  return points.map(({ id, reason, by, takenAt, branch, head, branches, stashes, ...point }) => ({
    id,
    reason,
    by,
    takenAt: toUtc(takenAt) ?? new Date(0).toISOString(),
    branch,
    commit: head,
    holdsChanges: point.holdsChanges,
    changedCount: point.changedCount,
    newCount: point.newCount,
    branchCount: branches.length,
    stashCount: stashes.length,
    operation: point.operation,
    leftOut: point.leftOut,
  }));
}

export async function readRecoveryPoint(sessions: GitSessions, checkout: AuthorizedCheckout, id: string) {
  const git = sessions.local(checkout);
  const point = await getPoint(git, checkout, id);
  const { changed, untracked } = await readInGit(git, checkout.dir, point);
  return {
    branches: point.branches.map(({ name }) => name).slice(0, mostPathsShown),
    changed: changed.slice(0, mostPathsShown),
    changedCount: changed.length,
    untracked: untracked.slice(0, mostPathsShown),
    untrackedCount: untracked.length,
  };
}

/** Brings a kept state back. The present one is kept first, so that this can be undone. */
export async function restoreRecoveryPoint(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  id: string,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  const { branch } = await restoreInGit(git, checkout.dir, await getPoint(git, checkout, id), {
    id: newId(),
    reason: 'Before bringing an earlier state back',
    by: { name, email },
    signal: job.signal,
  });
  await removeOldPoints(git, checkout.dir);
  return { kind: 'restored', branch };
}

/** Lets go of points that are too old, too many, or hold too much. */
export async function removeOldPoints(git: GitEnvironment, dir: string): Promise<void> {
  await removeOldRecoveryPoints(git, dir, { ...limits, longestMs: limits.days * dayMs });
}

/** How much the points hold that nothing else does, and what is the most. */
export async function readRecoverySpace(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<RecoverySpace> {
  return { heldBytes: await readSpaceInGit(sessions.local(checkout), checkout.dir), limits };
}

/** Lets go of one point, by hand. */
export async function deleteRecoveryPoint(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  id: string,
): Promise<{ reason: string }> {
  const git = sessions.local(checkout);
  const { reason } = await getPoint(git, checkout, id);
  await deleteInGit(git, checkout.dir, id);
  return { reason };
}

async function getPoint(git: GitEnvironment, { dir }: AuthorizedCheckout, id: string) {
  return (
    (await findRecoveryPoint(git, dir, id)) ?? fail('not-found', 'There is no such recovery point any more.')
  );
}
