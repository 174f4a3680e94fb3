import { newId } from '@notelab/contract';
import { type RecoveryPoint, takeRecoveryPoint } from '@notelab/git';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { removeOldPoints } from './recovery-points.ts';

/**
 * Keeps the present state of a checkout before an action that could lose some of it: branch, commit, what is staged,
 * changed and new. The checkout itself is not touched. Call it right before the action, when it is sure to happen.
 * @param request.reason a sentence for people: “Before pulling main”
 * @param request.branches other branches that the action could lose: one that is to be deleted
 */
export async function keepRecoveryPoint(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { reason, branches = [] }: { reason: string; branches?: readonly string[] },
  job: Pick<Job, 'signal'>,
): Promise<RecoveryPoint> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  const point = await takeRecoveryPoint(git, checkout.dir, {
    id: newId(),
    reason,
    branches,
    by: { name, email },
    signal: job.signal,
  });
  await removeOldPoints(git, checkout.dir);
  return point;
}
