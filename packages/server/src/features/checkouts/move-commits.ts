import { newId, type Outcome } from '@notelab/contract';
import { moveCommits as moveInGit } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseSwitch } from './branch-refusals.ts';
import type { GitSessions } from './git-sessions.ts';
import { pushCheckout } from './push-checkout.ts';
import { removeOldPoints } from './recovery-points.ts';

/**
 * Takes commits that GitLab refused on one branch to a new one and pushes that. The branch they were on goes back to
 * what GitLab has, so that it can be pulled as if nothing had been.
 */
export async function moveCommits(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  branch: string,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  job.report({ phase: 'Moving commits', fraction: null });
  const result = await moveInGit(git, checkout.dir, {
    to: branch,
    id: newId(),
    reason: `Before moving commits to ${branch}`,
    by: { name, email },
    signal: job.signal,
  });
  switch (result.kind) {
    case 'moved':
      await removeOldPoints(git, checkout.dir);
      return pushCheckout({ sessions }, checkout, job);
    case 'detached-head':
      return fail('no-branch', 'The checkout is on no branch: create one to keep its commits.');
    case 'no-commit-yet':
      return fail('nothing-to-commit', 'There is no commit yet that could be moved.');
    case 'invalid-name':
      return fail('branch-name-invalid', 'Git does not allow this name for a branch.');
    case 'name-taken':
      return fail('branch-exists', `There is a branch “${result.existing}” already.`);
    case 'no-such-start':
      return fail('branch-gone', 'The commit to start from is gone.');
    default:
      return refuseSwitch(result);
  }
}
