import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pass } from '../../passes/passes.ts';
import type { UpstreamLimits } from '../ask-upstream.ts';
import type { Authorise } from '../authorise.ts';
import { findRepository } from '../find-repository.ts';
import type { LfsRecord } from '../git-record.ts';
import type { Refusal } from '../refusal.ts';
import type { LfsRequest } from './parse-lfs-request.ts';
import { serveBatch } from './serve-batch.ts';
import { serveLocks } from './serve-locks.ts';
import { serveTransfer } from './serve-transfer.ts';
import type { Tickets } from './tickets.ts';

export interface LfsExchange {
  req: IncomingMessage;
  res: ServerResponse;
  request: LfsRequest;
  pass: Pass;
  signal: AbortSignal;
}

export interface LfsServing {
  authorise: Authorise;
  limits: UpstreamLimits;
  tickets: Tickets;
  /** What addresses at the gateway begin with: `http://127.0.0.1:<port>`. */
  gatewayUrl(): string;
  record(entry: LfsRecord): void;
}

/** Does one request of git-lfs that carries a live pass. Returns the refusal to send, or null when an answer went out. */
export async function serveLfs(exchange: LfsExchange, serving: LfsServing): Promise<Refusal | null> {
  const { request, pass } = exchange;
  const found = findRepository(pass, request);
  if (!found.ok) return found;
  const { action } = request;
  if (action.kind === 'batch') return serveBatch(found.repository, exchange, serving);
  if (action.kind === 'transfer') return serveTransfer(action, found.repository, exchange, serving);
  return serveLocks(action, found.repository, exchange, serving);
}
