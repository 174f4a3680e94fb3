import type { Repositories } from '../repositories/repositories.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { Begin } from './begin-operation.ts';
import type { GitSessions } from './git-sessions.ts';
import { fetchLargeFiles, requireLfs } from './large-files.ts';
import { updateSubmodules } from './submodules.ts';

interface LinkedContentDependencies {
  sessions: GitSessions;
  repositories: Repositories;
  begin: Begin;
  requireGitLab(checkout: AuthorizedCheckout): Promise<void>;
}

/** What a repository only points to: large files of Git LFS, and submodules. */
export function createLinkedContentActions({
  sessions,
  repositories,
  begin,
  requireGitLab,
}: LinkedContentDependencies) {
  return {
    async fetchLargeFiles(checkout: AuthorizedCheckout, path: string | null) {
      requireLfs();
      await requireGitLab(checkout);
      return begin(checkout, 'fetch-large-files', (job) =>
        fetchLargeFiles({ sessions }, checkout, path, job),
      );
    },

    async updateSubmodules(checkout: AuthorizedCheckout) {
      await requireGitLab(checkout);
      const context = { sessions, repositories };
      return begin(checkout, 'update-submodules', (job) => updateSubmodules(context, checkout, job));
    },
  };
}
