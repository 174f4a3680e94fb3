import { findApplication } from '../state/applications.ts';
import type { OAuthApplicationRecord } from '../state/model.ts';
import { digest, randomToken } from '../state/secrets.ts';
import type { Store } from '../state/store.ts';
import { invalidClient, invalidScope } from './errors.ts';
import type { Form } from './form.ts';
import type { ChallengeMethod } from './pkce.ts';
import { defaultScope, isSubset, parseScopes } from './scopes.ts';

const codeLifetimeMs = 10 * 60 * 1000;

export interface AuthorizationRequest {
  application: OAuthApplicationRecord;
  redirectUri: string;
  scopes: string[];
  state: string | undefined;
  codeChallenge: string | null;
  codeChallengeMethod: ChallengeMethod;
}

/** Checks an authorization request; a mistake is shown on a page and never sent to the redirect address. */
export function parseAuthorizationRequest(
  store: Store,
  query: Form,
): AuthorizationRequest | { problem: string } {
  const application = findApplication(store, query.client_id ?? '');
  if (!application) return { problem: invalidClient.description };
  const redirectUri = query.redirect_uri ?? '';
  if (!application.redirectUris.includes(redirectUri)) {
    return { problem: 'The redirect URI included is not valid.' };
  }
  if (query.response_type !== 'code') {
    return { problem: 'The authorization server does not support this response type.' };
  }
  const asked = parseScopes(query.scope);
  const scopes = asked.length > 0 ? asked : [defaultScope];
  if (!isSubset(scopes, application.scopes)) return { problem: invalidScope.description };
  const method = query.code_challenge_method ?? 'plain';
  if (method !== 'plain' && method !== 'S256') {
    return { problem: 'The code challenge method must be plain or S256.' };
  }
  return {
    application,
    redirectUri,
    scopes,
    state: query.state,
    codeChallenge: query.code_challenge ?? null,
    codeChallengeMethod: method,
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

/** A confidential application that the user has authorized for these scopes before is not asked again. */
export function isAlreadyAuthorized(store: Store, request: AuthorizationRequest, userId: number): boolean {
  if (request.application.clientSecretHash === null) return false;
  return store.state.oauthTokens.some(
    (token) =>
      token.userId === userId &&
      token.clientId === request.application.clientId &&
      token.revokedAtMs === null &&
      isSubset(request.scopes, token.scopes),
  );
}
