import { z } from 'zod';
import { AccountHealth, AccountTrouble } from './accounts.ts';
import { endpoint } from './endpoint.ts';
import { Repository } from './gitlab.ts';
import { InstanceId, IntegrationId, ProjectId, UserId, WorkspaceId } from './ids.ts';
import { Role } from './people.ts';
import { StoppedExport } from './stopped-exports.ts';

/** What an instance answered to all of this Notelab, since it was started. */
export const InstanceTraffic = z.object({
  /**
   * `failing`: the last requests found no GitLab. `paused`: so many that only one in a while is sent.
   * `quiet`: nothing was asked yet.
   */
  reach: z.enum(['answering', 'failing', 'paused', 'quiet']),
  failingSince: z.iso.datetime().nullable(),
  /** When the next request is sent to a paused one. */
  retryAt: z.iso.datetime().nullable(),
  lastAnswerAt: z.iso.datetime().nullable(),
  lastFailure: z.object({ at: z.iso.datetime(), words: z.string() }).nullable(),
  /** In the last so many minutes. */
  minutes: z.number().int(),
  requests: z.number().int(),
  errors: z.number().int(),
  /** How often GitLab asked to slow down. */
  slowDowns: z.number().int(),
  /** Requests that were not sent, because GitLab was down or had asked to wait. */
  heldBack: z.number().int(),
  latencyMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  /** Of whoever has least left. */
  rateLimit: z
    .object({ limit: z.number().int(), left: z.number().int(), resetsAt: z.iso.datetime() })
    .nullable(),
});
export type InstanceTraffic = z.infer<typeof InstanceTraffic>;

/** A GitLab instance that repositories of the workspace are on. */
export const InstanceHealth = z.object({
  id: InstanceId,
  name: z.string(),
  url: z.string(),
  sandbox: z.boolean(),
  repositoryCount: z.number().int(),
  /** GitLab's version, as a check was told. */
  version: z.string().nullable(),
  traffic: InstanceTraffic,
});
export type InstanceHealth = z.infer<typeof InstanceHealth>;

/** A member whose account on an instance does not work, or who has none where repositories are used. */
export const AccountFinding = z.object({
  kind: z.enum([...AccountHealth.exclude(['connected']).options, 'missing']),
  user: z.object({ id: UserId, name: z.string(), email: z.string() }),
  role: Role,
  instance: z.object({ id: InstanceId, name: z.string() }),
  username: z.string().nullable(),
  trouble: AccountTrouble.pick({ reason: true, since: true }).nullable(),
});
export type AccountFinding = z.infer<typeof AccountFinding>;

/** Who was told something by GitLab, and when. Null: somebody who is no member any more. */
export const Witness = z.object({ name: z.string().nullable(), at: z.iso.datetime() });
export type Witness = z.infer<typeof Witness>;

export const RepositoryFinding = z.object({
  kind: z.enum(['missing', 'no-admin', 'archived', 'moved', 'visibility']),
  repository: Repository,
  /** When it was noticed. */
  at: z.iso.datetime().nullable(),
  /** The former path or visibility. */
  before: z.string().nullable(),
  /** Who does not find it any more. */
  missedBy: Witness.nullable(),
  /** Who saw it last, all right. */
  seenBy: Witness.nullable(),
});
export type RepositoryFinding = z.infer<typeof RepositoryFinding>;

/** A branch that something in Notelab leads to and that GitLab no longer has. */
export const BranchFinding = z.object({
  repository: Repository,
  branch: z.string(),
  noticed: Witness,
  /** What leads there. */
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('integration'), id: IntegrationId, name: z.string() }),
    z.object({ kind: z.literal('export'), projectId: ProjectId, projectName: z.string() }),
  ]),
});
export type BranchFinding = z.infer<typeof BranchFinding>;

/** A look at every repository, as the admin who asked for it. */
export const HealthCheck = z.object({
  status: z.enum(['running', 'done', 'cancelled', 'interrupted']),
  by: z.object({ id: UserId, name: z.string() }),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Repositories: how many there are, and how many have been dealt with. */
  total: z.number().int(),
  done: z.number().int(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;

/** What the last check could not say anything about, and why. */
export const Unjudged = z.object({
  repository: Repository,
  reason: z.enum([
    'not-visible',
    'no-account',
    'needs-reconnect',
    'blocked',
    'application-refused',
    'forbidden',
    'slow-down',
    'no-answer',
    'refused',
    'not-reached',
  ]),
  /** The branch that was asked for, when the repository itself was answered. */
  branch: z.string().nullable(),
  seenBy: Witness.nullable(),
});
export type Unjudged = z.infer<typeof Unjudged>;

export const ConnectionHealth = z.object({
  /** How many findings wait for somebody. */
  attention: z.number().int(),
  /** Repositories and members that were looked at. */
  repositoryCount: z.number().int(),
  memberCount: z.number().int(),
  instances: z.array(InstanceHealth),
  accounts: z.array(AccountFinding),
  repositories: z.array(RepositoryFinding),
  branches: z.array(BranchFinding),
  stoppedExports: z.array(StoppedExport),
  /** The check that runs, or the last one. */
  check: HealthCheck.nullable(),
  unjudged: z.array(Unjudged),
});
export type ConnectionHealth = z.infer<typeof ConnectionHealth>;

const tag = 'Connection health';
const inWorkspace = z.object({ workspaceId: WorkspaceId });

export const getConnectionHealth = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/health',
  tag,
  summary: 'What is known of instances, accounts, repositories, branches and exports (admin). Asks nobody.',
  params: inWorkspace,
  response: ConnectionHealth,
});
export const startHealthCheck = endpoint({
  method: 'POST',
  path: '/api/workspaces/:workspaceId/health/check',
  tag,
  summary:
    'Ask GitLab, as the caller, about every repository (admin). One check of a workspace runs at a time: the running one is replied.',
  params: inWorkspace,
  response: HealthCheck,
});
export const cancelHealthCheck = endpoint({
  method: 'DELETE',
  path: '/api/workspaces/:workspaceId/health/check',
  tag,
  summary: 'End the running check; what it found stays (admin)',
  params: inWorkspace,
  response: z.object({}),
});
