import { Secret } from '@notelab/gitlab';
import type { Pass, PassRepository } from '../../passes/passes.ts';
import type { Action } from './batch-messages.ts';
import type { Ticket, TransferKind } from './tickets.ts';

const maxLifetimeMs = 2 * 60 * 60_000;

/** What concerns one connection only, or is computed from the body that is sent. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Turns an action of GitLab's batch reply into a ticket. Null when it leads to a place that the gateway does not go
 * to.
 */
export function toTicket(
  action: Action,
  about: {
    kind: TransferKind;
    oid: string;
    size: number;
    repository: PassRepository;
    pass: Pass;
    baseUrl: string;
    nowMs: number;
  },
): Ticket | null {
  const { kind, oid, size, repository, pass, baseUrl, nowMs } = about;
  const href = toStorageUrl(action.href, baseUrl);
  if (!href) return null;
  const headers: Record<string, Secret> = {};
  let chunked = false;
  for (const [spelling, value] of Object.entries(action.header ?? {})) {
    const name = spelling.toLowerCase();
    if (name === 'transfer-encoding') chunked = value === 'chunked';
    if (!ownHeaders.has(name)) headers[name] = new Secret(value);
  }
  const ends = [nowMs + maxLifetimeMs, pass.expiresAtMs, ...listEnds(action, nowMs)];
  const { repositoryId } = repository;
  return { kind, repositoryId, oid, size, href, headers, chunked, expiresAtMs: Math.min(...ends) };
}

/**
 * Objects are at the instance itself, or in a storage that it names: that one over HTTPS only, so that nobody on the
 * way sees or changes them. Private addresses are refused by the dispatcher, wherever they come from.
 */
export function toStorageUrl(text: string, baseUrl: string): URL | null {
  const url = URL.parse(text);
  if (!url || url.username || url.password) return null;
  return url.protocol === 'https:' || url.origin === new URL(baseUrl).origin ? url : null;
}

function listEnds({ expires_in: inSeconds, expires_at: at }: Action, nowMs: number): number[] {
  // GitLab's clock may differ from ours.
  if (inSeconds) return [nowMs + inSeconds * 1000];
  const atMs = Date.parse(at ?? '');
  return Number.isNaN(atMs) ? [] : [atMs];
}
