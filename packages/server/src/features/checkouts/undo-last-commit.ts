import { newId, type Outcome } from '@notelab/contract';
import { undoLastCommit as undoInGit } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { refuseUnderWay } from './merging/refuse-under-way.ts';
import { removeOldPoints } from './recovery-points.ts';

/** Takes the last commit back while GitLab does not have it; what was in it is a local change again. */
export async function undoLastCommit(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  oid: string,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { name, email } = checkout.project.user;
  const result = await undoInGit(git, checkout.dir, {
    expected: oid,
    id: newId(),
    reason: 'Before undoing the last commit',
    by: { name, email },
    signal: job.signal,
  });
  switch (result.kind) {
    case 'undone':
      await removeOldPoints(git, checkout.dir);
      return { kind: 'undone', message: result.message };
    case 'already-pushed':
      return fail('already-pushed', 'GitLab has this commit already. Nothing was changed.');
    case 'moved':
      return fail(
        'git-busy',
        'Somebody has committed or switched the branch meanwhile. Nothing was changed.',
      );
    case 'merge-commit':
      return fail(
        'already-pushed',
        'The last commit is a merge: undone, it would show everybody’s changes as yours. Bring back a recovery point from before it instead.',
      );
    case 'no-commit-yet':
      return fail('nothing-to-commit', 'There is no commit yet.');
    case 'detached-head':
      return fail('no-branch', 'The checkout is on no branch. Choose one first.');
    case 'operation-in-progress':
      return refuseUnderWay(result.operation);
  }
}
