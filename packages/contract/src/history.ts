import { z } from 'zod';
import { Change, FileDiff } from './checkouts.ts';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { FilePath } from './names.ts';

export const CommitId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'not a commit');

/** Who made a commit, as it says itself. */
export const CommitAuthor = z.object({
  name: z.string(),
  email: z.string(),
  /** From GitLab, when the e-mail is that of somebody here whose account is connected. */
  pictureUrl: z.string().nullable(),
});

export const HistoryCommit = z.object({
  oid: z.string(),
  parents: z.array(z.string()),
  author: CommitAuthor,
  at: z.iso.datetime(),
  /** The first line, shortened when it is very long. */
  subject: z.string(),
  /** Branches and tags that stand here. */
  refs: z.array(z.object({ kind: z.enum(['branch', 'remote-branch', 'tag']), name: z.string() })),
  /** The checkout is at this commit. */
  isHead: z.boolean(),
});
export type HistoryCommit = z.infer<typeof HistoryCommit>;

export const HistoryPage = z.object({
  /** Each commit before its parents; found ones newest first. */
  commits: z.array(HistoryCommit),
  /** Where the list begins: handed back to ask for more of the very same list. Null when there is no commit. */
  tip: z.string().nullable(),
  more: z.boolean(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

export const CommitDetails = HistoryCommit.omit({ refs: true, isHead: true }).extend({
  message: z.string(),
  /** The parent that the files are compared with; null when there is none here. */
  comparedWith: z.string().nullable(),
  /** A shallow clone: what came before is not here, so every file counts as added. */
  isShallowBoundary: z.boolean(),
  files: z.array(Change.extend({ modeChange: z.object({ from: z.string(), to: z.string() }).nullable() })),
  /** All files, also those beyond the ones listed. */
  fileCount: z.number().int(),
});
export type CommitDetails = z.infer<typeof CommitDetails>;

const tag = 'History';
const inCheckout = z.object({ checkoutId: CheckoutId });
const ofCommit = inCheckout.extend({ commit: CommitId });

export const listHistory = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/history',
  tag,
  summary: 'Commits of a branch, 100 at a time; without `branch` of what is checked out',
  params: inCheckout,
  query: z.object({
    branch: z.string().min(1).max(400).optional(),
    where: z.enum(['local', 'remote']).default('local'),
    /** Of the current branch and the one it follows: what only the one has, or only the other. */
    only: z.enum(['to-push', 'to-pull']).optional(),
    /** Words of the message or the author, or the beginning of an id. At most 300 are found. */
    search: z.string().trim().min(1).max(200).optional(),
    tip: CommitId.optional(),
    skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
  }),
  response: HistoryPage,
});
export const getCommit = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/commits/:commit',
  tag,
  summary: 'A commit and the files it changed, compared with its first parent; at most 5,000 files',
  params: ofCommit,
  response: CommitDetails,
});
export const getCommitDiff = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/commits/:commit/diff',
  tag,
  summary: 'One file of a commit, before (first parent) and after',
  params: ofCommit,
  query: z.object({ path: FilePath, originalPath: FilePath.optional() }),
  response: FileDiff,
});
