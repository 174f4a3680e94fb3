export type GitLabErrorKind =
  /** The token or the client credentials are not accepted, without a more precise reason. */
  | 'unauthorized'
  | 'token-expired'
  /** The user withdrew the authorisation at GitLab: only linking again helps. */
  | 'token-revoked'
  | 'insufficient-scope'
  /** GitLab lets the token's user do nothing at all: blocked, deactivated, terms to accept. The token stays good. */
  | 'account-blocked'
  | 'forbidden'
  | 'not-found'
  /** `retryAfterSeconds` says how long GitLab asks to wait. */
  | 'rate-limited'
  | 'invalid'
  | 'conflict'
  /** Down, answering 5xx, not reachable or too slow. Says nothing about tokens. */
  | 'unavailable'
  /** The address (or a redirect's target) is one that Notelab must not contact. */
  | 'address-refused'
  /** TLS: the certificate is not trusted, expired or for another name. */
  | 'certificate'
  | 'unexpected';

const summaries: Record<GitLabErrorKind, string> = {
  unauthorized: 'GitLab did not accept the credentials',
  'token-expired': 'The GitLab token is expired',
  'token-revoked': 'The GitLab token was revoked',
  'insufficient-scope': 'The GitLab token lacks a scope',
  'account-blocked': 'GitLab does not let this user in',
  forbidden: 'GitLab refused the request',
  'not-found': 'GitLab did not find it',
  'rate-limited': 'GitLab asks to slow down',
  invalid: 'GitLab did not accept the request',
  conflict: 'GitLab reports a conflict',
  unavailable: 'GitLab is not available',
  'address-refused': 'The address is not allowed',
  certificate: 'The certificate of GitLab is not trusted',
  unexpected: 'GitLab answered something unexpected',
};

export interface GitLabErrorDetails {
  /** HTTP status, null when no answer came. */
  status?: number | null;
  /** What GitLab (or the network) said, redacted. */
  gitlabMessage?: string | null;
  /** OAuth's machine-readable `error`, such as `invalid_grant`. */
  oauthError?: string | null;
  retryAfterSeconds?: number | null;
}

/**
 * The one error of this package. It has no `cause`: errors of the layers below may carry requests and
 * responses, and with them tokens.
 */
export class GitLabError extends Error {
  override readonly name = 'GitLabError';
  readonly kind: GitLabErrorKind;
  readonly status: number | null;
  readonly gitlabMessage: string | null;
  readonly oauthError: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(kind: GitLabErrorKind, details: GitLabErrorDetails = {}) {
    super(details.gitlabMessage ? `${summaries[kind]}: ${details.gitlabMessage}` : summaries[kind]);
    this.kind = kind;
    this.status = details.status ?? null;
    this.gitlabMessage = details.gitlabMessage ?? null;
    this.oauthError = details.oauthError ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}
