import type { ChangesChoice, Outcome } from '@notelab/contract';
import { findStartPoint, switchBranch as switchGitBranch } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { checkOut } from './check-out.ts';
import type { GitSessions } from './git-sessions.ts';

/**
 * Goes to another branch. Changes that are not in the way come along; for those that are it must be said what is to
 * become of them. What was left on the branch before is given back.
 */
export async function switchBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  target: { branch: string; where: 'local' | 'remote'; changes?: ChangesChoice | undefined },
  job: Job,
): Promise<Outcome> {
  const { branch, where, changes } = target;
  const git = sessions.local(checkout);
  const to = where === 'local' ? branch : { remoteBranch: branch };
  return checkOut(sessions, checkout, job, {
    move: { kind: 'switch', branch, where },
    changes,
    // The local branch of that name is the one to go to, if there is one.
    to: async () =>
      (await findStartPoint(git, checkout.dir, { kind: 'local', name: branch })) ??
      (await findStartPoint(git, checkout.dir, { kind: where, name: branch })),
    async go() {
      const result = await switchGitBranch(git, checkout.dir, to, { signal: job.signal });
      if (result.kind === 'no-such-branch')
        return fail('branch-gone', `There is no branch “${branch}” any more.`);
      if (result.kind === 'unusable-name')
        return fail(
          'branch-name-invalid',
          `Git takes “${branch}” for something else than a branch. Create a branch from it under another name.`,
        );
      return result;
    },
  });
}
