import type { OAuthTokenRecord, PersonalAccessTokenRecord, UserRecord } from './model.ts';
import { digest, randomToken } from './secrets.ts';
import type { Store } from './store.ts';
import { getUserById } from './users.ts';

export const accessTokenLifetimeSeconds = 7200;

export interface IssuedToken {
  accessToken: string;
  refreshToken: string;
  record: OAuthTokenRecord;
}

export function issueOAuthToken(
  store: Store,
  grant: { clientId: string; userId: number; scopes: string[] },
): IssuedToken {
  const accessToken = randomToken();
  const refreshToken = randomToken();
  const record: OAuthTokenRecord = {
    id: store.nextId('oauth-token'),
    accessTokenHash: digest(accessToken),
    refreshTokenHash: digest(refreshToken),
    ...grant,
    createdAtMs: store.clock.now(),
    expiresAtMs: store.clock.now() + accessTokenLifetimeSeconds * 1000,
    revokedAtMs: null,
  };
  store.state.oauthTokens.push(record);
  store.save();
  return { accessToken, refreshToken, record };
}

export function findByAccessToken(store: Store, token: string): OAuthTokenRecord | null {
  const hash = digest(token);
  return store.state.oauthTokens.find((record) => record.accessTokenHash === hash) ?? null;
}

export function findByRefreshToken(store: Store, token: string): OAuthTokenRecord | null {
  const hash = digest(token);
  return store.state.oauthTokens.find((record) => record.refreshTokenHash === hash) ?? null;
}

export function findPersonalAccessToken(store: Store, token: string): PersonalAccessTokenRecord | null {
  const hash = digest(token);
  return store.state.personalAccessTokens.find((record) => record.tokenHash === hash) ?? null;
}

export function addPersonalAccessToken(
  store: Store,
  input: { token: string; name: string; userId: number; scopes: string[] },
): PersonalAccessTokenRecord {
  const record: PersonalAccessTokenRecord = {
    id: store.nextId('personal-access-token'),
    tokenHash: digest(input.token),
    name: input.name,
    userId: input.userId,
    scopes: input.scopes,
    createdAt: store.nowIso(),
    expiresAtMs: null,
    revoked: false,
  };
  store.state.personalAccessTokens.push(record);
  store.save();
  return record;
}

export type TokenCheck =
  | {
      state: 'valid';
      kind: 'oauth';
      user: UserRecord;
      scopes: string[];
      oauth: OAuthTokenRecord;
    }
  | { state: 'valid'; kind: 'pat'; user: UserRecord; scopes: string[]; pat: PersonalAccessTokenRecord }
  | { state: 'expired' | 'revoked' | 'unknown' };

/** Whose token this is and whether it still works. */
export function checkToken(store: Store, token: string): TokenCheck {
  const oauth = findByAccessToken(store, token);
  if (oauth) {
    if (oauth.revokedAtMs !== null) return { state: 'revoked' };
    if (oauth.expiresAtMs <= store.clock.now()) return { state: 'expired' };
    const user = getUserById(store, oauth.userId);
    return { state: 'valid', kind: 'oauth', user, scopes: oauth.scopes, oauth };
  }
  const pat = findPersonalAccessToken(store, token);
  if (!pat) return { state: 'unknown' };
  if (pat.revoked) return { state: 'revoked' };
  if (pat.expiresAtMs !== null && pat.expiresAtMs <= store.clock.now()) return { state: 'expired' };
  return { state: 'valid', kind: 'pat', user: getUserById(store, pat.userId), scopes: pat.scopes, pat };
}
