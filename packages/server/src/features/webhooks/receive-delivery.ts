import type { IncomingHttpHeaders } from 'node:http';
import { WebhookId } from '@notelab/contract';
import { fail } from '../../problem.ts';
import type { Events } from '../events/events.ts';
import { type Vault, VaultError } from '../gitlab/vault/vault.ts';
import type { HeardPushes } from '../news/heard.ts';
import type { Repositories, RepositoryRow } from '../repositories/repositories.ts';
import { parsePush } from './parse-push.ts';
import { openSecrets } from './secrets.ts';
import type { WebhookRow, WebhookStore } from './store.ts';
import { type DeliverySecrets, deliveryIdOf, isSignedRight, verifyHeaders } from './verify-delivery.ts';

/** A delivery whose headers may be right, before its body is read. */
export interface Announced {
  row: WebhookRow;
  repository: RepositoryRow;
  secrets: DeliverySecrets;
  isSigned: boolean;
}

export type Deliveries = ReturnType<typeof createDeliveries>;

const rememberDeliveriesMs = 24 * 3_600_000;
const sweepEveryMs = 3_600_000;
/** What is written about a webhook is written at most this often, however much arrives. */
const noteEveryMs = 10_000;
/** Webhooks whose last note is remembered. */
const rememberedNotes = 1_000;

/**
 * Takes what arrives at a webhook's address. It is a hint that somebody pushed: no token is used because of it, and
 * what it says is only shown until a member's page has looked.
 */
export function createDeliveries({
  store,
  vault,
  repositories,
  events,
  heard,
}: {
  store: WebhookStore;
  vault: Vault;
  repositories: Repositories;
  events: Events;
  heard: HeardPushes;
}) {
  const noted = new Map<string, { state: string; atMs: number }>();
  let sweptAt = 0;

  /** Whether to write it down now: at once when it is another state than before, else seldom. */
  function isDue({ id, signs }: WebhookRow, changes: Partial<WebhookRow>): boolean {
    const state = `${changes.signs ?? signs} ${changes.problem}`;
    const last = noted.get(id);
    if (last?.state === state && Date.now() - last.atMs < noteEveryMs) return false;
    if (noted.size >= rememberedNotes) noted.clear();
    noted.set(id, { state, atMs: Date.now() });
    return true;
  }

  async function note(
    { row, repository }: Pick<Announced, 'row' | 'repository'>,
    changes: Partial<WebhookRow>,
  ) {
    if (!isDue(row, changes)) return;
    await store.update(row.id, changes);
    events.publish(repository.workspaceId, { type: 'webhooks-changed' });
  }

  async function refuse(announced: Pick<Announced, 'row' | 'repository'>, problem: string): Promise<never> {
    await note(announced, { problem });
    return fail('delivery-refused', problem);
  }

  async function sweep(): Promise<void> {
    if (Date.now() - sweptAt < sweepEveryMs) return;
    sweptAt = Date.now();
    await store.forgetDeliveries(new Date(Date.now() - rememberDeliveriesMs));
  }

  return {
    /** Refuses, by its headers, what is not worth the reading. An unknown address is told nothing. */
    async announce(id: string, headers: IncomingHttpHeaders): Promise<Announced> {
      const { data } = WebhookId.safeParse(id);
      const row = data ? await store.find(data) : null;
      const repository = row && (await repositories.find(row.repositoryId));
      if (!row || !repository?.connected) return fail('not-found', 'There is nothing at this address.');
      const secrets =
        tryToOpen(vault, row) ??
        (await refuse(
          { row, repository },
          'This installation has another key than when the webhook was made. Remove it and create it again.',
        ));
      const verdict = verifyHeaders(headers, secrets, Date.now());
      if (verdict === 'wrong')
        return refuse(
          { row, repository },
          'GitLab delivers with another secret than the one that was made here.',
        );
      if (verdict === 'stale')
        return refuse(
          { row, repository },
          'The time of a delivery is not that of this server: is one of the clocks wrong?',
        );
      return { row, repository, secrets, isSigned: verdict === 'signature' };
    },

    async receive(announced: Announced, headers: IncomingHttpHeaders, body: Buffer): Promise<void> {
      const { row, repository, secrets, isSigned } = announced;
      if (isSigned && !isSignedRight(headers, body, secrets.signingToken))
        await refuse(
          announced,
          'GitLab signs its deliveries with another secret than the one that was made here.',
        );
      const content = parseJson(body) ?? fail('invalid-input', 'The body is not JSON.');
      if (!(await store.addDelivery(row.id, deliveryIdOf(headers, body))))
        fail('delivery-repeated', 'This delivery was received before.');
      await sweep();
      const parsed = parsePush(content);
      if (parsed && parsed.projectId !== repository.gitlabId)
        return note(announced, { problem: `GitLab tells of another project than ${repository.path} here.` });
      await note(announced, { lastDeliveryAt: new Date(), problem: null, ...(isSigned && { signs: true }) });
      if (parsed) heard.note(repository, parsed.push);
    },
  };
}

function tryToOpen(vault: Vault, row: WebhookRow): DeliverySecrets | null {
  try {
    return openSecrets(vault, row);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function parseJson(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
