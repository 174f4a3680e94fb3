import { newId, type Outcome } from '@notelab/contract';
import { discardHunks as discardInGit } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { refuseUnderWay } from './merging/refuse-under-way.ts';
import { removeOldPoints } from './recovery-points.ts';

/** Makes parts of a file what the last commit has. Everything is kept as a recovery point first. */
export async function discardHunks(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { path, hunks }: { path: string; hunks: string[] },
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  const result = await discardInGit(git, checkout.dir, {
    path,
    hunks,
    id: newId(),
    reason: `Before discarding ${hunks.length === 1 ? 'a change' : `${hunks.length} changes`} in ${path}`,
    by: { name, email },
    signal: job.signal,
  });
  switch (result.kind) {
    case 'discarded':
      await removeOldPoints(git, checkout.dir);
      return { kind: 'discarded', fileCount: 1 };
    case 'hunks-changed':
      return fail('hunks-changed', `${path} has changed since you looked at it. Nothing was discarded.`);
    case 'operation-in-progress':
      return refuseUnderWay(result.operation);
  }
}
