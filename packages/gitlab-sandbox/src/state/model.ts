/** Levels of GitLab's roles; 0 means "no one" in a branch protection. */
export type AccessLevel = 0 | 10 | 15 | 20 | 30 | 40 | 50;

export type Visibility = 'private' | 'internal' | 'public';

export interface UserRecord {
  id: number;
  username: string;
  name: string;
  email: string;
  passwordHash: string;
  createdAt: string;
  /** By an administrator. State files of older versions do not have it. */
  blocked?: boolean;
}

export interface GroupRecord {
  id: number;
  /** Full path, for example `acme/platform`. */
  path: string;
  name: string;
  /** User id → level; inherited by subgroups and projects below. */
  members: Record<number, AccessLevel>;
  createdAt: string;
}

export interface ProtectedBranchRecord {
  id: number;
  /** A branch name or a pattern in which `*` stands for anything. */
  name: string;
  pushLevel: AccessLevel;
  mergeLevel: AccessLevel;
  allowForcePush: boolean;
}

export interface ProjectRecord {
  id: number;
  path: string;
  name: string;
  description: string;
  visibility: Visibility;
  defaultBranch: string;
  archived: boolean;
  /** User id → level of direct members. */
  members: Record<number, AccessLevel>;
  protectedBranches: ProtectedBranchRecord[];
  /** Whether the first pushed branch becomes protected, which is GitLab's default. */
  protectsFirstBranch: boolean;
  /** Whether every push starts a pipeline that passes, as Auto DevOps does it without a file in the repository. */
  runsPipelines: boolean;
  /** Null: as on GitLab's free edition, which requires no approvals and takes one reviewer. */
  approvalsRequired: number | null;
  creatorId: number;
  createdAt: string;
  lastActivityAt: string;
}

export type PipelineStatus =
  | 'created'
  | 'waiting_for_resource'
  | 'preparing'
  | 'pending'
  | 'running'
  | 'success'
  | 'failed'
  | 'canceled'
  | 'skipped'
  | 'manual'
  | 'scheduled';

export interface PipelineRecord {
  id: number;
  iid: number;
  projectId: number;
  sha: string;
  /** A branch, or `refs/merge-requests/<iid>/head`. */
  ref: string;
  source: 'push' | 'merge_request_event';
  /** Null: it runs by the clock and passes. */
  status: PipelineStatus | null;
  userId: number;
  createdAt: string;
}

export interface NoteRecord {
  id: number;
  authorId: number;
  body: string;
  createdAt: string;
}

export interface DiscussionRecord {
  /** 40 hexadecimal digits. */
  id: string;
  notes: NoteRecord[];
  /** Who resolved it; null while it is open. */
  resolvedById: number | null;
  resolvedAt: string | null;
}

export interface MergeRequestRecord {
  id: number;
  iid: number;
  projectId: number;
  title: string;
  description: string;
  sourceBranch: string;
  targetBranch: string;
  state: 'opened' | 'closed' | 'merged';
  authorId: number;
  assigneeIds: number[];
  reviewerIds: number[];
  removeSourceBranch: boolean;
  squash: boolean;
  approvals: { userId: number; at: string }[];
  discussions: DiscussionRecord[];
  /** False until the first read after creation, when `merge_status` is still `checking`. */
  mergeabilityChecked: boolean;
  sha: string | null;
  mergeCommitSha: string | null;
  squashCommitSha: string | null;
  mergedById: number | null;
  mergedAt: string | null;
  closedById: number | null;
  closedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface OAuthApplicationRecord {
  id: number;
  clientId: string;
  /** Null for a public application. */
  clientSecretHash: string | null;
  name: string;
  redirectUris: string[];
  scopes: string[];
  /** The user who registered it on the applications page, or null when it came with the start options. */
  ownerId: number | null;
}

/** Access and refresh token are one record, as in Doorkeeper: revoking either kills both. */
export interface OAuthTokenRecord {
  id: number;
  accessTokenHash: string;
  refreshTokenHash: string;
  clientId: string;
  userId: number;
  scopes: string[];
  createdAtMs: number;
  expiresAtMs: number;
  revokedAtMs: number | null;
}

export interface AuthorizationCodeRecord {
  codeHash: string;
  clientId: string;
  userId: number;
  redirectUri: string;
  scopes: string[];
  codeChallenge: string | null;
  codeChallengeMethod: 'plain' | 'S256';
  expiresAtMs: number;
  used: boolean;
}

export interface PersonalAccessTokenRecord {
  id: number;
  tokenHash: string;
  name: string;
  userId: number;
  scopes: string[];
  createdAt: string;
  expiresAtMs: number | null;
  revoked: boolean;
}

export interface SessionRecord {
  idHash: string;
  /** Null before sign-in: the record then only carries the form token. */
  userId: number | null;
  csrfToken: string;
  createdAtMs: number;
}

export interface LfsLockRecord {
  id: number;
  projectId: number;
  path: string;
  userId: number;
  createdAt: string;
}

/** A project's webhook. Its secrets are sent along with deliveries, so they cannot be kept as digests. */
export interface HookRecord {
  id: number;
  uuid: string;
  projectId: number;
  url: string;
  name: string | null;
  description: string | null;
  /** By GitLab's names, such as `push_events`. */
  events: Record<string, boolean>;
  verifiesTls: boolean;
  token: string | null;
  /** `whsec_` and 32 bytes in base64. */
  signingToken: string | null;
  /** Deliveries that failed since the last one that did not. */
  failures: number;
  disabledUntilMs: number | null;
  createdAt: string;
}

export interface State {
  version: 1;
  /** Highest id given out per kind of record. */
  lastIds: Record<string, number>;
  users: UserRecord[];
  groups: GroupRecord[];
  projects: ProjectRecord[];
  /** Former project path in lower case → project id. */
  redirects: Record<string, number>;
  mergeRequests: MergeRequestRecord[];
  pipelines: PipelineRecord[];
  applications: OAuthApplicationRecord[];
  oauthTokens: OAuthTokenRecord[];
  authorizationCodes: AuthorizationCodeRecord[];
  personalAccessTokens: PersonalAccessTokenRecord[];
  sessions: SessionRecord[];
  /** Project id → commit → user id of whoever pushed it. */
  pushers: Record<number, Record<string, number>>;
  lfsLocks: LfsLockRecord[];
  hooks: HookRecord[];
}
