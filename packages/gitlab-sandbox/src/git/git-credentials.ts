import { codeReadScopes, codeWriteScopes } from '../oauth/scopes.ts';
import type { TokenKind } from '../server/request-log.ts';
import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';
import { checkToken } from '../state/tokens.ts';
import { findUser, findUserByPassword } from '../state/users.ts';

export interface GitIdentity {
  kind: TokenKind;
  /** Null when nobody is signed in. */
  user: UserRecord | null;
  mayRead: boolean;
  mayWrite: boolean;
}

const nobody: GitIdentity = { kind: 'none', user: null, mayRead: true, mayWrite: false };
const refused: GitIdentity = { kind: 'invalid', user: null, mayRead: false, mayWrite: false };

/** Reads Basic credentials: any username with a token as password, a user's own password or LFS token. */
export function identify(site: Site, authorization: string | undefined): GitIdentity {
  const identity = readCredentials(site, authorization);
  // Git over HTTPS does not say that a user is blocked: their credentials are not accepted, as if they were wrong.
  return identity.user?.blocked ? refused : identity;
}

function readCredentials({ store, lfsTokens }: Site, authorization: string | undefined): GitIdentity {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '');
  if (!basic) return nobody;
  const text = Buffer.from(basic[1]!, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const login = text.slice(0, Math.max(0, colon));
  const password = text.slice(colon + 1);
  const check = checkToken(store, password);
  if (check.state === 'valid') {
    const has = (scopes: string[]) => scopes.some((scope) => check.scopes.includes(scope));
    return {
      kind: check.kind,
      user: check.user,
      mayRead: has(codeReadScopes),
      mayWrite: has(codeWriteScopes),
    };
  }
  if (check.state !== 'unknown') return refused;
  if (lfsTokens.isValid(login, password)) {
    return { kind: 'lfs', user: findUser(store, login), mayRead: true, mayWrite: true };
  }
  const user = login === '' ? null : findUserByPassword(store, login, password);
  return user ? { kind: 'password', user, mayRead: true, mayWrite: true } : refused;
}
