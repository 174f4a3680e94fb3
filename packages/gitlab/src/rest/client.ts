import { readObject } from '../read-json.ts';
import { createBranchRequests } from './branches.ts';
import { createHookRequests } from './hooks.ts';
import { createMemberRequests } from './members.ts';
import { createReviewRequests } from './merge-request-review.ts';
import { createMergeRequestRequests } from './merge-requests.ts';
import { createProjectRequests } from './projects.ts';
import { createRequester, type GitLabClientOptions } from './requester.ts';
import { createUserRequests } from './users.ts';

/** `18.11.2-ee`, and whatever a fork adds. */
const maxVersionLength = 50;

export type GitLabClient = ReturnType<typeof createGitLabClient>;

/**
 * GitLab's REST API (v4) as one user. Every method throws `GitLabError` when GitLab does not do what was
 * asked. Cheap to create: make one per account and request.
 */
export function createGitLabClient(options: GitLabClientOptions) {
  const requester = createRequester(options);
  return {
    ...createUserRequests(requester),
    ...createProjectRequests(requester),
    ...createBranchRequests(requester),
    ...createMergeRequestRequests(requester),
    ...createReviewRequests(requester),
    ...createMemberRequests(requester),
    ...createHookRequests(requester),

    /** GET /version, which every GitLab has (gitbeaker knows only the newer /metadata). */
    async getVersion(): Promise<{ version: string; revision: string }> {
      const version = readObject((await requester.get('version')).body, 'version');
      return {
        version: version.string('version').slice(0, maxVersionLength),
        revision: version.string('revision').slice(0, maxVersionLength),
      };
    },
  };
}
