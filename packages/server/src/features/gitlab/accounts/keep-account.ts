import { type AccountId, type InstanceId, newId, type UserId } from '@notelab/contract';
import type { GitLabUser, OAuthTokens } from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import { fail } from '../../../problem.ts';
import type { InstanceRow } from '../instances/instances.ts';
import type { Vault } from '../vault/vault.ts';
import { findWebUrl } from '../web-url.ts';
import { sealTokens } from './seal-tokens.ts';
import type { AccountRow, AccountStore, SealedPair } from './store.ts';

/** `other-user`: GitLab let somebody else in than who is connected. That waits to be taken or refused. */
export type LinkResult = 'connected' | 'other-user';

/** What GitLab gave, and to whom it belongs there. */
export interface GivenAccess {
  userId: UserId;
  instance: InstanceRow;
  tokens: OAuthTokens;
  profile: GitLabUser;
}

/** So long a person may think about who they are to be. */
const offerLifetimeMs = 10 * 60_000;

/** Makes an account of what GitLab gave: a new one, the same as before, or one that is offered in its place. */
export function createAccountKeeper({
  database,
  store,
  vault,
  unlink,
  discard,
  noteLinked,
  noteRecovered,
}: {
  database: Database;
  store: AccountStore;
  vault: Vault;
  unlink(row: AccountRow): Promise<unknown>;
  /** Revokes a pair that nothing refers to any more, now or later. */
  discard(pair: SealedPair): Promise<unknown>;
  noteLinked(row: AccountRow): Promise<void>;
  /** It was not usable before, and is the same GitLab user's. */
  noteRecovered(row: AccountRow): Promise<void>;
}) {
  return {
    keep: (given: GivenAccess): Promise<LinkResult> =>
      database.withLock(lockOf({ userId: given.userId, instanceId: given.instance.id }), () => put(given)),

    /** Puts the offered GitLab user in the place of the one who is connected, whose use ends. */
    takeOffered(userId: UserId, instanceId: InstanceId): Promise<AccountRow> {
      return database.withLock(lockOf({ userId, instanceId }), async () => {
        const offered = await store.takeOffered({ userId, instanceId });
        if (!offered) return failNoOffer();
        const { expiresAt, ...access } = offered;
        if (expiresAt < new Date()) {
          await discard(offered);
          return failNoOffer();
        }
        const row = await insert(access);
        await noteLinked(row);
        return row;
      });
    },

    async refuseOffered(userId: UserId, instanceId: InstanceId): Promise<void> {
      const offered = await store.takeOffered({ userId, instanceId });
      if (offered) await discard(offered);
    },
  };

  async function put({ userId, instance, tokens, profile }: GivenAccess): Promise<LinkResult> {
    const owner = { id: newId<AccountId>(), userId, instanceId: instance.id };
    const before = await store.findLinked(userId, instance.id);
    if (before && before.gitlabUserId !== profile.id) {
      const expiresAt = new Date(Date.now() + offerLifetimeMs);
      const older = await store.putOffered({
        ...owner,
        ...toAccess(owner, tokens, profile, instance.url),
        expiresAt,
      });
      if (older) await discard(older);
      return 'other-user';
    }
    const older = await store.takeOffered(owner);
    if (older) await discard(older);
    const again = before && (await relink(instance, before, tokens, profile));
    const access = { ...owner, ...toAccess(owner, tokens, profile, instance.url) };
    await noteLinked(again ?? (await insert(access)));
    if (again && before.state === 'needs-reconnect') await noteRecovered(again);
    return 'connected';
  }

  async function insert(
    access: Pick<AccountRow, keyof ReturnType<typeof toAccess>> & Owner,
  ): Promise<AccountRow> {
    const half = await store.findAny(access.userId, access.instanceId);
    if (half) await unlink(half);
    const row = { ...access, ...freshState(), tokenVersion: 1 };
    await store.insert(row);
    return row;
  }

  /** The same GitLab user again: a new pair for the same account, whose passes stay good. */
  async function relink(instance: InstanceRow, before: AccountRow, tokens: OAuthTokens, profile: GitLabUser) {
    return database.withLock(`account:${before.id}`, async () => {
      const now = await store.find(before.id);
      if (!now || now.state === 'unlinking') return null;
      const access = toAccess(now, tokens, profile, instance.url);
      const row = { ...now, ...access, ...freshState(), tokenVersion: now.tokenVersion + 1 };
      await store.update(now.id, row);
      await discard(now);
      return row;
    });
  }

  function toAccess(owner: Owner, tokens: OAuthTokens, profile: GitLabUser, instanceUrl: string) {
    return {
      ...toProfileColumns(profile, instanceUrl),
      ...sealTokens(vault, owner, tokens),
      scopes: tokens.scopes,
    };
  }
}

type Owner = Pick<AccountRow, 'id' | 'userId' | 'instanceId'>;

/** An account that was linked just now. */
function freshState() {
  const now = new Date();
  return {
    state: 'connected' as const,
    trouble: null,
    renewalBegunAt: null,
    connectedAt: now,
    tokenRenewedAt: null,
    lastUsedAt: null,
    profileReadAt: now,
  };
}

const lockOf = ({ userId, instanceId }: Pick<AccountRow, 'userId' | 'instanceId'>) =>
  `link:${userId}:${instanceId}`;

export function toProfileColumns(profile: GitLabUser, instanceUrl: string) {
  const { id, username, name, commitEmail, avatarUrl, webUrl } = profile;
  return {
    gitlabUserId: id,
    username,
    name,
    commitEmail,
    avatarUrl: findWebUrl(avatarUrl),
    webUrl: findWebUrl(webUrl) ?? instanceUrl,
  };
}

function failNoOffer(): never {
  return fail(
    'not-found',
    'This took too long, or was decided in another window. Connect the account again.',
  );
}
