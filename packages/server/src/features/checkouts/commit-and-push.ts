import type { Outcome } from '@notelab/contract';
import {
  type CommitOptions,
  commitFiles,
  type GitEnvironment,
  isRepositoryPath,
  readHead,
  removeNewBranch,
} from '@notelab/git';
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
export function refuseImpossibleCommit({ message, paths }: CommitRequest): void {
  if (message.trim() === '') fail('message-empty', 'A commit needs a message.');
  if (paths.length === 0) fail('nothing-selected', 'Select at least one file.');
  const foreign = paths.filter((path) => !isRepositoryPath(withoutSlash(path)));
  if (foreign.length > 0)
    fail('path-invalid', 'These are no files of the repository. Nothing was committed.', {
      files: foreign.slice(0, 200),
    });
}

/**
 * Commits the files as the acting user and pushes the branch. The commit stays when the push is refused: nothing
 * is lost, and the push can be tried again. When there is no commit, there is no new branch either.
 */
export async function commitAndPush(
  context: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  request: CommitRequest,
  job: Job,
): Promise<Outcome> {
  const { newBranch } = request;
  const git = context.sessions.local(checkout);
  const author = await context.sessions.identityOf(checkout.project.user, checkout.repository);
  const before = await readHead(git, checkout.dir);
  if (newBranch !== undefined) await createBranch(context, checkout, newBranch, job);
  try {
    job.report({ phase: 'Committing', fraction: null });
    await commit(git, checkout.dir, { ...request, author, signal: job.signal });
  } catch (error) {
    if (newBranch !== undefined) await removeNewBranch(git, checkout.dir, newBranch, before);
    throw error;
  }
  return pushCheckout(context, checkout, job);
}

async function commit(git: GitEnvironment, dir: string, options: CommitOptions): Promise<void> {
  const paths = options.paths.map(withoutSlash);
  const result = await commitFiles(git, dir, { ...options, paths });
  switch (result.kind) {
    case 'committed':
      return;
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

/** Git names a repository inside the repository with a slash at its end. */
function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}
