import { GitLabError } from '../gitlab-error.ts';
import { readList, readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

export interface GitLabApprovals {
  /** Names of those who approved. */
  approvedBy: string[];
  /** Null where approvals cannot be required: GitLab's free edition. */
  required: number | null;
  left: number;
}

/** Threads that can be resolved; comments that stand alone are not among them. */
export interface GitLabThreads {
  total: number;
  unresolved: number;
  /** There are more discussions than were read. */
  isPartial: boolean;
}

const discussionsPerPage = 100;
const mostPages = 3;

export function createReviewRequests(requester: Requester) {
  return {
    /** GET …/approvals; null where GitLab does not tell: not part of its edition, or not for this user. */
    async findApprovals(projectId: number, iid: number): Promise<GitLabApprovals | null> {
      try {
        return toApprovals((await requester.get(`${addressOf(projectId, iid)}/approvals`)).body);
      } catch (error) {
        if (error instanceof GitLabError && ['forbidden', 'not-found'].includes(error.kind)) return null;
        throw error;
      }
    },

    /** GET …/discussions, 300 of them at most. */
    async countThreads(projectId: number, iid: number): Promise<GitLabThreads> {
      const threads: GitLabThreads = { total: 0, unresolved: 0, isPartial: false };
      for (let page = 1; page <= mostPages; page += 1) {
        const { body, headers } = await requester.get(`${addressOf(projectId, iid)}/discussions`, {
          searchParams: { page, per_page: discussionsPerPage },
        });
        for (const isResolved of readList(body, 'discussions', readResolution)) {
          if (isResolved === null) continue;
          threads.total += 1;
          if (!isResolved) threads.unresolved += 1;
        }
        if (!headers['x-next-page']) return threads;
      }
      return { ...threads, isPartial: true };
    },
  };
}

function addressOf(projectId: number, iid: number): string {
  return `projects/${projectId}/merge_requests/${iid}`;
}

function toApprovals(value: unknown): GitLabApprovals {
  const approvals = readObject(value, 'approvals');
  return {
    approvedBy: approvals.objects('approved_by').map((approval) => approval.object('user').string('name')),
    required: approvals.numberOrNull('approvals_required'),
    left: approvals.numberOrNull('approvals_left') ?? 0,
  };
}

/** Whether a discussion is resolved; null for one that cannot be. As in GitLab, all its resolvable notes must be. */
function readResolution(value: unknown): boolean | null {
  const notes = readObject(value, 'discussion').objects('notes');
  const resolvable = notes.filter((note) => note.booleanOrFalse('resolvable'));
  if (resolvable.length === 0) return null;
  return resolvable.every((note) => note.booleanOrFalse('resolved'));
}
