import { Branches } from '@gitbeaker/rest';
import { GitLabError } from '../gitlab-error.ts';
import { readList, readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

export interface GitLabBranch {
  name: string;
  protected: boolean;
  default: boolean;
  /** Whether the token's user may push to it. */
  canPush: boolean;
  /** `authoredAt` is ISO 8601. */
  commit: { id: string; title: string; authoredAt: string };
}

export interface BranchQuery {
  search?: string;
  page?: number;
  /** 100 at most. */
  perPage?: number;
}

export interface BranchPage {
  branches: GitLabBranch[];
  nextPage: number | null;
}

export function createBranchRequests(requester: Requester) {
  const branches = new Branches({ requesterFn: () => requester, queryTimeout: null });
  return {
    /** GET /projects/:id/repository/branches. */
    async listBranches(projectId: number, query: BranchQuery = {}): Promise<BranchPage> {
      const { search, page = 1, perPage = 20 } = query;
      const answer = await branches.all(projectId, {
        ...(search && { search }),
        page,
        perPage,
        pagination: 'offset',
        showExpanded: true,
      });
      return {
        branches: readList(answer.data, 'branches', toBranch),
        nextPage: answer.paginationInfo?.next ?? null,
      };
    },

    /** GET /projects/:id/repository/branches/:branch; null when the branch does not exist. */
    async findBranch(projectId: number, name: string): Promise<GitLabBranch | null> {
      try {
        return toBranch(await branches.show(projectId, name));
      } catch (error) {
        if (error instanceof GitLabError && error.gitlabMessage === '404 Branch Not Found') return null;
        throw error;
      }
    },
  };
}

function toBranch(value: unknown): GitLabBranch {
  const branch = readObject(value, 'branch');
  const commit = branch.object('commit');
  return {
    name: branch.string('name'),
    protected: branch.boolean('protected'),
    default: branch.boolean('default'),
    canPush: branch.boolean('can_push'),
    commit: {
      id: commit.string('id'),
      title: commit.string('title'),
      authoredAt: commit.string('authored_date'),
    },
  };
}
