import { setTimeout as delay } from 'node:timers/promises';
import type { AccountId, AccountTrouble, InstanceId } from '@notelab/contract';
import type { RefreshOutcome, Secret } from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import { fail, ProblemError } from '../../../problem.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { NotAskedError } from '../instances/traffic/not-asked-error.ts';
import { toGitLabProblem } from '../to-problem.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { renewAtGitLab } from './renew-at-gitlab.ts';
import { openAccessToken, openRefreshToken, sealTokens } from './seal-tokens.ts';
import type { AccountRow, AccountStore } from './store.ts';

export interface TokenSource {
  /** A token that is good for some minutes. Throws `account-missing` or `account-needs-reconnect`. */
  accessToken(id: AccountId): Promise<Secret>;
  /** A token other than the one GitLab has just turned away. */
  refreshAfterRejection(id: AccountId, rejected: Secret): Promise<Secret>;
  /** GitLab turned away a token that it has just given: the access has ended there. Unless another came meanwhile. */
  giveUpAfterRejection(id: AccountId, rejected: Secret, raw: string | null): Promise<void>;
  /** Waits for refreshes under way. */
  settle(): Promise<void>;
}

/** A refresh that GitLab was asked for, or would have been if it answered. */
export interface TokenRefresh {
  accountId: AccountId;
  instanceId: InstanceId;
  outcome: RefreshOutcome['kind'];
  /** Why GitLab gave no answer that counts. */
  reason: string | null;
}

/** A token is renewed before it expires, so that a clone begun with it finds it valid for a while. */
const renewWhenLeftMs = 5 * 60_000;

const longestWaitSeconds = 5;

/**
 * The only place that refreshes tokens. GitLab kills both old tokens at a refresh, so two at the same time end
 * the account's link: there is one promise per account in this process and one lock across processes, and what
 * GitLab answers is stored before anything else happens.
 */
export function createTokenSource({
  database,
  store,
  vault,
  instances,
  noteTrouble,
  noteTroubleOver,
  noteRefresh,
}: {
  database: Database;
  store: AccountStore;
  vault: Vault;
  instances: Instances;
  /** Told once for each trouble, when it is in the database. */
  noteTrouble(row: AccountRow, trouble: AccountTrouble): Promise<void>;
  noteTroubleOver(row: AccountRow): Promise<void>;
  noteRefresh(refresh: TokenRefresh): void;
}): TokenSource {
  const underWay = new Map<string, Promise<AccountRow>>();

  async function getUsable(id: AccountId): Promise<{ row: AccountRow; instance: InstanceRow }> {
    const row = await store.find(id);
    if (!row || row.state === 'unlinking')
      return fail('account-missing', 'The GitLab account is no longer connected.', {
        ...(row && { instanceId: row.instanceId }),
      });
    const instance = await instances.get(row.instanceId);
    if (row.state === 'needs-reconnect') failNeedsReconnect(instance);
    return { row, instance };
  }

  /** Marks the account unless its tokens were replaced meanwhile. @returns the replaced row, if so. */
  async function giveUp(
    row: AccountRow,
    instance: InstanceRow,
    reason: AccountTrouble['reason'],
    raw: string | null = null,
  ): Promise<AccountRow> {
    const trouble = toTrouble(reason, raw);
    if (await store.markNeedsReconnect(row.id, row.tokenVersion, trouble)) {
      await noteTrouble(row, trouble);
      return failNeedsReconnect(instance);
    }
    const { row: now } = await getUsable(row.id);
    return now.tokenVersion === row.tokenVersion ? failNeedsReconnect(instance) : now;
  }

  async function openOrGiveUp<T>(row: AccountRow, instance: InstanceRow, open: () => T): Promise<T> {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      // The installation's key was replaced: the tokens are lost, linking again helps.
      await giveUp(row, instance, 'key-replaced');
      throw error;
    }
  }

  async function persist(row: AccountRow, outcome: RefreshOutcome & { kind: 'refreshed' }) {
    const sealed = sealTokens(vault, row, outcome.tokens);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await store.replaceTokens(row.id, row.tokenVersion, sealed);
      } catch (error) {
        // Not stored means lost: the old pair is dead at GitLab already.
        if (attempt === 5) throw error;
        await delay(200 * attempt);
      }
    }
  }

  /** What GitLab answers with 429 it has not done: that is asked once more when the wait is short. */
  async function ask(instance: InstanceRow, refreshToken: Secret): Promise<RefreshOutcome> {
    const application = instances.applicationOf(instance);
    const outcome = await renewAtGitLab(application, refreshToken);
    if (outcome.kind !== 'unavailable' || outcome.reason.kind !== 'rate-limited') return outcome;
    const { retryAfterSeconds } = outcome.reason;
    if (retryAfterSeconds === null || retryAfterSeconds > longestWaitSeconds) return outcome;
    await delay(retryAfterSeconds * 1000 + Math.random() * 250);
    return renewAtGitLab(application, refreshToken);
  }

  /** Makes sure that the account's tokens are newer than `usedUp`. Runs under the account's lock. */
  async function renew(id: AccountId, usedUp: number): Promise<AccountRow> {
    const { row, instance } = await getUsable(id);
    if (row.tokenVersion !== usedUp) return row;
    const { sealedRefreshToken } = row;
    if (!sealedRefreshToken) return giveUp(row, instance, 'ended');
    const refreshToken = await openOrGiveUp(row, instance, () =>
      openRefreshToken(vault, { ...row, sealedRefreshToken }),
    );
    await store.noteRenewal(id, new Date());
    const outcome = await ask(instance, refreshToken);
    noteRefresh({
      accountId: id,
      instanceId: instance.id,
      outcome: outcome.kind,
      reason: outcome.kind === 'unavailable' ? outcome.reason.message : null,
    });
    if (outcome.kind === 'refreshed') {
      const renewed = (await persist(row, outcome)) ?? (await getUsable(id)).row;
      // Of a user who is blocked a renewal says nothing.
      if (row.trouble?.reason === 'application-refused') await noteTroubleOver(renewed);
      return renewed;
    }
    if (outcome.kind === 'invalid-grant') return giveUp(row, instance, whyInvalid(row));
    await noteUnavailable(row, outcome);
    throw toRefreshProblem(outcome, instance);
  }

  async function noteUnavailable(row: AccountRow, { reason }: RefreshOutcome & { kind: 'unavailable' }) {
    const isClearNo = reason.status !== null && reason.status < 500;
    // Without a clear no GitLab may have renewed it, unheard.
    if (isClearNo || reason instanceof NotAskedError) await store.noteRenewal(row.id, row.renewalBegunAt);
    if (reason.kind !== 'unauthorized') return;
    const trouble = toTrouble('application-refused', reason.gitlabMessage);
    if (await store.noteTrouble(row.id, trouble)) await noteTrouble(row, trouble);
  }

  function renewOnce(id: AccountId, usedUp: number): Promise<AccountRow> {
    const key = `${id} ${usedUp}`;
    const existing = underWay.get(key);
    if (existing) return existing;
    const renewal = database
      .withLock(`account:${id}`, () => renew(id, usedUp))
      .finally(() => underWay.delete(key));
    underWay.set(key, renewal);
    return renewal;
  }

  const open = (row: AccountRow, instance: InstanceRow) =>
    openOrGiveUp(row, instance, () => openAccessToken(vault, row));

  return {
    async accessToken(id) {
      const { row, instance } = await getUsable(id);
      const leftMs = row.accessTokenExpiresAt.getTime() - Date.now();
      if (leftMs > renewWhenLeftMs) return open(row, instance);
      try {
        return await open(await renewOnce(id, row.tokenVersion), instance);
      } catch (error) {
        // GitLab could not renew it now, but the old one lives a little longer.
        const isGitLabDown =
          error instanceof ProblemError && error.problem.code !== 'account-needs-reconnect';
        if (isGitLabDown && leftMs > 0 && error.problem.code !== 'account-missing')
          return open(row, instance);
        throw error;
      }
    },

    async refreshAfterRejection(id, rejected) {
      const { row, instance } = await getUsable(id);
      const current = await open(row, instance);
      if (current.reveal() !== rejected.reveal()) return current;
      return open(await renewOnce(id, row.tokenVersion), instance);
    },

    async giveUpAfterRejection(id, rejected, raw) {
      const { row, instance } = await getUsable(id);
      const current = await open(row, instance);
      if (current.reveal() === rejected.reveal()) await giveUp(row, instance, 'revoked', raw);
    },

    async settle() {
      await Promise.allSettled(underWay.values());
    },
  };
}

export function toTrouble(reason: AccountTrouble['reason'], raw: string | null): AccountTrouble {
  return { reason, since: new Date().toISOString(), raw };
}

/** GitLab gives one reason for all that makes a refresh token useless; what happened before tells them apart. */
function whyInvalid({ trouble, renewalBegunAt }: AccountRow): AccountTrouble['reason'] {
  if (trouble?.reason === 'application-refused') return 'application-replaced';
  return renewalBegunAt ? 'renewal-lost' : 'revoked';
}

function failNeedsReconnect(instance: InstanceRow): never {
  return fail(
    'account-needs-reconnect',
    `${instance.name} no longer accepts your account here. Reconnect it.`,
    { instanceId: instance.id },
  );
}

/** Why a refresh did not happen, with nothing said about the account: its tokens are kept. */
function toRefreshProblem({ reason }: RefreshOutcome & { kind: 'unavailable' }, instance: InstanceRow) {
  if (reason.kind === 'unauthorized')
    return new ProblemError(
      'oauth-failed',
      `${instance.name} does not accept the application of this Notelab. An admin has to check it.`,
      { instanceId: instance.id, ...(reason.gitlabMessage && { raw: reason.gitlabMessage }) },
    );
  return toGitLabProblem(reason, instance);
}
