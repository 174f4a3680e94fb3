import type { Account, AccountHealth, OfferedAccount } from '@notelab/contract';
import type { AccountRow, OfferedRow } from './store.ts';

export function toAccount(row: AccountRow): Account {
  const { id, instanceId, username, name, avatarUrl, webUrl, scopes } = row;
  const health = toHealth(row);
  return {
    id,
    instanceId,
    username,
    name,
    avatarUrl,
    webUrl,
    scopes,
    connectedAt: row.connectedAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    tokenRenewedAt: row.tokenRenewedAt?.toISOString() ?? null,
    health,
    trouble: row.trouble,
    endsAt: health === 'ending' ? row.accessTokenExpiresAt.toISOString() : null,
  };
}

export function toHealth({ state, trouble, sealedRefreshToken }: AccountRow): AccountHealth {
  if (state !== 'connected') return 'needs-reconnect';
  if (trouble?.reason === 'blocked' || trouble?.reason === 'application-refused') return trouble.reason;
  return sealedRefreshToken === null ? 'ending' : 'connected';
}

export function toOffered({ username, name, avatarUrl, webUrl, expiresAt }: OfferedRow): OfferedAccount {
  return { username, name, avatarUrl, webUrl, expiresAt: expiresAt.toISOString() };
}
