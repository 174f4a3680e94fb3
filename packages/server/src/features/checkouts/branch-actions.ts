import type { ChangesChoice, StartPoint } from '@notelab/contract';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { Begin } from './begin-operation.ts';
import { createBranch } from './create-branch.ts';
import { deleteBranch } from './delete-branch.ts';
import type { GitSessions } from './git-sessions.ts';
import { forgetLeftChanges, type GiveBackRequest, giveBackChanges } from './left-changes.ts';
import { publishBranch } from './publish-branch.ts';
import { renameBranch } from './rename-branch.ts';
import { switchBranch } from './switch-branch.ts';

interface BranchActionDependencies {
  sessions: GitSessions;
  requireGitLab(checkout: AuthorizedCheckout): Promise<void>;
  begin: Begin;
}

/** What can be done with branches, and with the changes that were left on them. */
export function createBranchActions({ sessions, requireGitLab, begin }: BranchActionDependencies) {
  const context = { sessions };
  return {
    async switchBranch(
      checkout: AuthorizedCheckout,
      target: { branch: string; where: 'local' | 'remote'; changes?: ChangesChoice | undefined },
    ) {
      return begin(checkout, 'switch', (job) => switchBranch(context, checkout, target, job));
    },

    async createBranch(
      checkout: AuthorizedCheckout,
      branch: { name: string; from?: StartPoint | undefined; changes?: ChangesChoice | undefined },
    ) {
      return begin(checkout, 'create-branch', (job) => createBranch(context, checkout, branch, job));
    },

    async publishBranch(checkout: AuthorizedCheckout, branch: string) {
      await requireGitLab(checkout);
      return begin(checkout, 'publish-branch', (job) => publishBranch(context, checkout, branch, job));
    },

    async renameBranch(checkout: AuthorizedCheckout, names: { branch: string; name: string }) {
      return begin(checkout, 'rename-branch', () => renameBranch(context, checkout, names));
    },

    async deleteBranch(
      checkout: AuthorizedCheckout,
      deletion: { branch: string; from: 'here' | 'gitlab' | 'both'; seenOnGitLab: string | null },
    ) {
      if (deletion.from !== 'here') await requireGitLab(checkout);
      return begin(checkout, 'delete-branch', (job) => deleteBranch(context, checkout, deletion, job));
    },

    async giveBackChanges(checkout: AuthorizedCheckout, left: GiveBackRequest) {
      return begin(checkout, 'give-back', (job) => giveBackChanges(context, checkout, left, job));
    },

    async forgetLeftChanges(checkout: AuthorizedCheckout, leftId: string) {
      return begin(checkout, 'discard', () => forgetLeftChanges(context, checkout, leftId));
    },
  };
}
