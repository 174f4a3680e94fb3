import { randomBytes } from 'node:crypto';
import type { WebhookId } from '@notelab/contract';
import { Secret } from '@notelab/gitlab';
import type { Vault } from '../gitlab/vault/vault.ts';
import type { WebhookRow } from './store.ts';
import type { DeliverySecrets } from './verify-delivery.ts';

type Secrets = Pick<DeliverySecrets, 'token' | 'signingToken'>;

/** Two, because one of them travels with each delivery of an older GitLab. */
export function makeSecrets(): Secrets {
  return {
    token: new Secret(randomBytes(32).toString('base64url')),
    signingToken: new Secret(`whsec_${randomBytes(32).toString('base64')}`),
  };
}

export function sealSecrets(vault: Vault, webhookId: WebhookId, { token, signingToken }: Secrets) {
  return {
    sealedToken: vault.seal(token, { webhookId, field: 'webhook-token' }),
    sealedSigningToken: vault.seal(signingToken, { webhookId, field: 'webhook-signing-token' }),
  };
}

/** Throws a VaultError when the installation has another key by now. */
export function openSecrets(vault: Vault, row: WebhookRow): DeliverySecrets {
  const { id: webhookId, signs } = row;
  return {
    token: vault.open(row.sealedToken, { webhookId, field: 'webhook-token' }),
    signingToken: vault.open(row.sealedSigningToken, { webhookId, field: 'webhook-signing-token' }),
    signs,
  };
}
