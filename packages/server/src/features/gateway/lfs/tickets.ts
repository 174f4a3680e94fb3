import { randomBytes } from 'node:crypto';
import type { RepositoryId } from '@notelab/contract';
import type { Secret } from '@notelab/gitlab';
import type { Pass, Passes } from '../../passes/passes.ts';

export type TransferKind = 'download' | 'upload' | 'verify';

/** The right to one transfer of one object, as GitLab's batch reply gave it. */
export interface Ticket {
  kind: TransferKind;
  repositoryId: RepositoryId;
  oid: string;
  size: number;
  /** Where the object really is. */
  href: URL;
  /** What has to be sent there: GitLab's own token for it among others. */
  headers: Record<string, Secret>;
  /** GitLab wants an upload without its length in front, as proxies refuse large ones by it. */
  chunked: boolean;
  expiresAtMs: number;
}

export interface Tickets {
  /** Keeps a ticket until it or its pass ends; what it returns stands for it in an address. */
  issue(pass: Pass, ticket: Ticket): string;
  /** A live ticket that was issued to the same terminal (or the same pass), or null. */
  find(pass: Pass, ticket: string): Ticket | null;
  close(): void;
}

/** Git LFS asks for a hundred objects at a time and begins at once: this many are never under way. */
const maxPerHolder = 5000;
const sweepEveryMs = 60_000;

export function createTickets(
  passes: Pick<Passes, 'onVoid'>,
  { now = Date.now }: { now?: () => number } = {},
): Tickets {
  const holders = new Map<string, Map<string, { passId: string; ticket: Ticket }>>();
  let sweptAtMs = now();
  const stopListening = passes.onVoid((voided) => {
    keep(holderOf(voided), ({ passId }) => passId !== voided.id);
  });

  function keep(holder: string, isKept: (entry: { passId: string; ticket: Ticket }) => boolean): void {
    const held = holders.get(holder);
    for (const [name, entry] of held ?? []) if (!isKept(entry)) held?.delete(name);
    if (held?.size === 0) holders.delete(holder);
  }
  function sweep(): void {
    if (now() < sweptAtMs + sweepEveryMs) return;
    sweptAtMs = now();
    for (const holder of [...holders.keys()]) keep(holder, ({ ticket }) => now() < ticket.expiresAtMs);
  }

  return {
    issue(pass, ticket) {
      sweep();
      const name = randomBytes(32).toString('base64url');
      const held = holders.get(holderOf(pass)) ?? new Map();
      held.set(name, { passId: pass.id, ticket });
      if (held.size > maxPerHolder) held.delete(held.keys().next().value!);
      holders.set(holderOf(pass), held);
      return name;
    },
    find(pass, name) {
      const ticket = holders.get(holderOf(pass))?.get(name)?.ticket;
      return ticket && now() < ticket.expiresAtMs ? ticket : null;
    },
    close: stopListening,
  };
}

/** Git LFS may ask with one of its terminal's passes and transfer with the next. */
const holderOf = ({ userId, instanceId, terminalId, id }: Pass) =>
  `${userId} ${instanceId} ${terminalId ?? id}`;
