import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** Whether a signing token is one: `whsec_` and 32 bytes in base64. */
export function isSigningToken(text: string): boolean {
  const encoded = text.slice(prefix.length);
  const key = Buffer.from(encoded, 'base64');
  return text.startsWith(prefix) && key.length === 32 && key.toString('base64') === encoded;
}

/** The headers of a signed delivery, as Standard Webhooks has them. */
export function signatureHeaders(
  signingToken: string,
  { id, atMs, body }: { id: string; atMs: number; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(signingToken.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
