import { randomBytes } from 'node:crypto';
import { Secret } from '@notelab/gitlab';
import { describe, expect, it } from 'vitest';
import { createVault, type SealedPlace, VaultError } from './vault.ts';

const place: SealedPlace = { userId: 'u1', instanceId: 'i1', accountId: 'a1', field: 'access-token' };

describe('the vault', () => {
  const key = randomBytes(32);
  const vault = createVault(key);
  const sealed = vault.seal(new Secret('planted-token'), place);

  it('opens what it sealed', () => {
    expect(vault.open(sealed, place).reveal()).toBe('planted-token');
  });

  it('shows nothing of the secret and never the same text twice', () => {
    expect(sealed).not.toContain('planted-token');
    expect(vault.seal(new Secret('planted-token'), place)).not.toBe(sealed);
  });

  it.each<[string, Partial<SealedPlace>]>([
    ['user', { userId: 'u2' }],
    ['instance', { instanceId: 'i2' }],
    ['account', { accountId: 'a2' }],
    ['field', { field: 'refresh-token' }],
  ])('does not open a secret that was moved to another %s', (_, other) => {
    expect(() => vault.open(sealed, { ...place, ...other })).toThrow(VaultError);
  });

  it('does not open what was altered', () => {
    const [version, keyId, nonce, text = ''] = sealed.split('.');
    const altered = [version, keyId, nonce, (text[0] === 'A' ? 'B' : 'A') + text.slice(1)].join('.');
    expect(() => vault.open(altered, place)).toThrow(VaultError);
    expect(() => vault.open([version, keyId, nonce, ''].join('.'), place)).toThrow(VaultError);
  });

  it('says when the installation has another key now', () => {
    expect(() => createVault(randomBytes(32)).open(sealed, place)).toThrow('another key');
  });
});
