import type { MergeRequestRecord, ProjectRecord, UserRecord } from './model.ts';
import type { Store } from './store.ts';

export function listMergeRequests(store: Store, project: ProjectRecord): MergeRequestRecord[] {
  return store.state.mergeRequests.filter((request) => request.projectId === project.id);
}

export function findMergeRequest(
  store: Store,
  project: ProjectRecord,
  iid: number,
): MergeRequestRecord | null {
  return listMergeRequests(store, project).find((request) => request.iid === iid) ?? null;
}

export function findOpenMergeRequest(
  store: Store,
  project: ProjectRecord,
  sourceBranch: string,
  targetBranch: string,
): MergeRequestRecord | null {
  const found = listMergeRequests(store, project).find(
    (request) =>
      request.state === 'opened' &&
      request.sourceBranch === sourceBranch &&
      request.targetBranch === targetBranch,
  );
  return found ?? null;
}

export interface MergeRequestInput {
  title: string;
  description: string;
  sourceBranch: string;
  targetBranch: string;
  assigneeIds?: number[] | undefined;
  reviewerIds?: number[] | undefined;
  removeSourceBranch?: boolean | undefined;
  squash?: boolean | undefined;
}

/** What a merge request has when nobody chose anything. */
export function noMergeRequestChoices(): Pick<
  MergeRequestRecord,
  | 'assigneeIds'
  | 'reviewerIds'
  | 'removeSourceBranch'
  | 'squash'
  | 'approvals'
  | 'discussions'
  | 'squashCommitSha'
> {
  return {
    assigneeIds: [],
    reviewerIds: [],
    removeSourceBranch: false,
    squash: false,
    approvals: [],
    discussions: [],
    squashCommitSha: null,
  };
}

export function addMergeRequest(
  store: Store,
  project: ProjectRecord,
  author: UserRecord,
  input: MergeRequestInput & { sha: string | null },
): MergeRequestRecord {
  const now = store.nowIso();
  const choices = noMergeRequestChoices();
  const request: MergeRequestRecord = {
    id: store.nextId('merge-request'),
    iid: store.nextId(`merge-request-of-${project.id}`),
    projectId: project.id,
    ...choices,
    ...input,
    assigneeIds: input.assigneeIds ?? choices.assigneeIds,
    reviewerIds: input.reviewerIds ?? choices.reviewerIds,
    removeSourceBranch: input.removeSourceBranch ?? choices.removeSourceBranch,
    squash: input.squash ?? choices.squash,
    state: 'opened',
    authorId: author.id,
    mergeabilityChecked: false,
    mergeCommitSha: null,
    mergedById: null,
    mergedAt: null,
    closedById: null,
    closedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  store.state.mergeRequests.push(request);
  project.lastActivityAt = now;
  store.save();
  return request;
}
