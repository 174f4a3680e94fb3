import type { FaultRule, Faults } from './server/faults.ts';
import type { RequestLogEntry } from './server/request-log.ts';
import type { OAuthApplicationInput } from './state/applications.ts';
import type { UserChanges } from './state/change-user.ts';
import type {
  AccessLevel,
  PipelineStatus,
  ProjectRecord,
  ProtectedBranchRecord,
  UserRecord,
} from './state/model.ts';
import type { NewProject } from './state/projects.ts';
import type { NewUser } from './state/users.ts';
import type { Delivery } from './webhooks/deliver.ts';
import type { WebhookOptions } from './webhooks/webhooks.ts';

export type {
  AccessLevel,
  Delivery,
  FaultRule,
  Faults,
  NewUser,
  OAuthApplicationInput,
  PipelineStatus,
  ProjectRecord,
  RequestLogEntry,
  UserChanges,
  UserRecord,
  WebhookOptions,
};

export interface SandboxOptions {
  /** 127.0.0.1 when left out, which also listens on ::1 where there is one. */
  host?: string;
  /** Any free port when left out or 0. */
  port?: number;
  /**
   * `http://localhost:<port>` when left out. A sub-path such as `http://localhost:4322/gitlab` serves
   * everything below it.
   */
  publicUrl?: string;
  /** Folder for the state file and the repositories; created when missing. */
  dataDir: string;
  /** Sample users and repositories when the folder holds no state yet; true when left out. */
  seed?: boolean;
  oauthApplications?: OAuthApplicationInput[];
  webhooks?: WebhookOptions;
}

export type SandboxProject = Omit<NewProject, 'creatorId' | 'isCopy'> & {
  /** A bare repository to copy; the project is empty when left out. */
  fromBareRepository?: string;
};

/** A running sandbox. Everything but `url` and `close` arranges or inspects state, in-process. */
export interface Sandbox {
  /** Public address without a trailing slash. */
  url: string;
  close(): Promise<void>;

  addUser(user: NewUser): Promise<UserRecord>;
  /** Gives the user another name or e-mail address; who they are, their id, stays. */
  renameUser(username: string, changes: UserChanges): void;
  /** As an administrator does it: tokens go on existing and are turned away until the user is unblocked. */
  setBlocked(username: string, blocked: boolean): void;
  /** What the user did stays, as that of the "Ghost User"; their tokens are unknown afterwards. */
  deleteUser(username: string): void;
  addProject(project: SandboxProject): Promise<ProjectRecord>;
  /** The bare repository of a project, by current or former path. */
  repositoryDir(path: string): string;

  /** The newest requests, oldest first; at most 5000. */
  requests(): RequestLogEntry[];
  faults: Faults;
  /** The newest webhook deliveries that have ended, oldest first; at most 500. */
  deliveries(): Delivery[];
  /** Moves the sandbox's time, for example by 7,200,000 to expire every access token. */
  setClockOffset(offsetMs: number): void;

  /** Registers an application or updates the one with the same client id. */
  addOAuthApplication(application: OAuthApplicationInput): void;
  /** The application's tokens are unknown afterwards. */
  deleteOAuthApplication(clientId: string): void;
  addPersonalAccessToken(username: string, token: string, scopes: string[]): void;
  /** A pair as if the user had gone through the authorization. */
  issueTokens(
    username: string,
    clientId: string,
    scopes: string[],
  ): { accessToken: string; refreshToken: string };
  /** What the user's click on "Authorize" would lead to: the redirect address with code and state. */
  approveAuthorization(authorizeUrl: string, username: string): string;
  expireAccessTokens(username: string): void;
  /** As the user does it under Edit profile → Access → Applications. */
  revokeApplication(username: string, clientId: string): void;

  /**
   * Gives the user exactly this access to a project (or membership of a group); null takes it away. A higher
   * membership inherited from a group above is ended, in that whole group.
   */
  setMember(path: string, username: string, level: AccessLevel | null): void;
  /** The old path goes on working as GitLab's redirects do. */
  renameProject(path: string, newPath: string): void;
  /** Its id and its paths lead nowhere afterwards. */
  deleteProject(path: string): void;
  /** Gives the newest commit of a branch a pipeline that stays in this status. */
  setPipeline(path: string, branch: string, status: PipelineStatus): Promise<void>;
  /** Null: as on GitLab's free edition, which requires none and takes one reviewer. */
  setApprovalsRequired(path: string, count: number | null): void;
  setArchived(path: string, archived: boolean): void;
  /** Maintainers may push and merge and nobody may force push, unless the rules say otherwise. */
  setProtected(
    path: string,
    branch: string,
    isProtected: boolean,
    rules?: Partial<Pick<ProtectedBranchRecord, 'pushLevel' | 'mergeLevel' | 'allowForcePush'>>,
  ): void;
}
