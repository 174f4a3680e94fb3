import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Secret } from '@notelab/gitlab';

/** How far the clocks of GitLab and this server may be apart, and how long a delivery may be on its way. */
export const timestampWindowMs = 5 * 60_000;
const signingPrefix = 'whsec_';
const longestId = 200;

export interface DeliverySecrets {
  token: Secret;
  signingToken: Secret;
  /** Only what is signed is taken. */
  signs: boolean;
}

export type HeaderVerdict =
  /** `token`: the secret itself came along. `signature`: whether it is right shows with the body. */
  'token' | 'signature' | 'wrong' | 'stale';

/** What the headers alone tell, before a body is read. */
export function verifyHeaders(
  headers: IncomingHttpHeaders,
  secrets: DeliverySecrets,
  nowMs: number,
): HeaderVerdict {
  if (headers['webhook-signature'] !== undefined) {
    const seconds = headerOf(headers, 'webhook-timestamp');
    if (!/^\d{1,12}$/.test(seconds) || headerOf(headers, 'webhook-id') === '') return 'wrong';
    return Math.abs(Number(seconds) * 1000 - nowMs) > timestampWindowMs ? 'stale' : 'signature';
  }
  if (secrets.signs) return 'wrong';
  return isSame(headerOf(headers, 'x-gitlab-token'), secrets.token.reveal()) ? 'token' : 'wrong';
}

/** Whether one of the signatures is HMAC-SHA256 of "id.timestamp.body", in base64 after `v1,`. */
export function isSignedRight(headers: IncomingHttpHeaders, body: Buffer, signingToken: Secret): boolean {
  const key = Buffer.from(signingToken.reveal().slice(signingPrefix.length), 'base64');
  const start = `${headerOf(headers, 'webhook-id')}.${headerOf(headers, 'webhook-timestamp')}.`;
  const expected = `v1,${createHmac('sha256', key).update(start).update(body).digest('base64')}`;
  const signatures = headerOf(headers, 'webhook-signature').split(' ').slice(0, 5);
  return signatures.map((signature) => isSame(signature, expected)).includes(true);
}

/** What a repeated delivery has in common with the first; of old GitLabs that name it not, the body. */
export function deliveryIdOf(headers: IncomingHttpHeaders, body: Buffer): string {
  const names = ['webhook-id', 'idempotency-key', 'x-gitlab-event-uuid'];
  const id = names.map((name) => headerOf(headers, name)).find((text) => text !== '');
  return id && id.length <= longestId ? id : createHash('sha256').update(body).digest('hex');
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** In a time that tells nothing of the texts, nor of their lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
