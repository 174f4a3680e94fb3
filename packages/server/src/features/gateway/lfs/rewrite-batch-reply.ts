import type { Pass, PassRepository } from '../../passes/passes.ts';
import type { BatchReply, BatchRequest } from './batch-messages.ts';
import type { Tickets, TransferKind } from './tickets.ts';
import { toTicket } from './to-ticket.ts';

interface RewrittenAction {
  href: string;
  expires_in: number;
}

export interface RewrittenObject {
  oid: string;
  size: number;
  actions?: Partial<Record<TransferKind, RewrittenAction>>;
  error?: { code: number; message: string };
}

const kinds = { download: ['download'], upload: ['upload', 'verify'] } as const;

/**
 * The batch reply as git-lfs gets it: every address leads back to the gateway, with a ticket in the place of GitLab's
 * token, and about nothing but the objects that were asked for.
 * @param toUrl the address of a ticket at the gateway
 */
export function rewriteBatchReply(
  reply: BatchReply,
  asked: BatchRequest,
  context: {
    pass: Pass;
    repository: PassRepository;
    baseUrl: string;
    tickets: Tickets;
    toUrl(ticket: string): string;
    nowMs: number;
  },
): { transfer: 'basic'; objects: RewrittenObject[] } {
  const { pass, repository, baseUrl, tickets, toUrl, nowMs } = context;
  const sizes = new Map(asked.objects.map(({ oid, size }) => [oid, size]));
  const objects = reply.objects.filter(({ oid, size }) => sizes.get(oid) === size);
  return {
    transfer: 'basic',
    objects: objects.map(({ oid, size, actions, error }): RewrittenObject => {
      if (error) return { oid, size, error: { code: error.code, message: error.message } };
      const rewritten: RewrittenObject['actions'] = {};
      for (const kind of kinds[asked.operation]) {
        const action = actions?.[kind];
        if (!action) continue;
        const ticket = toTicket(action, { kind, oid, size, repository, pass, baseUrl, nowMs });
        if (!ticket) {
          return { oid, size, error: { code: 502, message: 'GitLab keeps it where Notelab does not go.' } };
        }
        rewritten[kind] = {
          href: toUrl(tickets.issue(pass, ticket)),
          // Zero would mean that it never ends.
          expires_in: Math.max(1, Math.floor((ticket.expiresAtMs - nowMs) / 1000)),
        };
      }
      return Object.keys(rewritten).length > 0 ? { oid, size, actions: rewritten } : { oid, size };
    }),
  };
}
