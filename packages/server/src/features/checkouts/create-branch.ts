import type { ChangesChoice, Outcome, StartPoint } from '@notelab/contract';
import { createBranch as createGitBranch, findStartPoint } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { refuseSwitch, refuseTakenName } from './branch-refusals.ts';
import { checkOut } from './check-out.ts';
import type { GitSessions } from './git-sessions.ts';

interface NewBranch {
  name: string;
  /** Default: where HEAD is; local changes simply stay then. */
  from?: StartPoint | undefined;
  changes?: ChangesChoice | undefined;
}

/** Makes a branch and goes to it. */
export async function createBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { name, from, changes }: NewBranch,
  job: Pick<Job, 'signal'>,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { dir } = checkout;
  const create = async (start?: string) => {
    const options = { name, signal: job.signal, ...(start && { from: start }) };
    const result = await createGitBranch(git, dir, options);
    switch (result.kind) {
      case 'created':
        return { kind: 'switched' as const, branch: result.branch };
      case 'invalid-name':
        return fail('branch-name-invalid', 'Git does not allow this name for a branch.');
      case 'name-taken':
        return refuseTakenName(name, result.existing);
      case 'no-such-start':
        return fail('branch-gone', 'What the branch was to begin at is gone.');
      default:
        return result;
    }
  };
  if (!from) {
    const result = await create();
    return result.kind === 'switched' ? result : refuseSwitch(result);
  }
  const start =
    (await findStartPoint(git, dir, from)) ?? fail('branch-gone', `There is no “${from.name}” any more.`);
  return checkOut(sessions, checkout, job, {
    move: { kind: 'create', name, from },
    changes,
    to: async () => start,
    go: () => create(start),
  });
}
