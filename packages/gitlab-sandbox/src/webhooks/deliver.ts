import { randomUUID } from 'node:crypto';
import type { HookRecord } from '../state/model.ts';
import { signatureHeaders } from './sign.ts';

/** GitLab's default. */
const timeoutMs = 10_000;

/** A delivery that has ended. */
export interface Delivery {
  hookId: number;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Null when nothing answered in time. */
  status: number | null;
}

export interface Occasion {
  /** `Push Hook`, `Tag Push Hook`. */
  event: string;
  /** The same for every webhook that hears of it. */
  uuid: string;
  payload: object;
}

/** Sends one delivery. GitLab neither follows redirects nor tries again. */
export async function deliver(
  hook: HookRecord,
  { event, uuid, payload }: Occasion,
  { siteUrl, nowMs, signal }: { siteUrl: string; nowMs: number; signal: AbortSignal },
): Promise<Delivery> {
  const body = JSON.stringify(payload);
  const id = randomUUID();
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'User-Agent': 'GitLab/18.5.1',
    'Idempotency-Key': id,
    'X-Gitlab-Event': event,
    'X-Gitlab-Webhook-UUID': hook.uuid,
    'X-Gitlab-Instance': siteUrl,
    'X-Gitlab-Event-UUID': uuid,
    ...(hook.token === null ? {} : { 'X-Gitlab-Token': hook.token }),
    ...(hook.signingToken === null ? {} : signatureHeaders(hook.signingToken, { id, atMs: nowMs, body })),
  };
  const status = await post(hook.url, headers, body, signal);
  return { hookId: hook.id, url: hook.url, headers, body, status };
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<number | null> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]);
    const reply = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await reply.body?.cancel();
    return reply.status;
  } catch {
    return null;
  }
}
