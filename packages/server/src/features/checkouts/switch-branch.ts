import type { Outcome } from '@notelab/contract';
import {
  createBranch as createGitBranch,
  type SwitchRefusal,
  switchBranch as switchGitBranch,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';

/** Goes to another branch. Local changes come along; where they are in the way nothing changes. */
export async function switchBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  target: { branch: string; where: 'local' | 'remote' },
  job: Job,
): Promise<Outcome> {
  const to = target.where === 'local' ? target.branch : { remoteBranch: target.branch };
  const result = await switchGitBranch(sessions.local(checkout), checkout.dir, to, { signal: job.signal });
  if (result.kind === 'switched') return { kind: 'switched', branch: result.branch };
  if (result.kind === 'no-such-branch')
    return fail('branch-gone', `There is no branch “${target.branch}” any more.`);
  return refuseSwitch(result);
}

/** Makes a branch where HEAD is and goes to it; local changes stay. */
export async function createBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  name: string,
  job: Pick<Job, 'signal'>,
): Promise<Outcome> {
  const result = await createGitBranch(sessions.local(checkout), checkout.dir, { name, signal: job.signal });
  switch (result.kind) {
    case 'created':
      return { kind: 'switched', branch: result.branch };
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

/** Why git would not move, as a problem. Nothing was changed. */
export function refuseSwitch(refusal: SwitchRefusal): never {
  switch (refusal.kind) {
    case 'blocked-by-local-changes':
      return fail(
        'local-changes-in-the-way',
        'Local changes in these files would be overwritten. Nothing was changed.',
        {
          files: refusal.files.slice(0, 200),
        },
      );
    case 'operation-in-progress':
      return fail(
        'merge-in-progress',
        `A ${refusal.operation} is under way in this checkout. Finish or abort it in a terminal first.`,
      );
    case 'unresolved-conflicts':
      return fail('merge-in-progress', 'There are files with conflicts. Resolve them first.');
    case 'in-use-elsewhere':
      return fail('git-busy', 'The branch is checked out in another worktree.');
  }
}
