import { findApplication } from '../state/applications.ts';
import type { OAuthApplicationRecord } from '../state/model.ts';
import { digest, randomToken } from '../state/secrets.ts';
import type { Store } from '../state/store.ts';
import { invalidClient, invalidScope, missingParameter } from './errors.ts';
import type { Form } from './form.ts';
import type { ChallengeMethod } from './pkce.ts';
import { isRegisteredRedirect } from './redirect-uri.ts';
import { defaultScope, isSubset, isValidScope, parseScopes } from './scopes.ts';

const codeLifetimeMs = 10 * 60 * 1000;

export interface AuthorizationRequest {
  application: OAuthApplicationRecord;
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  codeChallenge: string | null;
  codeChallengeMethod: ChallengeMethod;
}

/** Why an authorization request is refused. */
export interface AuthorizationProblem {
  error: string;
  problem: string;
  /** Where the application would hear of it; null when nobody may be sent there. */
  redirectUri: string | null;
}

/** Checks an authorization request, in Doorkeeper's order. */
export function parseAuthorizationRequest(
  store: Store,
  query: Form,
): AuthorizationRequest | AuthorizationProblem {
  const problem = (error: string, text: string, redirectUri: string | null = null) => ({
    error,
    problem: text,
    redirectUri,
  });
  if (!query.client_id) return problem('invalid_request', missingParameter('client_id').description);
  const application = findApplication(store, query.client_id);
  if (!application) return problem('invalid_client', invalidClient.description);
  const redirectUri = query.redirect_uri ?? '';
  if (!isRegisteredRedirect(redirectUri, application.redirectUris)) {
    return problem('invalid_redirect_uri', 'The redirect URI included is not valid.');
  }
  const tell = (error: string, text: string) => problem(error, text, redirectUri);
  if (!query.response_type) return tell('invalid_request', missingParameter('response_type').description);
  if (query.response_type !== 'code') {
    return tell('unsupported_response_type', 'The authorization server does not support this response type.');
  }
  if (query.response_mode !== undefined && query.response_mode !== 'query') {
    return tell('unsupported_response_mode', 'The authorization server does not support this response mode.');
  }
  const scope = query.scope ?? defaultScope;
  if (!isValidScope(scope, application.scopes)) return tell('invalid_scope', invalidScope.description);
  const method = query.code_challenge_method;
  if (query.code_challenge && method !== 'plain' && method !== 'S256') {
    return tell('invalid_code_challenge_method', 'The code challenge method must be plain or S256.');
  }
  return {
    application,
    redirectUri,
    scopes: parseScopes(scope),
    state: query.state,
    codeChallenge: query.code_challenge ?? null,
    codeChallengeMethod: method === 'S256' ? 'S256' : 'plain',
  };
}

function withQuery(uri: string, fields: Record<string, string | undefined>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return url.href;
}

/** Issues a single-use code and returns the address that carries it to the application. */
export function approve(store: Store, request: AuthorizationRequest, userId: number): string {
  const code = randomToken();
  store.state.authorizationCodes.push({
    codeHash: digest(code),
    clientId: request.application.clientId,
    userId,
    redirectUri: request.redirectUri,
    scopes: request.scopes,
    codeChallenge: request.codeChallenge,
    codeChallengeMethod: request.codeChallengeMethod,
    expiresAtMs: store.clock.now() + codeLifetimeMs,
    used: false,
  });
  store.save();
  return withQuery(request.redirectUri, { code, state: request.state });
}

export function deny(request: AuthorizationRequest): string {
  return withQuery(request.redirectUri, {
    error: 'access_denied',
    error_description: 'The resource owner or authorization server denied the request.',
    state: request.state,
  });
}

/** The address at which the application hears that its user's consent was to something impossible; null: nowhere. */
export function tell(problem: AuthorizationProblem, state: string | undefined): string | null {
  if (problem.redirectUri === null) return null;
  return withQuery(problem.redirectUri, {
    error: problem.error,
    error_description: problem.problem,
    state,
  });
}

/** A confidential application that the user has authorized for the very same scopes before is not asked about again. */
export function isAlreadyAuthorized(store: Store, request: AuthorizationRequest, userId: number): boolean {
  if (request.application.clientSecretHash === null) return false;
  return store.state.oauthTokens.some(
    (token) =>
      token.userId === userId &&
      token.clientId === request.application.clientId &&
      token.revokedAtMs === null &&
      isSubset(request.scopes, token.scopes) &&
      isSubset(token.scopes, request.scopes),
  );
}
