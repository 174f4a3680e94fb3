import type { Preflight } from '@notelab/contract';
import { findCommit, findLastCommitTime, isPushed, readMessage, readStatus } from '@notelab/git';
import type { Accounts } from '../../gitlab/accounts/accounts.ts';
import { isLfsInstalled } from '../../jails/lfs-config.ts';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import type { CoAuthors } from '../co-authors.ts';
import type { GitSessions } from '../git-sessions.ts';
import { askPushAccess } from './ask-push-access.ts';
import { inspectChanges } from './inspect-changes.ts';

const mostChanges = 50_000;

/** Everything worth knowing before a commit. GitLab is asked while the files are looked at. */
export async function readPreflight(
  { sessions, accounts, coAuthors }: { sessions: GitSessions; accounts: Accounts; coAuthors: CoAuthors },
  checkout: AuthorizedCheckout,
): Promise<Preflight> {
  const git = sessions.local(checkout);
  const { dir } = checkout;
  const { head, upstream, behind, entries } = await readStatus(git, dir, { limit: mostChanges });
  const branch = upstream?.startsWith('origin/') ? upstream.slice('origin/'.length) : head.branch;
  const [onGitLab, inspection, amendable, people] = await Promise.all([
    askPushAccess(accounts, checkout, branch),
    inspectChanges(git, dir, entries),
    readAmendable(),
    coAuthors.suggest(
      checkout,
      entries.map(({ path }) => path),
      (await findLastCommitTime(git, dir)) ?? new Date(0),
    ),
  ]);
  const { push, tip } = onGitLab;
  const hasMoved = tip !== null && (await findCommit(git, dir, tip)) === null;
  return {
    push,
    behind: behind ?? 0,
    movedOnGitLab: hasMoved,
    ...inspection,
    lfs: isLfsInstalled(),
    coAuthors: people,
    amendable,
  };

  async function readAmendable(): Promise<Preflight['amendable']> {
    if (head.kind !== 'branch' || !head.oid || (await isPushed(git, dir, head.oid))) return null;
    return { oid: head.oid, message: await readMessage(git, dir, head.oid) };
  }
}
