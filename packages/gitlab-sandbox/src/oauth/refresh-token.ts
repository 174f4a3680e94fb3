import type { OAuthApplicationRecord } from '../state/model.ts';
import type { Store } from '../state/store.ts';
import { findByRefreshToken, type IssuedToken, issueOAuthToken } from '../state/tokens.ts';
import { invalidClient, invalidGrant, invalidScope, missingParameter, type OAuthError } from './errors.ts';
import type { Form } from './form.ts';
import { isSubset, parseScopes } from './scopes.ts';

/** Rotates a pair: the old access token and the old refresh token both die at once. */
export function refreshToken(
  store: Store,
  client: OAuthApplicationRecord | null,
  form: Form,
): IssuedToken | OAuthError {
  if (!form.refresh_token) return missingParameter('refresh_token');
  if (!client) return invalidClient;
  const old = findByRefreshToken(store, form.refresh_token);
  if (!old || old.revokedAtMs !== null || old.clientId !== client.clientId) return invalidGrant;
  const scopes = form.scope === undefined ? old.scopes : parseScopes(form.scope);
  if (!isSubset(scopes, old.scopes)) return invalidScope;
  old.revokedAtMs = store.clock.now();
  return issueOAuthToken(store, { clientId: old.clientId, userId: old.userId, scopes });
}
