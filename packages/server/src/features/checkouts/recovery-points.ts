import { newId, type Outcome, type RecoveryPoint } from '@notelab/contract';
import {
  deleteRecoveryPoint,
  findRecoveryPoint,
  type GitEnvironment,
  type RecoveryPoint as GitRecoveryPoint,
  listRecoveryPoints as listInGit,
  readRecoveryPoint as readInGit,
  restoreRecoveryPoint as restoreInGit,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';

const mostPoints = 50;
const longestMs = 90 * 24 * 3600_000;
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
    takenAt: new Date(takenAt).toISOString(),
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
  const { changed, untracked } = await readInGit(git, checkout.dir, await getPoint(git, checkout, id));
  return {
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

/** Points are kept for 90 days, and the 50 newest of them. */
export async function removeOldPoints(git: GitEnvironment, dir: string): Promise<void> {
  const points = await listInGit(git, dir);
  const isOld = ({ takenAt }: GitRecoveryPoint) => Date.now() - Date.parse(takenAt) > longestMs;
  for (const [index, point] of points.entries())
    if (index >= mostPoints || isOld(point)) await deleteRecoveryPoint(git, dir, point.id);
}

async function getPoint(git: GitEnvironment, { dir }: AuthorizedCheckout, id: string) {
  return (
    (await findRecoveryPoint(git, dir, id)) ?? fail('not-found', 'There is no such recovery point any more.')
  );
}
