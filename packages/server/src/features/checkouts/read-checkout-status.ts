import type { CheckoutId, CheckoutStatus } from '@notelab/contract';
import {
  type Commit,
  type FileChange,
  findCommit,
  isPushed,
  logCommits,
  mayBeOngoing,
  type Ongoing,
  type RepositoryStatus,
  readOngoing,
  readStatus,
} from '@notelab/git';
import { newMergeRequestUrl } from '@notelab/gitlab';
import type { Operations } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { presentOngoing } from './merging/present-ongoing.ts';
import { shareReads } from './share-reads.ts';
import { toUtc } from './to-utc.ts';

const recentCommits = 5;

interface Reading {
  status: RepositoryStatus;
  commits: Commit[];
  onGitLab: boolean;
  ongoing: Ongoing | null;
  isLastCommitLocal: boolean;
}

/**
 * Reads branch, changes, ahead and behind, as of now on disk and of the last fetch on GitLab. Pages ask for it with
 * every change of a file, so it is one `git status` as a rule: commits are read again only when HEAD has moved.
 */
export function createStatusReader({
  sessions,
  operations,
}: {
  sessions: GitSessions;
  operations: Operations;
}): (checkout: AuthorizedCheckout) => Promise<CheckoutStatus> {
  const share = shareReads<Reading>();
  const recent = new Map<CheckoutId, { head: string; commits: Commit[] }>();

  async function read(checkout: AuthorizedCheckout): Promise<Reading> {
    const git = sessions.local(checkout);
    const status = await readStatus(git, checkout.dir);
    const [commits, onGitLab, ongoing, isLastCommitLocal] = await Promise.all([
      readRecent(checkout, status),
      isOnGitLab(checkout, status),
      findOngoing(checkout, status),
      isLocal(checkout, status),
    ]);
    return { status, commits, onGitLab, ongoing, isLastCommitLocal };
  }

  /** As a rule nothing is, and git need not be asked. */
  async function findOngoing({ dir, ...checkout }: AuthorizedCheckout, status: RepositoryStatus) {
    if (status.counts.conflicted === 0 && !(await mayBeOngoing(dir))) return null;
    return readOngoing(sessions.local(checkout), dir);
  }

  async function readRecent(checkout: AuthorizedCheckout, { head }: RepositoryStatus): Promise<Commit[]> {
    if (head.oid === null) return [];
    const known = recent.get(checkout.id);
    if (known?.head === head.oid) return known.commits;
    const options = { ref: head.oid, limit: recentCommits };
    const commits = await logCommits(sessions.local(checkout), checkout.dir, options);
    recent.set(checkout.id, { head: head.oid, commits });
    return commits;
  }

  /** Git need not be asked when the branch follows that of GitLab, and it was just counted how far they are apart. */
  async function isOnGitLab(checkout: AuthorizedCheckout, status: RepositoryStatus): Promise<boolean> {
    const { branch } = status.head;
    if (branch === null) return false;
    if (status.upstream === `origin/${branch}`) return status.ahead !== null;
    const ref = `refs/remotes/origin/${branch}`;
    return (await findCommit(sessions.local(checkout), checkout.dir, ref)) !== null;
  }

  async function isLocal(checkout: AuthorizedCheckout, { head, ahead }: RepositoryStatus): Promise<boolean> {
    if (head.kind !== 'branch' || head.oid === null || ahead === 0) return false;
    return !(await isPushed(sessions.local(checkout), checkout.dir, head.oid));
  }

  return async (checkout) => {
    const [{ status, commits, onGitLab, ongoing, isLastCommitLocal }, lastFetch] = await Promise.all([
      share(checkout.id, () => read(checkout)),
      operations.findLastFetch(checkout.id),
    ]);
    const { branch } = status.head;
    const { conflicted, untracked } = status.counts;
    return {
      head: toHead(status),
      headOid: status.head.oid,
      upstream: status.upstream,
      upstreamGone: status.upstream !== null && status.ahead === null && status.head.kind === 'branch',
      ahead: status.ahead ?? 0,
      behind: status.behind ?? 0,
      changes: status.entries.map(({ path, originalPath, kind }) => ({
        path,
        originalPath: originalPath ?? null,
        kind: toContractKind(kind),
      })),
      changeCount: status.total,
      counts: { conflicts: conflicted, changes: status.total - conflicted - untracked, untracked },
      ongoing: ongoing && presentOngoing(ongoing),
      lastFetch,
      isLastCommitLocal,
      recent: commits.map(({ oid, subject, author, committedAt }) => ({
        oid,
        subject,
        author: author.name,
        at: toUtc(committedAt) ?? new Date(0).toISOString(),
      })),
      mergeRequestUrl: onGitLab && branch !== null ? findMergeRequestUrl(checkout, branch) : null,
    };
  };
}

function toHead({ head }: RepositoryStatus): CheckoutStatus['head'] {
  if (head.kind === 'detached') return { kind: 'detached', oid: head.oid ?? '' };
  return { kind: head.kind, name: head.branch ?? '' };
}

/** A copy is a new file to people. */
function toContractKind(kind: FileChange): CheckoutStatus['changes'][number]['kind'] {
  return kind === 'copied' ? 'added' : kind;
}

/** A merge request from the default branch into itself makes no sense, so there is no page for it. */
function findMergeRequestUrl({ repository, instanceUrl }: AuthorizedCheckout, branch: string): string | null {
  if (branch === repository.defaultBranch) return null;
  return newMergeRequestUrl(instanceUrl, repository.path, {
    sourceBranch: branch,
    targetBranch: repository.defaultBranch ?? undefined,
  });
}
