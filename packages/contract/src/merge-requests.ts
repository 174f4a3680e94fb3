import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { CheckoutId, InstanceId, ProjectId, RepositoryId } from './ids.ts';
import { Operation } from './operations.ts';

const GitLabPerson = z.object({
  name: z.string(),
  username: z.string(),
  avatarUrl: z.string().nullable(),
});

/** A merge request as lists show it. */
export const MergeRequest = z.object({
  /** Number within the repository: `!42`. */
  iid: z.number().int(),
  /** Without the word that marks a draft. */
  title: z.string(),
  state: z.enum(['opened', 'merged', 'closed']),
  draft: z.boolean(),
  hasConflicts: z.boolean(),
  sourceBranch: z.string(),
  targetBranch: z.string(),
  author: GitLabPerson,
  /** Comments of people. */
  noteCount: z.number().int(),
  webUrl: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type MergeRequest = z.infer<typeof MergeRequest>;

/** One merge request with what can be known about it. What GitLab does not tell is null. */
export const MergeRequestDetails = MergeRequest.extend({
  reviewers: z.array(GitLabPerson),
  /** GitLab has not yet tried whether it can be merged. */
  checking: z.boolean(),
  pipeline: z
    .object({
      /** GitLab's status: `running`, `success`, `failed` … */
      status: z.string(),
      /** GitLab's own word for it. */
      label: z.string().nullable(),
      webUrl: z.string().nullable(),
    })
    .nullable(),
  approvals: z
    .object({
      approvedBy: z.array(z.string()),
      /** Null where approvals cannot be required. */
      required: z.number().int().nullable(),
      left: z.number().int(),
    })
    .nullable(),
  threads: z
    .object({
      total: z.number().int(),
      unresolved: z.number().int(),
      /** There are so many that not all were counted. */
      isPartial: z.boolean(),
    })
    .nullable(),
});
export type MergeRequestDetails = z.infer<typeof MergeRequestDetails>;

/** What GitLab could not be asked leaves what it said before, with the reason beside it. */
const asked = {
  /** When GitLab said so; null when it was not asked or never answered. */
  askedAt: z.iso.datetime().nullable(),
  problem: Problem.nullable(),
};

export const BranchMergeRequest = z.object({
  /** The open one of the branch; else the one that ended with the very commits the branch has. */
  mergeRequest: MergeRequestDetails.nullable(),
  /** Whether the caller may make one out of this branch: it is not the default one, and no other is open or merged. */
  canCreate: z.boolean(),
  ...asked,
});
export type BranchMergeRequest = z.infer<typeof BranchMergeRequest>;

export const RepositoryMergeRequests = z.object({
  repositoryId: RepositoryId,
  instanceId: InstanceId,
  repositoryPath: z.string(),
  /** Open ones, most recently changed first, at most 50. */
  mergeRequests: z.array(MergeRequest),
  more: z.boolean(),
  ...asked,
});
export type RepositoryMergeRequests = z.infer<typeof RepositoryMergeRequests>;

/** What the dialog for a new merge request begins with. */
export const MergeRequestProposal = z.object({
  sourceBranch: z.string(),
  /** The repository's default branch, unless another was asked about. */
  targetBranch: z.string(),
  title: z.string(),
  description: z.string(),
  /** The description is the repository's own template. */
  fromTemplate: z.boolean(),
  /** Commits that it would bring, as of the last fetch: all of them, and the newest ones' subjects. */
  commitCount: z.number().int(),
  subjects: z.array(z.string()),
  /** Commits that are pushed before it is created. */
  unpushedCount: z.number().int(),
  /** Whether commits are made into one on merging, and whether that can be chosen. */
  squash: z.enum(['never', 'always', 'on', 'off']),
  removeSourceBranch: z.boolean(),
  /** GitLab's own page for it; null while the branch is not there. */
  newPageUrl: z.string().nullable(),
});
export type MergeRequestProposal = z.infer<typeof MergeRequestProposal>;

export const Reviewer = GitLabPerson.extend({ gitlabId: z.number().int() });
export type Reviewer = z.infer<typeof Reviewer>;

const tag = 'Merge requests';
const inCheckout = z.object({ checkoutId: CheckoutId });
const Branch = z.string().min(1).max(400);
/** GitLab is asked again, whatever it said a moment ago. */
const fresh = z.stringbool().optional();

export const getBranchMergeRequest = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/merge-request',
  tag,
  summary:
    'The merge request of a branch, with pipeline, approvals and threads, as the caller’s account sees it',
  params: inCheckout,
  query: z.object({ branch: Branch, fresh }),
  response: BranchMergeRequest,
});
export const listMergeRequests = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/merge-requests',
  tag,
  summary: 'Open merge requests of the project’s repositories, as the caller’s account sees them',
  params: z.object({ projectId: ProjectId }),
  query: z.object({ fresh }),
  response: z.array(RepositoryMergeRequests),
});
export const getMergeRequestProposal = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/merge-request-proposal',
  tag,
  summary: 'What a merge request of the current branch would begin with (editor)',
  params: inCheckout,
  query: z.object({ target: Branch.optional() }),
  response: MergeRequestProposal,
});
export const listReviewers = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/reviewers',
  tag,
  summary: 'Who can be asked for a review on GitLab, at most 20 (editor)',
  params: inCheckout,
  query: z.object({ search: z.string().max(200).optional() }),
  response: z.array(Reviewer),
});
export const createMergeRequest = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/merge-requests',
  tag,
  summary: 'Push what is not pushed yet, then create a merge request of the current branch (editor)',
  params: inCheckout,
  body: z.object({
    /** Must be the current branch when its turn comes. */
    sourceBranch: Branch,
    targetBranch: Branch,
    title: z.string().trim().min(1, 'A title is needed.').max(255, 'At most 255 characters.'),
    description: z.string().max(1_000_000, 'At most a million characters.'),
    draft: z.boolean(),
    reviewerIds: z.array(z.number().int().positive()).max(100),
    removeSourceBranch: z.boolean(),
    squash: z.boolean(),
  }),
  response: Operation,
});
