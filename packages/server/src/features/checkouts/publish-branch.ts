import type { Outcome } from '@notelab/contract';
import { findStartPoint } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { fetchAs } from './fetch-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { pushBranch } from './push-checkout.ts';

/** Pushes a local branch, the current one or not, which follows GitLab's from then on. */
export async function publishBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  branch: string,
  job: Job,
): Promise<Outcome> {
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  const oid =
    (await findStartPoint(sessions.local(checkout), checkout.dir, { kind: 'local', name: branch })) ??
    fail('branch-gone', `There is no branch “${branch}” here any more.`);
  return pushBranch({ sessions }, checkout, { branch, oid }, job);
}
