import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** Secrets are stored as digests so that a search of the data folder never finds a live token. */
export function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** 64 hexadecimal characters, the shape of GitLab's OAuth tokens. */
export function randomToken(): string {
  return randomBytes(32).toString('hex');
}

export function hashPassword(password: string): string {
  const salt = randomBytes(16).toString('hex');
  return `${salt}:${scryptSync(password, salt, 32, { N: 1024 }).toString('hex')}`;
}

export function isPassword(password: string, stored: string): boolean {
  const [salt = '', expected = ''] = stored.split(':');
  return sameText(scryptSync(password, salt, 32, { N: 1024 }).toString('hex'), expected);
}

/** Compares in constant time. */
export function sameText(left: string, right: string): boolean {
  const a = Buffer.from(digest(left));
  const b = Buffer.from(digest(right));
  return timingSafeEqual(a, b);
}
