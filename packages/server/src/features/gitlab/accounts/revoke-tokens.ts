import type { InstanceId } from '@notelab/contract';
import {
  askAboutApplication,
  GitLabError,
  type ReachableApplication,
  revokeToken,
  type Secret,
} from '@notelab/gitlab';
import type { Log } from '../../../log.ts';
import type { Instances } from '../instances/instances.ts';
import { regardless } from '../instances/traffic.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { openAccessToken, openRefreshToken } from './seal-tokens.ts';
import type { AccountStore, RevocationRow, SealedPair } from './store.ts';

export interface Revocations {
  /** Revokes a pair that nothing refers to any more, now or later. */
  discard(pair: SealedPair): Promise<boolean>;
  /** Asks GitLab now. @returns false when GitLab could not be reached: it is asked again later. */
  attempt(row: RevocationRow): Promise<boolean>;
  /** Tries everything that is still to be revoked, offers that nobody answered included. */
  attemptAll(): Promise<void>;
  /** Tries once more what is still to be revoked on the instance. @returns how much of it GitLab could not be told. */
  attemptLast(instanceId: InstanceId): Promise<number>;
  close(): Promise<void>;
}

const retryEveryMs = 3 * 60_000;
const atOnce = 5;
const giveUpAfterMs = 30 * 24 * 60 * 60_000;

/** Revokes tokens at GitLab; what fails is tried again at every start and every few minutes. */
export function createRevocations({
  store,
  vault,
  instances,
  log,
}: {
  store: AccountStore;
  vault: Vault;
  instances: Instances;
  log: Log;
}): Revocations {
  let underWay: Promise<void> = Promise.resolve();

  async function revoke(row: RevocationRow): Promise<void> {
    await revokeToken({ ...(await getApplication(row)), token: openToken(row) });
    await store.deleteRevocation(row.id);
  }

  async function attempt(row: RevocationRow): Promise<boolean> {
    try {
      await revoke(row);
    } catch (error) {
      if (!(await isHopeless(error, row))) return false;
      log.warn({ account: row.accountId, err: error }, 'a token could not be revoked at GitLab');
      await store.deleteRevocation(row.id);
    }
    return true;
  }

  async function getApplication({ instanceId }: RevocationRow): Promise<ReachableApplication> {
    const application = instances.applicationOf(await instances.get(instanceId));
    return { ...application, dispatcher: regardless(application.dispatcher) };
  }

  /** Whether asking again can never help: another application's token, a lost key, or a month of trying. */
  async function isHopeless(error: unknown, row: RevocationRow): Promise<boolean> {
    if (error instanceof VaultError) return true;
    if (Date.now() - row.createdAt.getTime() > giveUpAfterMs) return true;
    if (!(error instanceof GitLabError) || error.oauthError !== 'unauthorized_client') return false;
    // GitLab says the same when the application's secret is wrong, and an admin can mend that.
    return (await askAboutApplication(await getApplication(row))).kind === 'known';
  }

  function openToken({ sealedAccessToken, sealedRefreshToken, ...row }: RevocationRow): Secret {
    const owner = { id: row.accountId as never, userId: row.userId as never, instanceId: row.instanceId };
    if (sealedRefreshToken) return openRefreshToken(vault, { ...owner, sealedRefreshToken });
    if (sealedAccessToken) return openAccessToken(vault, { ...owner, sealedAccessToken });
    throw new VaultError('it is not there');
  }

  async function attemptAll(): Promise<void> {
    for (const offer of await store.takeExpiredOffers(new Date())) await store.addRevocation(offer);
    for (const row of await store.listRevocations()) await attempt(row);
  }

  async function attemptLast(instanceId: InstanceId): Promise<number> {
    const rows = await store.listRevocationsOn(instanceId);
    for (let next = 0; next < rows.length; next += atOnce) {
      const results = await Promise.allSettled(rows.slice(next, next + atOnce).map(revoke));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      for (const err of failures) log.warn({ instanceId, err }, 'a token was not revoked at GitLab');
      // Somebody waits: a GitLab that answers none of them is not waited for any longer.
      if (failures.filter(isUnavailable).length === results.length) break;
    }
    return (await store.listRevocationsOn(instanceId)).length;
  }

  function start(): void {
    underWay = underWay
      .then(attemptAll)
      .catch((error) => log.error({ err: error }, 'revoking tokens failed'));
  }

  start();
  const timer = setInterval(start, retryEveryMs).unref();

  return {
    attempt,
    attemptAll,
    attemptLast,
    discard: async (pair) => attempt(await store.addRevocation(pair)),
    async close() {
      clearInterval(timer);
      await underWay;
    },
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof GitLabError && error.kind === 'unavailable';
}
