import { z } from 'zod';
import { ChangedPath, HunkId } from './commit-choices.ts';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { CheckoutId, UserId } from './ids.ts';
import { BranchName, FilePath } from './names.ts';
import { Operation } from './operations.ts';

/** Files above this are named before a commit. */
export const largeFileBytes = 10 * 1024 * 1024;

export const LargeFile = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  /** Git does not know it yet, so .gitignore can keep it out. */
  untracked: z.boolean(),
});
export type LargeFile = z.infer<typeof LargeFile>;

export const NotebookWithOutputs = z.object({
  path: z.string(),
  outputCount: z.number().int(),
  /** Without its outputs it is what the last commit has. */
  onlyOutputs: z.boolean(),
});
export type NotebookWithOutputs = z.infer<typeof NotebookWithOutputs>;

export const SecretFinding = z.object({
  path: z.string(),
  line: z.number().int(),
  /** What it looks like: “a GitLab token”. */
  looksLike: z.string(),
  /** The line, with what looks secret masked. */
  excerpt: z.string(),
});
export type SecretFinding = z.infer<typeof SecretFinding>;

export const CoAuthor = z.object({
  userId: UserId,
  name: z.string(),
  username: z.string(),
  /** Changed files they have written here since the last commit; none when they worked in a terminal. */
  fileCount: z.number().int(),
});
export type CoAuthor = z.infer<typeof CoAuthor>;

/** Whether the acting user may push to the branch, as GitLab says. */
export const PushAccess = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  /** Others may push to it: a new branch and a merge request are the way. */
  z.object({ kind: z.literal('protected') }),
  /** The account may push nothing to this repository. */
  z.object({ kind: z.literal('no-access') }),
  z.object({ kind: z.literal('archived') }),
  /** GitLab did not say, or not in time. */
  z.object({ kind: z.literal('unknown'), problem: Problem.nullable() }),
]);
export type PushAccess = z.infer<typeof PushAccess>;

export const Preflight = z.object({
  push: PushAccess,
  /** Commits that GitLab has and the checkout does not, as of the last fetch. */
  behind: z.number().int(),
  /** GitLab has moved on since the last fetch. */
  movedOnGitLab: z.boolean(),
  /** At most 200 of each. */
  large: z.array(LargeFile),
  notebooks: z.array(NotebookWithOutputs),
  secrets: z.array(SecretFinding),
  /** Changed files that were too large or too many to be searched for secrets, besides those that are named as large. */
  unsearchedCount: z.number().int(),
  /** Git LFS can keep large files. */
  lfs: z.boolean(),
  coAuthors: z.array(CoAuthor),
  /** The last commit, while it is not on GitLab and can be amended. */
  amendable: z.object({ oid: z.string(), message: z.string() }).nullable(),
});
export type Preflight = z.infer<typeof Preflight>;

export const Hunk = z.object({
  id: HunkId,
  oldStart: z.number().int(),
  newStart: z.number().int(),
  lines: z.array(
    z.object({
      kind: z.enum(['same', 'removed', 'added']),
      text: z.string(),
      /** The file ends here, without a line end. */
      noNewline: z.literal(true).optional(),
    }),
  ),
});
export type Hunk = z.infer<typeof Hunk>;

const tag = 'Commits';
const inCheckout = z.object({ checkoutId: CheckoutId });

export const getPreflight = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/preflight',
  tag,
  summary: 'What to know before a commit, gathered at once (editor)',
  params: inCheckout,
  response: Preflight,
});
export const getFileHunks = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/hunks',
  tag,
  summary: 'Where a file differs from the last commit; null when it can only be committed as a whole',
  params: inCheckout,
  query: z.object({ path: FilePath, originalPath: FilePath.optional() }),
  response: z.object({ hunks: z.array(Hunk).nullable() }),
});
export const discardHunks = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/discard-hunks',
  tag,
  summary: 'Make parts of a file what the last commit has, keeping a recovery point (editor)',
  params: inCheckout,
  body: z.object({ path: ChangedPath, hunks: z.array(HunkId).min(1).max(10_000) }),
  response: Operation,
});
export const undoLastCommit = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/undo-commit',
  tag,
  summary: 'Take the last commit back while GitLab does not have it, keeping a recovery point (editor)',
  params: inCheckout,
  body: z.object({ /** The commit that is meant. */ oid: z.string().regex(/^[0-9a-f]{40,64}$/) }),
  response: Operation,
});
export const moveCommits = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/move-commits',
  tag,
  summary:
    'Move the branch’s unpushed commits to a new branch and push that, keeping a recovery point (editor)',
  params: inCheckout,
  body: z.object({ branch: BranchName }),
  response: Operation,
});
export const ignoreFiles = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/ignore',
  tag,
  summary: 'Add files to .gitignore (editor)',
  params: inCheckout,
  body: z.object({ paths: z.array(ChangedPath).min(1).max(200) }),
  response: z.object({}),
});
export const trackWithLfs = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/track-with-lfs',
  tag,
  summary: 'Have Git LFS keep files from now on, by .gitattributes (editor)',
  params: inCheckout,
  body: z.object({ paths: z.array(ChangedPath).min(1).max(200) }),
  response: z.object({}),
});
