import type { createMergeRequest as endpoint, Outcome } from '@notelab/contract';
import { readHead } from '@notelab/git';
import type { GitLabClient } from '@notelab/gitlab';
import type { z } from 'zod';
import { fail, ProblemError } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import { pushCheckout } from '../checkouts/push-checkout.ts';
import { findWebUrl } from '../gitlab/web-url.ts';
import type { Job } from '../operations/operations.ts';
import { withoutDraft } from './present-merge-request.ts';

export type MergeRequestWish = z.infer<NonNullable<(typeof endpoint)['body']>>;

export function refuseImpossibleWish({ sourceBranch, targetBranch }: MergeRequestWish): void {
  if (sourceBranch === targetBranch)
    fail('invalid-input', 'A branch cannot be merged into itself.', {
      fields: { targetBranch: 'Choose another branch than the one it comes from.' },
    });
}

/** Pushes what GitLab does not have of the current branch, then creates the merge request as the acting user. */
export async function createMergeRequest(
  { sessions, audit, client }: { sessions: GitSessions; audit: Audit; client: GitLabClient },
  checkout: AuthorizedCheckout,
  wish: MergeRequestWish,
  job: Job,
): Promise<Outcome> {
  const { repository, dir } = checkout;
  const { sourceBranch, targetBranch, draft, description, reviewerIds, removeSourceBranch, squash } = wish;
  const head = await readHead(sessions.local(checkout), dir);
  if (head.kind !== 'branch' || head.branch !== sourceBranch)
    fail('no-branch', `The checkout is not on ${sourceBranch} any more. Nothing was created.`);

  const pushed = await pushCheckout({ sessions }, checkout, job);
  if (pushed.kind === 'pushed') await recordPush(audit, checkout, pushed);

  job.report({ fraction: null, phase: 'Creating the merge request' });
  const title = withoutDraft(wish.title);
  const answer = await client
    .createMergeRequest(repository.gitlabId, {
      sourceBranch,
      targetBranch,
      title: draft ? `Draft: ${title}` : title,
      description,
      removeSourceBranch,
      squash,
      ...(reviewerIds.length > 0 && { reviewerIds }),
    })
    .catch((error) => explainRefusal(error, checkout));
  if (answer.kind === 'exists') {
    const number = answer.iid === null ? '' : `: !${answer.iid}`;
    fail('merge-request-exists', `A merge request of ${sourceBranch} into ${targetBranch} is open${number}.`);
  }
  const { iid, webUrl, reviewers } = answer.mergeRequest;
  const leftOutReviewers = Math.max(0, new Set(reviewerIds).size - reviewers.length);
  return {
    kind: 'merge-request-created',
    iid,
    title: withoutDraft(answer.mergeRequest.title),
    webUrl: findWebUrl(webUrl),
    leftOutReviewers,
  };
}

function recordPush(
  audit: Audit,
  { project, repository }: AuthorizedCheckout,
  pushed: Outcome & { kind: 'pushed' },
): Promise<void> {
  return audit.record({
    workspaceId: project.workspaceId,
    actor: project.user,
    action: 'pushed',
    subject: repository.path,
    details: {
      ref: pushed.branch,
      old: pushed.old?.slice(0, 8) ?? 'new',
      new: pushed.new.slice(0, 8),
      project: project.name,
    },
  });
}

/** What GitLab's refusals mean here; its own words go along. */
function explainRefusal(error: unknown, { repository }: AuthorizedCheckout): never {
  if (!(error instanceof ProblemError)) throw error;
  const { code, detail, ...more } = error.problem;
  if (code === 'gitlab-forbidden')
    fail(
      code,
      repository.archived
        ? `${repository.path} is archived on GitLab: it takes no merge requests.`
        : `Your GitLab account may not create merge requests in ${repository.path}. It takes a Developer.`,
      more,
    );
  if (code === 'gitlab-refused')
    fail(code, 'GitLab did not accept the merge request. What is pushed stays pushed.', more);
  return fail(code, detail, more);
}
