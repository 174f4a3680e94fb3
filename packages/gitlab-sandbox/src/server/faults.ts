import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dropAfterBytes } from './drop-after-bytes.ts';
import { sendRateLimited } from './rate-limit.ts';
import { slowDown } from './slow-down.ts';

export interface FaultRule {
  /** Compared with "METHOD path?query" (path below the base path): a part of it, or a pattern. */
  match: string | RegExp;
  /**
   * `down` closes the connection unanswered, `status` answers instead of the sandbox, `delay` waits first,
   * `drop-after-bytes` does the work but cuts the answer, `slow` hands the answer out slowly. `rate-limited` is the answer
   * of GitLab's limit on all requests, `endpoint-rate-limited` that of an endpoint's own.
   */
  kind: 'down' | 'status' | 'delay' | 'drop-after-bytes' | 'slow' | 'rate-limited' | 'endpoint-rate-limited';
  status?: number;
  body?: string | object;
  headers?: Record<string, string>;
  delayMs?: number;
  /** For `drop-after-bytes`: how many bytes of the answer's body get through; 0 when left out. */
  afterBytes?: number;
  /** For `slow`: 1,000,000 when left out. */
  bytesPerSecond?: number;
  /** For `rate-limited`: what `Retry-After` asks for; 60 when left out. */
  retryAfterSeconds?: number;
  /** How many requests are affected; all when left out. */
  times?: number;
}

export interface Faults {
  /** Adds a rule; the first rule that matches a request applies. */
  set(rule: FaultRule): void;
  clear(): void;
}

export interface FaultsWithTake extends Faults {
  take(target: string): FaultRule | null;
}

function matches(rule: FaultRule, target: string): boolean {
  if (typeof rule.match === 'string') return target.includes(rule.match);
  return new RegExp(rule.match.source, rule.match.flags.replace(/[gy]/g, '')).test(target);
}

export function createFaults(): FaultsWithTake {
  let rules: { rule: FaultRule; left: number }[] = [];
  return {
    set: (rule) => {
      rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
    },
    clear: () => {
      rules = [];
    },
    take(target) {
      const found = rules.find((entry) => entry.left > 0 && matches(entry.rule, target));
      if (!found) return null;
      found.left -= 1;
      return found.rule;
    },
  };
}

/** Applies a rule; true when the request has been dealt with. */
export async function applyFault(
  rule: FaultRule,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  if (rule.kind === 'down') {
    reply.hijack();
    request.raw.socket.destroy();
    return true;
  }
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  if (rule.kind === 'status') {
    reply
      .code(rule.status ?? 500)
      .headers(rule.headers ?? {})
      .send(rule.body ?? '');
    return true;
  }
  if (rule.kind === 'rate-limited' || rule.kind === 'endpoint-rate-limited') {
    const ofEndpoint = rule.kind === 'endpoint-rate-limited';
    sendRateLimited(reply, {
      ofEndpoint,
      retryAfterSeconds: rule.retryAfterSeconds ?? 60,
      nowMs: Date.now(),
    });
    return true;
  }
  if (rule.kind === 'drop-after-bytes') dropAfterBytes(reply.raw, rule.afterBytes ?? 0);
  if (rule.kind === 'slow') slowDown(reply.raw, rule.bytesPerSecond ?? 1_000_000);
  return false;
}
