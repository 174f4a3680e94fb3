import { MergeRequests } from '@gitbeaker/rest';
import { GitLabError } from '../gitlab-error.ts';
import { type JsonReader, readList, readObject } from '../read-json.ts';
import { type GitLabPerson, readPerson } from './members.ts';
import type { Requester } from './requester.ts';

export interface GitLabPipeline {
  /** `running`, `success`, `failed` …; see GitLab's pipeline statuses. */
  status: string;
  /** GitLab's own word for it, such as `passed with warnings`; null in answers without one. */
  label: string | null;
  webUrl: string;
}

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
  /** Another project's for a merge request from a fork. */
  sourceProjectId: number | null;
  /** The newest commit of the source branch; null when the branch is gone. */
  sha: string | null;
  /** `checking` until GitLab has tried the merge; see GitLab's `detailed_merge_status`. */
  mergeStatus: string;
  hasConflicts: boolean;
  author: GitLabPerson;
  reviewers: GitLabPerson[];
  /** Comments of people. */
  noteCount: number;
  /** Of the newest commit; only a single merge request has it, not the rows of a list. */
  pipeline: GitLabPipeline | null;
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
  /** GitLab leaves out, without a word, who cannot read it; its free edition takes one. */
  reviewerIds?: number[];
  removeSourceBranch?: boolean;
  squash?: boolean;
}

export type CreatedMergeRequest =
  | { kind: 'created'; mergeRequest: GitLabMergeRequest }
  /** Another one is open for the same two branches; null when GitLab does not name it. */
  | { kind: 'exists'; iid: number | null };

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
     * POST /projects/:id/merge_requests. Throws `GitLabError`: `invalid` when source and target are the same,
     * `forbidden` in an archived project and without permission.
     */
    async createMergeRequest(projectId: number, request: NewMergeRequest): Promise<CreatedMergeRequest> {
      const { sourceBranch, targetBranch, title, ...options } = request;
      try {
        const created = await mergeRequests.create(projectId, sourceBranch, targetBranch, title, options);
        return { kind: 'created', mergeRequest: toMergeRequest(created) };
      } catch (error) {
        if (!(error instanceof GitLabError) || error.kind !== 'conflict') throw error;
        const iid = /!(\d+)/.exec(error.gitlabMessage ?? '')?.[1];
        return { kind: 'exists', iid: iid ? Number(iid) : null };
      }
    },

    /** GET /projects/:id/merge_requests, most recently updated first. */
    async listMergeRequests(projectId: number, query: MergeRequestQuery = {}): Promise<MergeRequestPage> {
      const { state, sourceBranch, page = 1, perPage = 20 } = query;
      const answer = await mergeRequests.all({
        projectId,
        ...(state && { state }),
        ...(sourceBranch !== undefined && { sourceBranch }),
        // Without being asked GitLab says of rows what it knew when somebody last looked at them.
        ...(state === 'opened' && { withMergeStatusRecheck: true }),
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
    description: mergeRequest.stringOrNull('description', 'text'),
    state: mergeRequest.string('state'),
    draft: mergeRequest.booleanOrFalse('draft'),
    sourceBranch: mergeRequest.string('source_branch'),
    targetBranch: mergeRequest.string('target_branch'),
    sourceProjectId: mergeRequest.numberOrNull('source_project_id'),
    sha: mergeRequest.stringOrNull('sha'),
    mergeStatus: mergeRequest.stringOrNull('detailed_merge_status') ?? mergeRequest.string('merge_status'),
    hasConflicts: mergeRequest.booleanOrFalse('has_conflicts'),
    author: readPerson(mergeRequest.object('author')),
    reviewers: mergeRequest.objects('reviewers').map(readPerson),
    noteCount: mergeRequest.numberOrNull('user_notes_count') ?? 0,
    pipeline: toPipeline(mergeRequest.objectOrNull('head_pipeline')),
    webUrl: mergeRequest.string('web_url', 'address'),
    createdAt: mergeRequest.string('created_at'),
    updatedAt: mergeRequest.string('updated_at'),
  };
}

function toPipeline(pipeline: JsonReader | null): GitLabPipeline | null {
  return (
    pipeline && {
      status: pipeline.string('status'),
      label: pipeline.objectOrNull('detailed_status')?.stringOrNull('label') ?? null,
      webUrl: pipeline.string('web_url', 'address'),
    }
  );
}
