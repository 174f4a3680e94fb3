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
  close(): Promise<void>;
}

const retryEveryMs = 3 * 60_000;
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

  async function attempt(row: RevocationRow): Promise<boolean> {
    try {
      await revokeToken({ ...(await getApplication(row)), token: openToken(row) });
    } catch (error) {
      if (!(await isHopeless(error, row))) return false;
      log.warn({ account: row.accountId, err: error }, 'a token could not be revoked at GitLab');
    }
    await store.deleteRevocation(row.id);
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
    discard: async (pair) => attempt(await store.addRevocation(pair)),
    async close() {
      clearInterval(timer);
      await underWay;
    },
  };
}
