import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The one key of this installation: the configured one, or the one kept in a file that only Notelab's own
 * system user can read. The file is made at first start. Throws when the file holds no key.
 */
export function loadInstallationKey({
  secretKey,
  keyFile,
}: {
  secretKey: Buffer | null;
  keyFile: string;
}): Buffer {
  if (secretKey) return secretKey;
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two servers that start at once one writes the key and both read it.
    writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${keyFile} does not hold a key of 32 bytes in base64.`);
  return key;
}

/** A key for one purpose, by HKDF (RFC 5869): knowing it tells nothing about the others. */
export function deriveKey(installationKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', installationKey, '', `notelab ${purpose}`, 32));
}
