import type { MergeRequest, MergeRequestDetails } from '@notelab/contract';
import type { GitLabApprovals, GitLabMergeRequest, GitLabThreads } from '@notelab/gitlab';
import { findWebUrl } from '../gitlab/web-url.ts';

export interface ReadMergeRequest {
  mergeRequest: GitLabMergeRequest;
  approvals: GitLabApprovals | null;
  threads: GitLabThreads | null;
}

export function presentMergeRequest(mergeRequest: GitLabMergeRequest): MergeRequest {
  const { iid, draft, hasConflicts, sourceBranch, targetBranch, noteCount } = mergeRequest;
  return {
    iid,
    title: withoutDraft(mergeRequest.title),
    state: toState(mergeRequest.state),
    draft,
    hasConflicts,
    sourceBranch,
    targetBranch,
    author: presentPerson(mergeRequest.author),
    noteCount,
    webUrl: findWebUrl(mergeRequest.webUrl),
    updatedAt: toUtc(mergeRequest.updatedAt),
  };
}

export function presentDetails({ mergeRequest, approvals, threads }: ReadMergeRequest): MergeRequestDetails {
  const { pipeline, reviewers, mergeStatus } = mergeRequest;
  return {
    ...presentMergeRequest(mergeRequest),
    reviewers: reviewers.map(presentPerson),
    checking: ['checking', 'unchecked', 'preparing', 'cannot_be_merged_recheck'].includes(mergeStatus),
    pipeline: pipeline && { ...pipeline, webUrl: findWebUrl(pipeline.webUrl) },
    approvals,
    threads,
  };
}

export function presentPerson({ name, username, avatarUrl }: GitLabMergeRequest['author']) {
  return { name, username, avatarUrl: findWebUrl(avatarUrl) };
}

/** GitLab marks drafts by the first word of the title. */
export function withoutDraft(title: string): string {
  return title.replace(/^\s*(?:draft:|\[draft\]|\(draft\))\s*/i, '') || title;
}

/** A locked one is being merged at this moment. */
function toState(state: string): MergeRequest['state'] {
  return state === 'merged' || state === 'closed' ? state : 'opened';
}

function toUtc(date: string): string | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
