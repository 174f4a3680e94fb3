import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
  tokenRevocation,
} from 'openid-client';
import { errorFromFailure } from './error-from-failure.ts';
import type { GitLabError } from './gitlab-error.ts';
import {
  configure,
  configureReachable,
  type OAuthApplication,
  type ReachableApplication,
} from './oauth-application.ts';
import { Secret } from './secret.ts';

export interface OAuthTokens {
  accessToken: Secret;
  /** Null when GitLab gave none: the access token cannot be renewed. */
  refreshToken: Secret | null;
  /** By this machine's clock, so that a skewed clock at GitLab does no harm. */
  expiresAt: Date;
  scopes: string[];
}

export interface BegunAuthorization {
  /** Where to send the browser. */
  url: string;
  /** To be bound to the browser's session and compared once on return. */
  state: string;
  /** To be kept on the server until the code is exchanged. */
  codeVerifier: string;
}

export type RefreshOutcome =
  | { kind: 'refreshed'; tokens: OAuthTokens }
  /** The refresh token is used, revoked or unknown. Another process may have used it: read again first. */
  | { kind: 'invalid-grant' }
  /** Nothing is known about the tokens: keep them. `reason.kind` says more. */
  | { kind: 'unavailable'; reason: GitLabError };

/**
 * What GitLab documents as the lifetime of an access token; used when an answer does not say. A token that dies
 * earlier is turned away once and renewed then; one that lives longer is renewed earlier than it need be.
 */
const defaultLifetimeSeconds = 7200;
/** So that a lifetime of a minute, or none, does not make every request renew its token first. */
const shortestLifetimeSeconds = 600;
/** No moment so far away that it is none. */
const longestLifetimeSeconds = 30 * 24 * 3600;

/** Starts the authorization code flow (RFC 6749 section 4.1) with PKCE S256 (RFC 7636). Sends nothing. */
export async function beginAuthorization(
  options: OAuthApplication & { redirectUri: string; scope: string },
): Promise<BegunAuthorization> {
  const codeVerifier = randomPKCECodeVerifier();
  const state = randomState();
  const url = buildAuthorizationUrl(configure(options), {
    redirect_uri: options.redirectUri,
    scope: options.scope,
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, state, codeVerifier };
}

/**
 * Exchanges the code of a callback for tokens. The caller has compared `state` already.
 * Throws `GitLabError`: `invalid` with `oauthError` `invalid_grant` for a used, expired or foreign code,
 * `unauthorized` when the application's credentials are wrong.
 */
export async function exchangeCode(
  options: ReachableApplication & { redirectUri: string; code: string; codeVerifier: string },
): Promise<OAuthTokens> {
  const callbackUrl = new URL(options.redirectUri);
  callbackUrl.searchParams.set('code', options.code);
  const secrets = [new Secret(options.code), new Secret(options.codeVerifier)];
  const config = configureReachable(options, secrets);
  return await askForTokens(() =>
    authorizationCodeGrant(config, callbackUrl, { pkceCodeVerifier: options.codeVerifier }),
  );
}

/**
 * Exchanges a refresh token for a new pair; both old tokens die at once. Sent once, 10 s at most, never
 * retried: the answer to a lost request would be `invalid-grant`. Allow one refresh per account at a time
 * and persist the new pair before anything else.
 */
export async function refreshTokens(
  options: ReachableApplication & { refreshToken: Secret },
): Promise<RefreshOutcome> {
  const { refreshToken } = options;
  const config = configureReachable(options, [refreshToken]);
  try {
    const tokens = await askForTokens(() => refreshTokenGrant(config, refreshToken.reveal()));
    // An answer without a new refresh token leaves the old one in force (RFC 6749, section 6).
    return { kind: 'refreshed', tokens: { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken } };
  } catch (failure) {
    const reason = errorFromFailure(failure);
    return reason.oauthError === 'invalid_grant'
      ? { kind: 'invalid-grant' }
      : { kind: 'unavailable', reason };
  }
}

/**
 * Revokes an access or refresh token, and with it the other one of the pair (RFC 7009). Succeeds for tokens
 * GitLab does not know. Throws `GitLabError`: `forbidden` when the token belongs to another application.
 */
export async function revokeToken(options: ReachableApplication & { token: Secret }): Promise<void> {
  try {
    await tokenRevocation(configureReachable(options, [options.token]), options.token.reveal());
  } catch (failure) {
    throw errorFromFailure(failure);
  }
}

async function askForTokens(ask: () => Promise<TokenEndpointResponse>): Promise<OAuthTokens> {
  const askedAtMs = Date.now();
  let response: TokenEndpointResponse;
  try {
    response = await ask();
  } catch (failure) {
    throw errorFromFailure(failure);
  }
  const { access_token, refresh_token, scope, expires_in } = response;
  const saidSeconds = Math.min(longestLifetimeSeconds, expires_in ?? defaultLifetimeSeconds);
  const lifetimeSeconds = Math.max(shortestLifetimeSeconds, saidSeconds);
  return {
    accessToken: new Secret(access_token),
    refreshToken: refresh_token ? new Secret(refresh_token) : null,
    expiresAt: new Date(askedAtMs + lifetimeSeconds * 1000),
    scopes: scope?.split(' ').filter((name) => name !== '') ?? [],
  };
}
