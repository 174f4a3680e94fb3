import { GitLabError, revokeToken } from '@notelab/gitlab';
import type { Log } from '../../../log.ts';
import type { Instances } from '../instances/instances.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { openRefreshToken } from './seal-tokens.ts';
import type { AccountStore, RevocationRow } from './store.ts';

export interface Revocations {
  /** Asks GitLab now. @returns false when GitLab could not be reached: it is asked again later. */
  attempt(row: RevocationRow): Promise<boolean>;
  /** Tries everything that is still to be revoked. */
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
      const instance = await instances.get(row.instanceId);
      const token = openRefreshToken(vault, {
        ...row,
        id: row.accountId as never,
        userId: row.userId as never,
      });
      await revokeToken({ ...instances.applicationOf(instance), token });
    } catch (error) {
      if (!isHopeless(error, row)) return false;
      log.warn({ account: row.accountId, err: error }, 'a token could not be revoked at GitLab');
    }
    await store.deleteRevocation(row.id);
    return true;
  }

  async function attemptAll(): Promise<void> {
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
    async close() {
      clearInterval(timer);
      await underWay;
    },
  };
}

/** Whether asking again can never help: another application's token, a lost key, or a month of trying. */
function isHopeless(error: unknown, row: RevocationRow): boolean {
  if (error instanceof VaultError) return true;
  if (error instanceof GitLabError && error.oauthError === 'unauthorized_client') return true;
  return Date.now() - row.createdAt.getTime() > giveUpAfterMs;
}
