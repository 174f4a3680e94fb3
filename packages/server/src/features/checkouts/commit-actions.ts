import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { Begin } from './begin-operation.ts';
import type { CoAuthors } from './co-authors.ts';
import { type CommitRequest, commitAndPush, refuseImpossibleCommit } from './commit-and-push.ts';
import { refuseImpossiblePaths } from './discard-changes.ts';
import { discardHunks } from './discard-hunks.ts';
import type { GitSessions } from './git-sessions.ts';
import { moveCommits } from './move-commits.ts';
import { undoLastCommit } from './undo-last-commit.ts';

interface CommitActionDependencies {
  context: { sessions: GitSessions; coAuthors: CoAuthors };
  begin: Begin;
  requireGitLab(checkout: AuthorizedCheckout): Promise<void>;
}

/** Commits, and what takes them back, as operations of a checkout. */
export function createCommitActions({ context, begin, requireGitLab }: CommitActionDependencies) {
  return {
    async commitAndPush(checkout: AuthorizedCheckout, request: CommitRequest) {
      refuseImpossibleCommit(request);
      await requireGitLab(checkout);
      return begin(checkout, 'commit-and-push', (job) => commitAndPush(context, checkout, request, job));
    },

    async undoLastCommit(checkout: AuthorizedCheckout, oid: string) {
      return begin(checkout, 'undo-commit', (job) => undoLastCommit(context, checkout, oid, job));
    },

    async moveCommits(checkout: AuthorizedCheckout, branch: string) {
      await requireGitLab(checkout);
      return begin(checkout, 'move-commits', (job) => moveCommits(context, checkout, branch, job));
    },

    async discardHunks(checkout: AuthorizedCheckout, part: { path: string; hunks: string[] }) {
      refuseImpossiblePaths([part.path]);
      return begin(checkout, 'discard', (job) => discardHunks(context, checkout, part, job));
    },
  };
}
