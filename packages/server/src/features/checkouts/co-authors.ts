import type { CoAuthor, UserId } from '@notelab/contract';
import type { GitIdentity } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { FileEdits } from '../projects/file-edits.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';

/** People whose work is in a commit that somebody else makes. */
export type CoAuthors = ReturnType<typeof createCoAuthors>;

export function createCoAuthors({
  edits,
  workspaces,
  accounts,
}: {
  edits: FileEdits;
  workspaces: Pick<Workspaces, 'listMemberships'>;
  accounts: Pick<Accounts, 'find'>;
}) {
  /** Who a member is on the checkout's instance; null for others, and for members without an account there. */
  async function identify({ workspaceId, repository }: AuthorizedCheckout, userId: UserId) {
    const account = await accounts.find(userId, repository.instanceId);
    if (!account) return null;
    const memberships = await workspaces.listMemberships(userId);
    return memberships.some(({ id }) => id === workspaceId) ? account : null;
  }

  return {
    /** Those who have edited changed files in Notelab since the last commit, or worked in a terminal; not who commits. */
    async suggest(checkout: AuthorizedCheckout, changedPaths: string[], since: Date): Promise<CoAuthor[]> {
      const inFolder = `${checkout.folderName}/`;
      const changed = new Set(changedPaths.map((path) => inFolder + path));
      const filesOf = new Map<UserId, number>();
      for (const { userId, path } of await edits.listSince(checkout.projectId, since)) {
        if (userId === checkout.project.user.id) continue;
        const before = filesOf.get(userId) ?? 0;
        if (path === null) filesOf.set(userId, before);
        else if (changed.has(path)) filesOf.set(userId, before + 1);
      }
      const people: CoAuthor[] = [];
      for (const [userId, fileCount] of filesOf) {
        const account = await identify(checkout, userId);
        if (account) people.push({ userId, name: account.name, username: account.username, fileCount });
      }
      return people.sort((a, b) => b.fileCount - a.fileCount || a.name.localeCompare(b.name));
    },

    /** Names and addresses as GitLab knows them. */
    async identitiesOf(checkout: AuthorizedCheckout, userIds: UserId[]): Promise<GitIdentity[]> {
      return Promise.all(
        [...new Set(userIds)].map(async (userId) => {
          const account = await identify(checkout, userId);
          if (!account)
            return fail('invalid-input', 'A co-author is no member here, or has disconnected their account.');
          return { name: account.name, email: account.commitEmail };
        }),
      );
    },
  };
}
