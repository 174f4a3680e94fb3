import type { Outcome } from '@notelab/contract';
import { commitFiles } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { pushCheckout } from './push-checkout.ts';
import { createBranch } from './switch-branch.ts';

export interface CommitRequest {
  message: string;
  paths: string[];
  /** Commit to this new branch instead of the current one. */
  newBranch?: string | undefined;
}

/** Refuses what can be refused before anything is queued, while the dialog is still open. */
export function refuseEmptyCommit({ message, paths }: CommitRequest): void {
  if (message.trim() === '') fail('message-empty', 'A commit needs a message.');
  if (paths.length === 0) fail('nothing-selected', 'Select at least one file.');
}

/**
 * Commits the files as the acting user and pushes the branch. The commit stays when the push is refused: nothing
 * is lost, and the push can be tried again.
 */
export async function commitAndPush(
  context: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { message, paths, newBranch }: CommitRequest,
  job: Job,
): Promise<Outcome> {
  const author = await context.sessions.identityOf(checkout.project.user, checkout.repository);
  if (newBranch !== undefined) await createBranch(context, checkout, newBranch, job);
  job.report({ phase: 'Committing', fraction: null });
  const git = context.sessions.local(checkout);
  const result = await commitFiles(git, checkout.dir, { paths, message, author, signal: job.signal });
  switch (result.kind) {
    case 'committed':
      return pushCheckout(context, checkout, job);
    case 'nothing-to-commit':
      return fail('nothing-to-commit', 'The selected files are as in the last commit.');
    case 'empty-message':
      return fail('message-empty', 'A commit needs a message.');
    case 'merge-in-progress':
      return fail(
        'merge-in-progress',
        `A ${result.operation} is under way in this checkout. Finish or abort it in a terminal first.`,
      );
    case 'unresolved-conflicts':
      return fail('merge-in-progress', 'These files still have conflicts.', {
        files: result.paths.slice(0, 200),
      });
    case 'nested-repository':
      return fail(
        'nothing-to-commit',
        'These folders are repositories of their own and cannot be committed as files.',
        {
          files: result.paths.slice(0, 200),
        },
      );
    case 'detached-head':
      return fail('no-branch', 'The checkout is on no branch. Create one to commit to.');
  }
}
