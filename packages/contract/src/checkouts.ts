import { z } from 'zod';
import { ChangedPath, CommitChoices } from './commit-choices.ts';
import { endpoint } from './endpoint.ts';
import { CheckoutId, InstanceId, IntegrationId, ProjectId, RepositoryId } from './ids.ts';
import { BranchName, FilePath, FolderName } from './names.ts';
import { Ongoing, PullWay } from './ongoing.ts';
import { Operation } from './operations.ts';

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
