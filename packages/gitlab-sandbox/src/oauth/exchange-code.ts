import type { OAuthApplicationRecord } from '../state/model.ts';
import { digest } from '../state/secrets.ts';
import type { Store } from '../state/store.ts';
import { type IssuedToken, issueOAuthToken } from '../state/tokens.ts';
import { invalidClient, invalidGrant, missingParameter, type OAuthError } from './errors.ts';
import type { Form } from './form.ts';
import { isVerifierFor } from './pkce.ts';
import { isRegisteredRedirect } from './redirect-uri.ts';

/** Trades an authorization code for tokens. Checks come in Doorkeeper's order; a failed one spends nothing. */
export function exchangeCode(
  store: Store,
  client: OAuthApplicationRecord | null,
  form: Form,
): IssuedToken | OAuthError {
  if (!form.code) return missingParameter('code');
  const codeHash = digest(form.code);
  const code = store.state.authorizationCodes.find((record) => record.codeHash === codeHash);
  if (code?.codeChallenge && !form.code_verifier) return missingParameter('code_verifier');
  if (!form.redirect_uri) return missingParameter('redirect_uri');
  if (!client) return invalidClient;
  if (!code || code.used || code.expiresAtMs <= store.clock.now()) return invalidGrant;
  if (code.clientId !== client.clientId) return invalidGrant;
  if (!isRegisteredRedirect(form.redirect_uri, [code.redirectUri])) return invalidGrant;
  if (form.code_verifier && !isVerifierFor(code, form.code_verifier)) return invalidGrant;
  code.used = true;
  return issueOAuthToken(store, { clientId: client.clientId, userId: code.userId, scopes: code.scopes });
}
