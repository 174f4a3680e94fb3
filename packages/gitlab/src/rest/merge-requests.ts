import { MergeRequests } from '@gitbeaker/rest';
import { readList, readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

export interface GitLabMergeRequest {
  /** Number within the project: `!12`. */
  iid: number;
  title: string;
  description: string | null;
  /** `opened`, `closed`, `merged` or `locked`. */
  state: string;
  draft: boolean;
  sourceBranch: string;
  targetBranch: string;
  /** `checking` until GitLab has tried the merge; see GitLab's `detailed_merge_status`. */
  mergeStatus: string;
  hasConflicts: boolean;
  authorName: string;
  webUrl: string;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
}

export interface NewMergeRequest {
  sourceBranch: string;
  targetBranch: string;
  title: string;
  description?: string;
}

export interface MergeRequestQuery {
  /** All when absent. */
  state?: 'opened' | 'closed' | 'merged';
  sourceBranch?: string;
  page?: number;
  /** 100 at most. */
  perPage?: number;
}

export interface MergeRequestPage {
  mergeRequests: GitLabMergeRequest[];
  nextPage: number | null;
}

export function createMergeRequestRequests(requester: Requester) {
  const mergeRequests = new MergeRequests({ requesterFn: () => requester, queryTimeout: null });
  return {
    /**
     * POST /projects/:id/merge_requests. Throws `GitLabError`: `conflict` when one is open for the branch,
     * `invalid` when source and target are the same, `forbidden` in an archived project.
     */
    async createMergeRequest(projectId: number, request: NewMergeRequest): Promise<GitLabMergeRequest> {
      const { sourceBranch, targetBranch, title, description } = request;
      const options = description === undefined ? {} : { description };
      return toMergeRequest(
        await mergeRequests.create(projectId, sourceBranch, targetBranch, title, options),
      );
    },

    /** GET /projects/:id/merge_requests, most recently updated first. */
    async listMergeRequests(projectId: number, query: MergeRequestQuery = {}): Promise<MergeRequestPage> {
      const { state, sourceBranch, page = 1, perPage = 20 } = query;
      const answer = await mergeRequests.all({
        projectId,
        ...(state && { state }),
        ...(sourceBranch !== undefined && { sourceBranch }),
        orderBy: 'updated_at',
        sort: 'desc',
        page,
        perPage,
        pagination: 'offset',
        showExpanded: true,
      });
      return {
        mergeRequests: readList(answer.data, 'merge requests', toMergeRequest),
        nextPage: answer.paginationInfo?.next ?? null,
      };
    },

    /** GET /projects/:id/merge_requests/:iid. */
    async getMergeRequest(projectId: number, iid: number): Promise<GitLabMergeRequest> {
      return toMergeRequest(await mergeRequests.show(projectId, iid));
    },
  };
}

function toMergeRequest(value: unknown): GitLabMergeRequest {
  const mergeRequest = readObject(value, 'merge request');
  return {
    iid: mergeRequest.number('iid'),
    title: mergeRequest.string('title'),
    description: mergeRequest.stringOrNull('description'),
    state: mergeRequest.string('state'),
    draft: mergeRequest.booleanOrFalse('draft'),
    sourceBranch: mergeRequest.string('source_branch'),
    targetBranch: mergeRequest.string('target_branch'),
    mergeStatus: mergeRequest.stringOrNull('detailed_merge_status') ?? mergeRequest.string('merge_status'),
    hasConflicts: mergeRequest.booleanOrFalse('has_conflicts'),
    authorName: mergeRequest.object('author').string('name'),
    webUrl: mergeRequest.string('web_url'),
    createdAt: mergeRequest.string('created_at'),
    updatedAt: mergeRequest.string('updated_at'),
  };
}
