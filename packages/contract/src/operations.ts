import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { CheckoutId, OperationId, ProjectId } from './ids.ts';
import { PullWay } from './ongoing.ts';

export const OperationKind = z.enum([
  'clone',
  'fetch',
  /** A fetch that nobody asked for: somebody’s open page has seen that GitLab’s branch has moved. */
  'look',
  'pull',
  'switch',
  'create-branch',
  'rename-branch',
  'delete-branch',
  'publish-branch',
  'give-back',
  'commit-and-push',
  'push',
  're-clone',
  'disconnect',
  'discard',
  'restore',
  'undo-commit',
  'move-commits',
  'create-merge-request',
  'resolve',
  'finish',
  'abort',
  'fetch-large-files',
  'update-submodules',
  'export',
]);
export type OperationKind = z.infer<typeof OperationKind>;

/** What a finished operation did. What it could not do is a problem, never an outcome. */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cloned'), branch: z.string().nullable() }),
  z.object({ kind: z.literal('fetched') }),
  z.object({ kind: z.literal('up-to-date') }),
  z.object({ kind: z.literal('updated'), from: z.string(), to: z.string(), fileCount: z.number().int() }),
  z.object({
    kind: z.literal('switched'),
    branch: z.string(),
    /** Local changes that were left for the branch they were made on; null: on no branch. */
    left: z.object({ branch: z.string().nullable(), fileCount: z.number().int() }).optional(),
    /** Files whose changes were brought along. */
    broughtFileCount: z.number().int().optional(),
    /** Files that had been left on this branch and were given back. */
    givenBackFileCount: z.number().int().optional(),
    /** Files because of which something that had been left on this branch is still left there. */
    notGivenBack: z.array(z.string()).optional(),
  }),
  z.object({ kind: z.literal('given-back'), branch: z.string().nullable(), fileCount: z.number().int() }),
  z.object({ kind: z.literal('branch-renamed'), from: z.string(), to: z.string() }),
  z.object({
    kind: z.literal('branch-deleted'),
    branch: z.string(),
    from: z.enum(['here', 'gitlab', 'both']),
    /** The commit it ended with, which is kept as a recovery point. */
    commit: z.string(),
  }),
  z.object({
    kind: z.literal('pushed'),
    branch: z.string(),
    old: z.string().nullable(),
    new: z.string(),
    /** Lines from GitLab, such as where to open a merge request. */
    messages: z.array(z.string()),
  }),
  z.object({ kind: z.literal('re-cloned') }),
  z.object({ kind: z.literal('disconnected') }),
  z.object({ kind: z.literal('discarded'), fileCount: z.number().int() }),
  z.object({
    kind: z.literal('merge-request-created'),
    iid: z.number().int(),
    title: z.string(),
    webUrl: z.string().nullable(),
    /** Reviewers that GitLab did not take. */
    leftOutReviewers: z.number().int(),
  }),
  z.object({ kind: z.literal('restored'), branch: z.string().nullable() }),
  z.object({
    kind: z.literal('large-files-fetched'),
    fileCount: z.number().int(),
    sizeBytes: z.number().int(),
  }),
  z.object({
    kind: z.literal('submodules-updated'),
    updated: z.array(z.string()),
    /** Those that stayed as they were, and why, as sentences. */
    left: z.array(z.object({ path: z.string(), reason: z.string() })),
  }),
  /** `message` is that of the commit that is gone. */
  z.object({ kind: z.literal('undone'), message: z.string() }),
  z.object({
    kind: z.literal('merged'),
    way: PullWay,
    from: z.string(),
    to: z.string(),
    fileCount: z.number().int(),
  }),
  /** A person must decide about files; the pull is under way until it is finished or aborted. */
  z.object({ kind: z.literal('conflicts'), fileCount: z.number().int() }),
  z.object({ kind: z.literal('resolved'), path: z.string() }),
  z.object({ kind: z.literal('reopened'), path: z.string() }),
  /** What was begun in a terminal. */
  z.object({ kind: z.literal('finished') }),
  /** Notebooks were written to GitLab with one commit. */
  z.object({
    kind: z.literal('exported'),
    branch: z.string(),
    commit: z.string(),
    commitUrl: z.string().nullable(),
    fileCount: z.number().int(),
    /** Files that were changed or deleted on GitLab, so they were left alone. */
    leftAloneCount: z.number().int(),
    mergeRequest: z.object({ iid: z.number().int(), webUrl: z.string().nullable() }).nullable(),
    /** Why there is none although one was wished for. */
    mergeRequestProblem: z.string().nullable(),
  }),
  z.object({ kind: z.literal('aborted') }),
]);
export type Outcome = z.infer<typeof Outcome>;

export const Operation = z.object({
  id: OperationId,
  kind: OperationKind,
  projectId: ProjectId,
  /** Null for an export, which concerns no checkout. */
  checkoutId: CheckoutId.nullable(),
  /** The checkout's folder; of an export the path of the repository. */
  folderName: z.string(),
  /** Who started it: name in Notelab. */
  actor: z.string(),
  actorId: z.string(),
  status: z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted']),
  progress: z.object({
    /** 0–1, or null while nothing is known. */
    fraction: z.number().nullable(),
    phase: z.string(),
    receivedBytes: z.number().nullable(),
  }),
  outcome: Outcome.nullable(),
  problem: Problem.nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Operation = z.infer<typeof Operation>;

const tag = 'Operations';

export const listOperations = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/operations',
  tag,
  summary: 'Queued and running operations, and the latest finished ones',
  params: z.object({ projectId: ProjectId }),
  response: z.array(Operation),
});
export const cancelOperation = endpoint({
  method: 'POST',
  path: '/api/operations/:operationId/cancel',
  tag,
  summary: 'Cancel (editor): ends git’s processes',
  params: z.object({ operationId: OperationId }),
  response: Operation,
});
