import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Secret } from '@notelab/gitlab';

/** What a secret belongs to. A sealed text moved to another row or column no longer opens. */
export interface SealedPlace {
  userId?: string;
  instanceId?: string;
  accountId?: string;
  projectId?: string;
  webhookId?: string;
  field:
    | 'client-secret'
    | 'proxy-credentials'
    | 'access-token'
    | 'refresh-token'
    | 'code-verifier'
    | 'jupyter-token'
    | 'webhook-token'
    | 'webhook-signing-token';
}

export interface Vault {
  /** AES-256-GCM (NIST SP 800-38D) with a random nonce: `v1.<key id>.<nonce>.<ciphertext and tag>`. */
  seal(secret: Secret, place: SealedPlace): string;
  /** Throws a VaultError for what was sealed with another key or for another place, or was altered. */
  open(sealed: string, place: SealedPlace): Secret;
}

export class VaultError extends Error {
  constructor(reason: string) {
    super(`A sealed secret cannot be opened: ${reason}.`);
    this.name = 'VaultError';
  }
}

const nonceBytes = 12;
const tagBytes = 16;

export function createVault(key: Buffer): Vault {
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return {
    seal(secret, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(toAdditionalData(place));
      const text = Buffer.concat([
        cipher.update(secret.reveal(), 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return ['v1', keyId, nonce.toString('base64url'), text.toString('base64url')].join('.');
    },

    open(sealed, place) {
      const [version, sealedWith, nonce = '', encoded = ''] = sealed.split('.');
      if (version !== 'v1') throw new VaultError('unknown format');
      if (sealedWith !== keyId) throw new VaultError('it was sealed with another key');
      const text = Buffer.from(encoded, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: tagBytes,
        })
          .setAAD(toAdditionalData(place))
          .setAuthTag(text.subarray(-tagBytes));
        const opened = Buffer.concat([decipher.update(text.subarray(0, -tagBytes)), decipher.final()]);
        return new Secret(opened.toString('utf8'));
      } catch {
        throw new VaultError('it belongs to another place or was altered');
      }
    },
  };
}

function toAdditionalData({
  userId = '',
  instanceId = '',
  accountId = '',
  projectId,
  webhookId,
  field,
}: SealedPlace): Buffer {
  const more = [projectId, webhookId].filter((id) => id !== undefined);
  return Buffer.from([userId, instanceId, accountId, field, ...more].join('|'));
}
