import type { IncomingHttpHeaders } from 'node:http';

/** What GitLab lets one user ask for, from its `RateLimit-*` headers. */
export interface RateLimit {
  /** GitLab's word for which of its limits this is, or null. */
  name: string | null;
  limit: number;
  left: number;
  /** By this machine's clock. */
  resetsAt: Date;
}

/** Null when the answer does not say, as on instances that have no limits. */
export function findRateLimit(headers: IncomingHttpHeaders): RateLimit | null {
  const limit = toNumber(headers['ratelimit-limit']);
  const left = toNumber(headers['ratelimit-remaining']);
  const reset = toNumber(headers['ratelimit-reset']);
  if (limit === null || left === null || reset === null) return null;
  const name = headers['ratelimit-name'];
  // The time of the reset is by GitLab's clock, which may be another one.
  const theirNowMs = Date.parse(headers.date ?? '') || Date.now();
  const leftMs = Math.min(Math.max(0, reset * 1000 - theirNowMs), maxResetMs);
  return {
    name: typeof name === 'string' && /^[\w.-]{1,100}$/.test(name) ? name : null,
    limit,
    left,
    resetsAt: new Date(Date.now() + leftMs),
  };
}

const maxResetMs = 60 * 60_000;

function toNumber(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^\d{1,12}$/.test(text) ? Number(text) : null;
}
