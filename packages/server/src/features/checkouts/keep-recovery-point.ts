import { newId } from '@notelab/contract';
import { type RecoveryPoint, takeRecoveryPoint } from '@notelab/git';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { removeOldPoints } from './recovery-points.ts';

/**
 * Keeps the present state of a checkout before an action that could lose some of it: branch, commit, what is staged,
 * changed and new. The checkout itself is not touched. Call it right before the action, when it is sure to happen.
 * @param reason a sentence for people: “Before pulling main”
 * @returns null before the first commit
 */
export async function keepRecoveryPoint(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { reason }: { reason: string },
  job: Pick<Job, 'signal'>,
): Promise<RecoveryPoint | null> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  const taken = await takeRecoveryPoint(git, checkout.dir, {
    id: newId(),
    reason,
    by: { name, email },
    signal: job.signal,
  });
  await removeOldPoints(git, checkout.dir);
  return taken.kind === 'taken' ? taken.point : null;
}
