import type { OAuthApplicationRecord } from '../state/model.ts';
import type { Store } from '../state/store.ts';
import { findByRefreshToken, type IssuedToken, issueOAuthToken } from '../state/tokens.ts';
import { invalidClient, invalidGrant, invalidScope, missingParameter, type OAuthError } from './errors.ts';
import type { Form } from './form.ts';
import { isValidScope, parseScopes } from './scopes.ts';

export interface RefreshingClient {
  /** Null when there are no credentials, or wrong ones. */
  application: OAuthApplicationRecord | null;
  hasCredentials: boolean;
}

/**
 * Rotates a pair: the old access token and the old refresh token both die at once. Checks come in Doorkeeper's order:
 * a dead token is told before wrong credentials are.
 */
export function refreshToken(
  store: Store,
  { application, hasCredentials }: RefreshingClient,
  form: Form,
): IssuedToken | OAuthError {
  if (!form.refresh_token) return missingParameter('refresh_token');
  const old = findByRefreshToken(store, form.refresh_token);
  if (!old || old.revokedAtMs !== null) return invalidGrant;
  if (hasCredentials && !application) return invalidClient;
  if (old.clientId !== application?.clientId) return invalidGrant;
  const asked = form.scope ?? form.scopes;
  if (asked !== undefined && !isValidScope(asked, old.scopes)) return invalidScope;
  old.revokedAtMs = store.clock.now();
  const scopes = asked === undefined ? old.scopes : parseScopes(asked);
  return issueOAuthToken(store, { clientId: old.clientId, userId: old.userId, scopes });
}
