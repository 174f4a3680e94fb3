import type { OAuthTokens, Secret } from '@notelab/gitlab';
import type { SealedPlace, Vault } from '../vault/vault.ts';
import type { AccountRow } from './store.ts';

type Owner = Pick<AccountRow, 'id' | 'userId' | 'instanceId'>;

function placeOf({ id, userId, instanceId }: Owner, field: 'access-token' | 'refresh-token'): SealedPlace {
  return { userId, instanceId, accountId: id, field };
}

export function sealTokens(vault: Vault, owner: Owner, tokens: OAuthTokens) {
  return {
    sealedAccessToken: vault.seal(tokens.accessToken, placeOf(owner, 'access-token')),
    sealedRefreshToken:
      tokens.refreshToken && vault.seal(tokens.refreshToken, placeOf(owner, 'refresh-token')),
    accessTokenExpiresAt: tokens.expiresAt,
  };
}

export function openAccessToken(vault: Vault, row: Owner & { sealedAccessToken: string }): Secret {
  return vault.open(row.sealedAccessToken, placeOf(row, 'access-token'));
}

export function openRefreshToken(vault: Vault, row: Owner & { sealedRefreshToken: string }): Secret {
  return vault.open(row.sealedRefreshToken, placeOf(row, 'refresh-token'));
}
