import { GitLabError, type GitLabErrorKind } from './gitlab-error.ts';
import { redact } from './redact.ts';
import type { Secret } from './secret.ts';

export interface FailedResponse {
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, or the text when the answer was not JSON. */
  body: unknown;
}

type AnswerHeaders = Record<string, string | string[] | undefined>;

const defaultRetryAfterSeconds = 60;
const longestRetryAfterSeconds = 3600;
const maxTitleLength = 200;

/** Reads GitLab's error answers: OAuth's `error`/`error_description`, REST's `message` in its four shapes. */
export function errorFromResponse(response: FailedResponse, secrets: readonly Secret[]): GitLabError {
  const { status, headers, body } = response;
  const oauthError = readOAuthError(body);
  const message = isWebPage(headers) ? describeWebPage(body) : readMessage(body);
  const kind = toKind(status, oauthError, message ?? '');
  return new GitLabError(kind, {
    status,
    oauthError,
    gitlabMessage: message === null ? null : redact(message, secrets),
    retryAfterSeconds: kind === 'rate-limited' ? readRetryAfterSeconds(headers) : null,
  });
}

function toKind(status: number, oauthError: string | null, message: string): GitLabErrorKind {
  if (status === 401) {
    if (oauthError !== 'invalid_token') return 'unauthorized';
    if (/expired/i.test(message)) return 'token-expired';
    return /revoked/i.test(message) ? 'token-revoked' : 'unauthorized';
  }
  if (status === 403) {
    if (oauthError === 'insufficient_scope') return 'insufficient-scope';
    return saysAccountIsBlocked(message) ? 'account-blocked' : 'forbidden';
  }
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status === 408 || status >= 500) return 'unavailable';
  return status === 400 || status === 405 || status === 422 ? 'invalid' : 'unexpected';
}

/**
 * Whether GitLab says that it lets the user do nothing, over its API (behind `403 Forbidden - `) or over git. Its
 * reasons are about the account as a whole, not about what was asked for.
 */
export function saysAccountIsBlocked(message: string): boolean {
  return /\b(?:Your account (?:has been (?:blocked|deactivated)|is pending approval)|must accept the Terms of Service|Your password expired|Your primary email address is not confirmed)/i.test(
    message,
  );
}

/**
 * Whether the answer is a page for people. GitLab's API never answers with one: it comes from something in
 * front of it, such as a proxy that says 502, a maintenance page or another site's sign-in.
 */
export function isWebPage(headers: Record<string, string>): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

/** A page's title; the rest is mark-up that tells nobody anything. */
export function describeWebPage(body: unknown): string {
  const title = /<title[^<>]*>([^<]+)<\/title>/i.exec(String(body))?.[1]?.replace(/\s+/g, ' ').trim();
  return title ? `a web page: ${title.slice(0, maxTitleLength)}` : 'a web page';
}

function readOAuthError(body: unknown): string | null {
  const error = property(body, 'error');
  return typeof error === 'string' && /^[a-z_]+$/.test(error) ? error : null;
}

function readMessage(body: unknown): string | null {
  if (typeof body === 'string') return body.trim() === '' ? null : body.trim();
  const found = property(body, 'error_description') ?? property(body, 'message') ?? property(body, 'error');
  const text = toText(found);
  return text === '' ? null : text;
}

/** `"404 Not Found"`, `["a", "b"]`, `{"name":["has already been taken"]}` or `{"error":"…"}`. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(toText).join(', ');
  if (typeof value !== 'object' || value === null) return value == null ? '' : String(value);
  return Object.entries(value)
    .map(([key, nested]) => (key === 'error' || key === 'base' ? toText(nested) : `${key} ${toText(nested)}`))
    .join('; ');
}

function property(body: unknown, key: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[key] : undefined;
}

/** Seconds from `Retry-After` (RFC 9110: seconds or a date), else from GitLab's `RateLimit-Reset`, else 60. */
export function readRetryAfterSeconds(headers: AnswerHeaders): number {
  return findRetryAfterSeconds(headers) ?? defaultRetryAfterSeconds;
}

/**
 * Like `readRetryAfterSeconds`, but null when GitLab does not say. Times are GitLab's, so they are compared with
 * the time it says it is (`Date`), which may differ from that of this machine by hours. An hour at most: longer waits
 * are asked for by mistake.
 */
export function findRetryAfterSeconds(headers: AnswerHeaders): number | null {
  const { 'retry-after': retryAfter, 'ratelimit-reset': reset } = headers;
  const nowMs = Date.parse(String(headers.date)) || Date.now();
  const within = (seconds: number) => Math.min(longestRetryAfterSeconds, Math.max(0, seconds));
  const secondsUntil = (timeMs: number) => within(Math.ceil((timeMs - nowMs) / 1000));
  if (typeof retryAfter === 'string') {
    if (/^\d+$/.test(retryAfter)) return within(Number(retryAfter));
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return secondsUntil(date);
  }
  return typeof reset === 'string' && /^\d+$/.test(reset) ? secondsUntil(Number(reset) * 1000) : null;
}
