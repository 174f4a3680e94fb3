import type { CheckoutStatus } from '@notelab/contract';
import { type FileChange, findCommit, logCommits, type RepositoryStatus, readStatus } from '@notelab/git';
import { newMergeRequestUrl } from '@notelab/gitlab';
import type { Operations } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { toUtc } from './list-branches.ts';

const recentCommits = 5;

/** Branch, changes, ahead and behind, as of now on disk and of the last fetch on GitLab. */
export async function readCheckoutStatus(
  { sessions, operations }: { sessions: GitSessions; operations: Operations },
  checkout: AuthorizedCheckout,
): Promise<CheckoutStatus> {
  const git = sessions.local(checkout);
  const [status, commits, lastFetch] = await Promise.all([
    readStatus(git, checkout.dir),
    logCommits(git, checkout.dir, { limit: recentCommits }),
    operations.findLastFetch(checkout.id),
  ]);
  const { branch } = status.head;
  const onGitLab =
    branch !== null && (await findCommit(git, checkout.dir, `refs/remotes/origin/${branch}`)) !== null;
  return {
    head: toHead(status),
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
    lastFetch,
    recent: commits.map(({ oid, subject, author, committedAt }) => ({
      oid,
      subject,
      author: author.name,
      at: toUtc(committedAt) ?? new Date(0).toISOString(),
    })),
    mergeRequestUrl: onGitLab ? findMergeRequestUrl(checkout, branch) : null,
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
