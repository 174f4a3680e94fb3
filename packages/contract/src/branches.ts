import { z } from 'zod';
import { ChangesChoice, StartPoint } from './branch-move.ts';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { BranchName } from './names.ts';
import { Operation } from './operations.ts';

export const Branch = z.object({
  name: z.string(),
  /** `remote` branches exist only on GitLab so far. */
  where: z.enum(['local', 'remote']),
  current: z.boolean(),
  upstream: z.string().nullable(),
  upstreamGone: z.boolean(),
  ahead: z.number().int(),
  behind: z.number().int(),
  subject: z.string(),
  committedAt: z.iso.datetime().nullable(),
  /** Files whose changes were left on it, and which are given back to whoever comes back to it. */
  leftFileCount: z.number().int(),
});
export type Branch = z.infer<typeof Branch>;

/** Local changes that were left on a branch. Paths are at most 100; the count is of all. */
export const LeftChanges = z.object({
  id: z.string().regex(/^[0-9a-z]{20}$/, 'not an id'),
  /** Null: they were made on no branch. */
  branch: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  files: z.array(z.string()),
  fileCount: z.number().int(),
});
export type LeftChanges = z.infer<typeof LeftChanges>;

const BranchCommit = z.object({
  oid: z.string(),
  subject: z.string(),
  author: z.string(),
  at: z.iso.datetime().nullable(),
});

/** What to know before a branch is deleted. Lists of commits are at most 50; the counts are of all. */
export const BranchDeletion = z.object({
  /** Its commits that are on no other branch, neither here nor on GitLab. */
  onlyHere: z.object({ count: z.number().int(), commits: z.array(BranchCommit) }),
  /** Its commits, and those of GitLab's branch, that are on no third one. */
  onlyHereAndOnGitLab: z.object({ count: z.number().int(), commits: z.array(BranchCommit) }),
  /** GitLab's branch of the same name as of the last fetch, with the commit it ends with. */
  onGitLab: z.object({ commit: z.string() }).nullable(),
  leftFileCount: z.number().int(),
});
export type BranchDeletion = z.infer<typeof BranchDeletion>;

export const StartPointFound = StartPoint.extend({ oid: z.string(), subject: z.string() });
export type StartPointFound = z.infer<typeof StartPointFound>;

const tag = 'Branches';
const inCheckout = z.object({ checkoutId: CheckoutId });
const ofLeft = inCheckout.extend({ leftId: LeftChanges.shape.id });
const ExistingName = z.string().min(1).max(1024);

export const listBranches = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/branches',
  tag,
  summary: 'Local branches and branches known from GitLab',
  params: inCheckout,
  response: z.array(Branch),
});
export const switchBranch = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/switch',
  tag,
  summary: 'Change the current branch (editor). What was left on it before is given back.',
  params: inCheckout,
  body: z.object({
    branch: z.string().min(1).max(1024),
    where: z.enum(['local', 'remote']),
    /** For local changes that are in the way; without it nothing happens then. */
    changes: ChangesChoice.optional(),
  }),
  response: Operation,
});
export const createBranch = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/branches',
  tag,
  summary: 'Create a branch and switch to it (editor)',
  params: inCheckout,
  body: z.object({
    name: BranchName,
    /** Default: the current commit. */
    from: StartPoint.optional(),
    changes: ChangesChoice.optional(),
  }),
  response: Operation,
});
export const listStartPoints = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/start-points',
  tag,
  summary: 'Branches, tags and commits whose name matches, at most 60: where a new branch can begin',
  params: inCheckout,
  query: z.object({ search: z.string().max(1024) }),
  response: z.array(StartPointFound),
});
export const publishBranch = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/publish-branch',
  tag,
  summary: 'Push a local branch to GitLab, which it follows from then on (editor)',
  params: inCheckout,
  body: z.object({ branch: ExistingName }),
  response: Operation,
});
export const renameBranch = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/rename-branch',
  tag,
  summary: 'Rename a local branch (editor). GitLab’s branch keeps its name.',
  params: inCheckout,
  body: z.object({ branch: ExistingName, name: BranchName }),
  response: Operation,
});
export const getBranchDeletion = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/branch-deletion',
  tag,
  summary: 'What the deletion of a branch would take away',
  params: inCheckout,
  query: z.object({ branch: ExistingName, where: z.enum(['local', 'remote']) }),
  response: BranchDeletion,
});
export const deleteBranch = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/delete-branch',
  tag,
  summary: 'Delete a branch here, on GitLab, or both (editor). Its last commit is kept as a recovery point.',
  params: inCheckout,
  body: z.object({
    branch: ExistingName,
    from: z.enum(['here', 'gitlab', 'both']),
    /** The commit that GitLab's branch was seen to end with: another one is not deleted. */
    seenOnGitLab: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .nullable(),
  }),
  response: Operation,
});

export const listLeftChanges = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/left-changes',
  tag,
  summary: 'Local changes that were left on branches, newest first',
  params: inCheckout,
  response: z.array(LeftChanges),
});
export const giveBackChanges = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/left-changes/:leftId/give-back',
  tag,
  summary: 'Bring left changes into the files as they are now, or onto a new branch at their commit (editor)',
  params: ofLeft,
  body: z.object({
    newBranch: BranchName.optional(),
    /** What does not fit becomes conflicts to resolve; the checkout must have no other changes then. */
    withConflicts: z.boolean().optional(),
  }),
  response: Operation,
});
export const forgetLeftChanges = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/left-changes/:leftId/forget',
  tag,
  summary: 'Leave changes no longer on their branch; a recovery point keeps them (editor)',
  params: ofLeft,
  response: Operation,
});
