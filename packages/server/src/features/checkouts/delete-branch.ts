import { type BranchDeletion, newId, type Outcome } from '@notelab/contract';
import {
  deleteBranch as deleteInGit,
  deleteRemoteBranch,
  findStartPoint,
  keepCommit,
  listOwnCommits,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { fetchAs } from './fetch-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { countLeftFiles } from './left-changes.ts';
import { removeOldPoints } from './recovery-points.ts';
import { toUtc } from './to-utc.ts';

const none = '0'.repeat(40);
const mostCommitsShown = 50;

interface Deletion {
  branch: string;
  from: 'here' | 'gitlab' | 'both';
  /** The commit that GitLab's branch was seen to end with. */
  seenOnGitLab: string | null;
}

/** What to know before a branch is deleted. */
export async function readBranchDeletion(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  { branch, where }: { branch: string; where: 'local' | 'remote' },
): Promise<BranchDeletion> {
  const git = sessions.local(checkout);
  const { dir } = checkout;
  const [here, there] = await Promise.all([
    findStartPoint(git, dir, { kind: 'local', name: branch }),
    findStartPoint(git, dir, { kind: 'remote', name: branch }),
  ]);
  if (!(where === 'local' ? here : there)) fail('branch-gone', `There is no branch “${branch}” any more.`);
  const refs = { here: `refs/heads/${branch}`, there: `refs/remotes/origin/${branch}` };
  const list = async (own: string[]) => {
    const { count, commits } = await listOwnCommits(git, dir, own, { limit: mostCommitsShown });
    return {
      count,
      commits: commits.map(({ oid, subject, author, committedAt }) => ({
        oid,
        subject,
        author: author.name,
        at: toUtc(committedAt),
      })),
    };
  };
  const nothing = { count: 0, commits: [] };
  return {
    onlyHere: here ? await list([refs.here]) : nothing,
    onlyHereAndOnGitLab: there ? await list([...(here ? [refs.here] : []), refs.there]) : nothing,
    onGitLab: there ? { commit: there } : null,
    leftFileCount: (await countLeftFiles(sessions, checkout)).get(branch) ?? 0,
  };
}

/**
 * Deletes a branch: on GitLab first, which may say no, then here. The pass allows the deletion of exactly this branch
 * while it ends with exactly the commit that the person saw. Both ends are kept as recovery points.
 */
export async function deleteBranch(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  { branch, from, seenOnGitLab }: Deletion,
  job: Job,
): Promise<Outcome> {
  const git = sessions.local(checkout);
  const { dir } = checkout;
  const { name, email } = checkout.project.user;
  const keep = () => ({ id: newId(), reason: `Before deleting “${branch}”`, by: { name, email } });
  let commit = await findStartPoint(git, dir, { kind: 'local', name: branch });
  if (from !== 'gitlab' && !commit) fail('branch-gone', `There is no branch “${branch}” here any more.`);
  if (from !== 'here') {
    const oid = await findSeen(sessions, checkout, { branch, seenOnGitLab, job });
    if (oid !== commit) await keepCommit(git, dir, { ...keep(), branch, oid });
    await deleteOnGitLab(sessions, checkout, { branch, oid, job });
    commit ??= oid;
  }
  if (from !== 'gitlab') {
    const result = await deleteInGit(git, dir, { ...keep(), name: branch });
    if (result.kind === 'in-use')
      fail('branch-in-use', `“${branch}” is the current branch. Switch to another one first.`);
    if (result.kind === 'no-such-branch')
      fail('branch-gone', `There is no branch “${branch}” here any more.`);
  }
  await removeOldPoints(git, dir);
  return { kind: 'branch-deleted', branch, from, commit: commit! };
}

/** GitLab's branch as it is now, which must be what the person saw when they decided. */
async function findSeen(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  { branch, seenOnGitLab, job }: Omit<Deletion, 'from'> & { job: Job },
): Promise<string> {
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  const git = sessions.local(checkout);
  const oid = await findStartPoint(git, checkout.dir, { kind: 'remote', name: branch });
  if (!oid) return fail('branch-gone', `GitLab has no branch “${branch}” any more.`);
  if (oid !== seenOnGitLab)
    return fail(
      'branch-moved',
      `“${branch}” has got other commits on GitLab meanwhile. Nothing was deleted.`,
    );
  return oid;
}

async function deleteOnGitLab(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
  { branch, oid, job }: { branch: string; oid: string; job: Job },
): Promise<void> {
  job.report({ phase: 'Deleting on GitLab', fraction: null });
  const bound = { push: { ref: `refs/heads/${branch}`, oldOid: oid, newOid: none } };
  const result = await sessions.asUser({ checkout, access: bound }, ({ git, url }) =>
    deleteRemoteBranch(git, checkout.dir, { url, branch, oid, signal: job.signal }),
  );
  if (result.kind === 'rejected')
    fail('branch-undeletable', `GitLab did not delete “${branch}”. Nothing was deleted here either.`, {
      raw: result.message,
    });
}
