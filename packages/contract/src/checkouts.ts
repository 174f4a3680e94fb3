import { z } from 'zod';
import { ChangedPath, CommitChoices } from './commit-choices.ts';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import {
  CheckoutId,
  InstanceId,
  IntegrationId,
  OperationId,
  ProjectId,
  RepositoryId,
  WorkspaceId,
} from './ids.ts';
import { BranchName, FilePath, FolderName } from './names.ts';
import { Ongoing, PullWay } from './ongoing.ts';

export const OperationKind = z.enum([
  'clone',
  'fetch',
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

export const Checkout = z.object({
  id: CheckoutId,
  projectId: ProjectId,
  folderName: z.string(),
  repositoryId: RepositoryId.nullable(),
  integrationId: IntegrationId.nullable(),
  instanceId: InstanceId,
  repositoryPath: z.string(),
  repositoryWebUrl: z.string(),
  /** False once an admin has removed the repository from the workspace: files stay, git actions stop. */
  repositoryConnected: z.boolean(),
  state: z.enum(['cloning', 'ready']),
  /** How a pull goes on when both sides have new commits. */
  pullWay: PullWay,
});
export type Checkout = z.infer<typeof Checkout>;

export const Change = z.object({
  /** Relative to the checkout's folder. */
  path: z.string(),
  originalPath: z.string().nullable(),
  kind: z.enum(['modified', 'added', 'deleted', 'renamed', 'untracked', 'conflicted', 'type-changed']),
});
export type Change = z.infer<typeof Change>;

export const CheckoutStatus = z.object({
  head: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('branch'), name: z.string() }),
    z.object({ kind: z.literal('unborn'), name: z.string() }),
    z.object({ kind: z.literal('detached'), oid: z.string() }),
  ]),
  /** The current commit; null before the first one. */
  headOid: z.string().nullable(),
  upstream: z.string().nullable(),
  upstreamGone: z.boolean(),
  ahead: z.number().int(),
  behind: z.number().int(),
  /** Conflicts first, all of them; then what is tracked, then what is untracked, up to a limit. */
  changes: z.array(Change),
  /** All changes, also those beyond the ones listed. */
  changeCount: z.number().int(),
  /** The same by group, together `changeCount`. */
  counts: z.object({
    conflicts: z.number().int(),
    changes: z.number().int(),
    untracked: z.number().int(),
  }),
  /** A merge or pull that waits for somebody; null as a rule. */
  ongoing: Ongoing.nullable(),
  lastFetch: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
  /** GitLab does not have the current commit, so it can still be undone. */
  isLastCommitLocal: z.boolean(),
  /** Commits on the current branch, newest first, at most 5. */
  recent: z.array(
    z.object({ oid: z.string(), subject: z.string(), author: z.string(), at: z.iso.datetime() }),
  ),
  /** GitLab's new-merge-request page for the current branch; null when there is none to open. */
  mergeRequestUrl: z.string().nullable(),
});
export type CheckoutStatus = z.infer<typeof CheckoutStatus>;

export const FileDiff = z.object({
  path: z.string(),
  /** `lfs`: a side at least is a pointer to a large file kept elsewhere; `submodule`: another repository. */
  kind: z.enum(['text', 'binary', 'too-large', 'image', 'lfs', 'submodule']),
  /**
   * The text; of an image its bytes in base64 unless it is an SVG; of a large file kept elsewhere its id there; of a
   * submodule its commit. Null when there is no such side, or it is of a kind that is not sent.
   */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Of a large file kept elsewhere: of the file itself. Null when there is no such side, and of a submodule. */
  beforeSize: z.number().nullable(),
  afterSize: z.number().nullable(),
});
export type FileDiff = z.infer<typeof FileDiff>;

/** What leaves with a re-clone or a disconnection. Lists hold at most 100; the counts are of all. */
export const UnpushedWork = z.object({
  changedFiles: z.array(z.string()),
  changedFileCount: z.number().int(),
  untrackedFiles: z.array(z.string()),
  untrackedFileCount: z.number().int(),
  ignoredFileCount: z.number().int(),
  commits: z.array(z.object({ branch: z.string(), oid: z.string(), subject: z.string() })),
  commitCount: z.number().int(),
  stashCount: z.number().int(),
  /** Files whose changes were left on branches. */
  leftFileCount: z.number().int(),
  /** The repository could not be read, so nothing can be said about what is in it. */
  unreadable: z.boolean(),
});
export type UnpushedWork = z.infer<typeof UnpushedWork>;

const tag = 'Checkouts';
const inProject = z.object({ projectId: ProjectId });
const inCheckout = z.object({ checkoutId: CheckoutId });

export const listCheckouts = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/checkouts',
  tag,
  summary: 'Checkouts of a project',
  params: inProject,
  response: z.array(Checkout),
});
export const connectIntegration = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/checkouts',
  tag,
  summary:
    'Connect an integration to the project: clones it (editor). `folderName` overrides the integration’s.',
  params: inProject,
  body: z.object({ integrationId: IntegrationId, folderName: FolderName.optional() }),
  response: z.object({ checkout: Checkout, operation: Operation }),
});
export const getCheckoutStatus = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/status',
  tag,
  summary: 'Branch, changes, ahead and behind',
  params: inCheckout,
  response: CheckoutStatus,
});
export const getFileDiff = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/diff',
  tag,
  summary: 'One file, before (last commit) and after (working tree)',
  params: inCheckout,
  query: z.object({ path: FilePath, originalPath: FilePath.optional() }),
  response: FileDiff,
});
export const getUnpushedWork = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/unpushed-work',
  tag,
  summary: 'What a re-clone or a disconnection would lose',
  params: inCheckout,
  response: UnpushedWork,
});
export const fetchCheckout = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/fetch',
  tag,
  summary: 'Ask GitLab what is new (editor)',
  params: inCheckout,
  response: Operation,
});
export const pullCheckout = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/pull',
  tag,
  summary: 'Pull the current branch (editor)',
  params: inCheckout,
  response: Operation,
});
export const commitAndPush = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/commit-and-push',
  tag,
  summary: 'Commit what was chosen and push (editor). A failed push keeps the commit.',
  params: inCheckout,
  body: z.object({
    message: z.string().max(1_000_000, 'At most a million characters.'),
    paths: z.array(ChangedPath).max(50_000, 'At most 50,000 files at once.'),
    ...CommitChoices.shape,
    /** Commit to a new branch instead of the current one. */ newBranch: BranchName.optional(),
  }),
  response: Operation,
});
export const pushCheckout = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/push',
  tag,
  summary: 'Push commits that are there already (editor)',
  params: inCheckout,
  response: Operation,
});
const AcceptLoss = z.object({
  /** Without it, an action that would lose work is refused. */ discardWork: z.boolean(),
});
export const reCloneCheckout = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/re-clone',
  tag,
  summary: 'Clone from scratch into the same folder (editor)',
  params: inCheckout,
  body: AcceptLoss,
  response: Operation,
});
export const disconnectCheckout = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/disconnect',
  tag,
  summary: 'Remove the checkout and its folder from the project (editor)',
  params: inCheckout,
  body: AcceptLoss,
  response: Operation,
});

export const listOperations = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/operations',
  tag: 'Operations',
  summary: 'Queued and running operations, and the latest finished ones',
  params: inProject,
  response: z.array(Operation),
});
export const cancelOperation = endpoint({
  method: 'POST',
  path: '/api/operations/:operationId/cancel',
  tag: 'Operations',
  summary: 'Cancel (editor): ends git’s processes',
  params: z.object({ operationId: OperationId }),
  response: Operation,
});

export const AuditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actor: z.string().nullable(),
  action: z.string(),
  /** What it was done to: a repository path, a member's name, … */
  subject: z.string(),
  details: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const listAuditLog = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/audit-log',
  tag: 'Audit log',
  summary: 'Newest first, 100 at a time (admin)',
  params: z.object({ workspaceId: WorkspaceId }),
  query: z.object({ before: z.coerce.number().int().optional(), search: z.string().max(200).optional() }),
  response: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
});
export const listMyGitLabUse = endpoint({
  method: 'GET',
  path: '/api/me/gitlab-use',
  tag: 'GitLab',
  summary: 'Where the own GitLab accounts were used, newest first, at most 50',
  response: z.array(AuditEntry),
});
