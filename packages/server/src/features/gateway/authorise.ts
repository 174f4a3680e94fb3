import type { Secret } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import type { Pass, PassRepository } from '../passes/passes.ts';
import type { Refusal } from './refusal.ts';

/** What the gateway may do for one request. */
export interface Authorised {
  ok: true;
  upstream: {
    /** The instance's address with its sub-path, as GitLab shows it. */
    baseUrl: string;
    /** Opens the connections: it brings certificates and refuses private addresses. */
    dispatcher: Dispatcher;
  };
  /** The repository's path on GitLab today, which may differ from the pass's after a move. */
  repositoryPath: string;
  /** The acting user's token, or why there is none (account to be linked again, GitLab down). */
  accessToken(): Promise<Secret | Refusal>;
  /** A new token after GitLab turned the first one away. */
  refreshed(): Promise<Secret | Refusal>;
  /** Why GitLab turns the account away although the token is as fresh as can be. */
  whyRejected(): Promise<Refusal>;
}

/**
 * Asked on every request: is the user still a member with the right role, the repository still connected, the
 * account still linked?
 */
export type Authorise = (
  pass: Pass,
  request: { repository: PassRepository; write: boolean },
) => Promise<Authorised | Refusal>;
