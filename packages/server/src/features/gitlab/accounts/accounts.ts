import type { Account, AccountId, InstanceForUser, InstanceId, User, UserId } from '@notelab/contract';
import { createGitLabClient, type GitLabClient, type Secret } from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import type { Log } from '../../../log.ts';
import { fail } from '../../../problem.ts';
import type { Audit, AuditAction } from '../../audit/audit.ts';
import type { Events } from '../../events/events.ts';
import type { Session, Users } from '../../users/users.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import type { Vault } from '../vault/vault.ts';
import { createAuthorizedClient } from './authorized-client.ts';
import { type CallbackQuery, createLinking, toProfileColumns } from './link-account.ts';
import { createTokenSource } from './renew-tokens.ts';
import { createRevocations } from './revoke-tokens.ts';
import { type AccountRow, accountStore, type RevocationRow } from './store.ts';

/** Who a user is on one instance. Commits carry `name` and `commitEmail`. */
export interface GitLabIdentity {
  id: AccountId;
  userId: UserId;
  instanceId: InstanceId;
  gitlabUserId: number;
  username: string;
  name: string;
  commitEmail: string;
}

/** Who somebody is on an instance, and whether that works. */
export interface LinkedAccount {
  userId: UserId;
  instanceId: InstanceId;
  username: string;
  health: Account['health'];
}

export interface UnlinkedAccount {
  accountId: AccountId;
  userId: UserId;
  instanceId: InstanceId;
}

export interface Accounts {
  /** The user's account on the instance, also one that needs to be reconnected. */
  find(
    userId: UserId,
    instanceId: InstanceId,
  ): Promise<(GitLabIdentity & { health: Account['health'] }) | null>;
  /** Throws `account-missing` or `account-needs-reconnect`, each with the instance's id. */
  require(user: { id: UserId }, instanceId: InstanceId): Promise<GitLabIdentity>;
  /** A token that is good for some minutes; refreshed when needed, exactly once. */
  accessToken(accountId: AccountId): Promise<Secret>;
  /** A token other than the one GitLab has just turned away. */
  refreshAfterRejection(accountId: AccountId, rejected: Secret): Promise<Secret>;
  /** GitLab's API as the user. Throws problems; see `toGitLabProblem`. */
  client(user: { id: UserId }, instanceId: InstanceId): Promise<GitLabClient>;
  noteUse(accountId: AccountId): Promise<void>;
  /** Called when an account may no longer be used: void its passes and end its operations. */
  onUnlinked(listener: (account: UnlinkedAccount) => void | Promise<void>): void;

  listForUser(userId: UserId): Promise<InstanceForUser[]>;
  /** Accounts of these people, without what is only theirs to see. */
  listOf(userIds: UserId[]): Promise<LinkedAccount[]>;
  /** Pictures of the people whose accounts are connected, by the e-mail of their commits, in small letters. */
  listPictures(instanceId: InstanceId): Promise<Map<string, string>>;
  /** @returns the address of GitLab's consent page. */
  beginLinking(session: Session, instanceId: InstanceId, returnTo?: string): Promise<string>;
  /** @returns the local path to send the browser to. */
  completeLinking(session: Session | null, query: CallbackQuery): Promise<string>;
  disconnect(user: User, instanceId: InstanceId): Promise<{ revoked: boolean }>;
  /** Revokes what GitLab could not be told yet; happens by itself at start and every few minutes. */
  revokePending(): Promise<void>;
  close(): Promise<void>;
}

const profileIsFreshForMs = 24 * 60 * 60_000;

/** Finishes the disconnections that an earlier process left half done. */
export async function createAccounts({
  database,
  vault,
  instances,
  users,
  workspaces,
  audit,
  events,
  log,
}: {
  database: Database;
  vault: Vault;
  instances: Instances;
  users: Users;
  workspaces: Workspaces;
  audit: Audit;
  events: Events;
  log: Log;
}): Promise<Accounts> {
  const store = accountStore(database);
  const listeners: ((account: UnlinkedAccount) => void | Promise<void>)[] = [];
  const background = new Set<Promise<unknown>>();
  const tokens = createTokenSource({
    database,
    store,
    vault,
    instances,
    noteNeedsReconnect: (row) => announce(row, 'account-needs-reconnect'),
  });
  const linking = createLinking({
    database,
    store,
    vault,
    instances,
    unlink,
    discard: async ({ id: accountId, userId, instanceId, sealedRefreshToken }) => {
      await revocations.attempt(
        await store.addRevocation({ accountId, userId, instanceId, sealedRefreshToken }),
      );
    },
    noteLinked: ({ row }) => announce(row, 'account-linked'),
    noteFailed: (instance, problem) => log.warn({ instance, problem }, 'an account could not be linked'),
    settingsPathOf: async (userId) => {
      const [workspace] = await workspaces.listMemberships(userId);
      return workspace ? `/w/${workspace.id}/settings/account` : '/';
    },
  });

  /** Tells every workspace of the user: in the log for good, and to open pages. */
  async function announce(row: AccountRow, action: AuditAction): Promise<void> {
    const [actor] = await users.list([row.userId]);
    const instance = await instances.find(row.instanceId);
    for (const { id } of await workspaces.listMemberships(row.userId)) {
      await audit.record({
        workspaceId: id,
        actor: actor ?? null,
        action,
        subject: `@${row.username}`,
        details: { ...(instance && { instance: instance.name }) },
      });
      events.publish(id, { type: 'accounts-changed', userId: row.userId });
    }
  }

  /**
   * Marks the account, so that nobody gets a token any more; ends what uses it; forgets it here; revokes its
   * tokens at GitLab, last because that may have to wait until GitLab answers.
   */
  async function unlink(row: AccountRow): Promise<{ revoked: boolean }> {
    await store.markUnlinking(row.id);
    const account = { accountId: row.id, userId: row.userId, instanceId: row.instanceId };
    for (const listener of listeners) {
      try {
        await listener(account);
      } catch (error) {
        log.error({ err: error, account: row.id }, 'something that used the account did not end');
      }
    }
    const revocation = await forget(row);
    if (!revocation) return { revoked: true };
    await announce(row, 'account-unlinked');
    return { revoked: await revocations.attempt(revocation) };
  }

  function forget(row: AccountRow): Promise<RevocationRow | null> {
    // Under the lock, so that the pair of a refresh under way is the one that gets revoked.
    return database.withLock(`account:${row.id}`, () => store.moveToRevocations(row.id));
  }

  async function readProfileAgain(row: AccountRow, instance: InstanceRow): Promise<void> {
    const due = new Date(Date.now() - profileIsFreshForMs);
    if (row.profileReadAt >= due || !(await store.claimProfileRead(row.id, due))) return;
    const profile = await createGitLabClient({
      instance: instance.url,
      dispatcher: instances.dispatcherOf(instance),
      token: () => tokens.accessToken(row.id),
    }).getCurrentUser();
    await store.update(row.id, toProfileColumns(profile, instance.url));
  }

  function inBackground(work: Promise<unknown>): void {
    const settled = work
      .catch((error) => log.debug({ err: error }, 'a GitLab profile could not be read'))
      .finally(() => background.delete(settled));
    background.add(settled);
  }

  async function require(user: { id: UserId }, instanceId: InstanceId): Promise<GitLabIdentity> {
    const row = await store.findLinked(user.id, instanceId);
    const instance = await instances.get(instanceId);
    if (!row)
      return fail('account-missing', `Connect your account on ${instance.name} first.`, { instanceId });
    if (row.state === 'needs-reconnect')
      fail('account-needs-reconnect', `${instance.name} no longer accepts your account here. Reconnect it.`, {
        instanceId,
      });
    inBackground(readProfileAgain(row, instance));
    return toIdentity(row);
  }

  // What an earlier process had marked but not finished.
  for (const row of await store.listUnlinking())
    if (await forget(row)) await announce(row, 'account-unlinked');
  const revocations = createRevocations({ store, vault, instances, log });

  instances.onRemoving({
    release: async (instance) => {
      for (const row of await store.listOfInstance(instance.id)) await unlink(row);
    },
  });

  return {
    require,
    accessToken: tokens.accessToken,
    refreshAfterRejection: tokens.refreshAfterRejection,
    noteUse: (accountId) => store.noteUse(accountId, new Date()),
    onUnlinked: (listener) => void listeners.push(listener),

    async find(userId, instanceId) {
      const row = await store.findLinked(userId, instanceId);
      return row && { ...toIdentity(row), health: toHealth(row) };
    },

    async client(user, instanceId) {
      const { id } = await require(user, instanceId);
      const instance = await instances.get(instanceId);
      await store.noteUse(id, new Date());
      return createAuthorizedClient({
        instance,
        dispatcher: instances.dispatcherOf(instance),
        accessToken: () => tokens.accessToken(id),
        refreshAfterRejection: (rejected) => tokens.refreshAfterRejection(id, rejected),
      });
    },

    async listForUser(userId) {
      const rows = await store.listOfUser(userId);
      return (await instances.list()).map(({ id, name, url, sandbox }) => {
        const row = rows.find(({ instanceId, state }) => instanceId === id && state !== 'unlinking');
        return { id, name, url, sandbox, account: row ? toAccount(row) : null };
      });
    },

    async listOf(userIds) {
      const rows = await store.listOfUsers(userIds);
      return rows
        .filter(({ state }) => state !== 'unlinking')
        .map((row) => ({
          userId: row.userId,
          instanceId: row.instanceId,
          username: row.username,
          health: toHealth(row),
        }));
    },

    async listPictures(instanceId) {
      const rows = await store.listOfInstance(instanceId);
      return new Map(
        rows.flatMap(({ commitEmail, avatarUrl }) =>
          avatarUrl ? [[commitEmail.toLowerCase(), avatarUrl] as const] : [],
        ),
      );
    },

    beginLinking: linking.begin,
    completeLinking: linking.complete,

    async disconnect(user, instanceId) {
      const row = await store.findLinked(user.id, instanceId);
      return row ? unlink(row) : fail('not-found', 'No account is connected there.');
    },

    revokePending: revocations.attemptAll,

    async close() {
      await Promise.all([...background, tokens.settle(), revocations.close()]);
    },
  };
}

function toIdentity(row: AccountRow): GitLabIdentity {
  const { id, userId, instanceId, gitlabUserId, username, name, commitEmail } = row;
  return { id, userId, instanceId, gitlabUserId, username, name, commitEmail };
}

function toHealth({ state }: AccountRow): Account['health'] {
  return state === 'connected' ? 'connected' : 'needs-reconnect';
}

function toAccount(row: AccountRow): Account {
  const { id, instanceId, username, name, avatarUrl, webUrl, scopes } = row;
  return {
    id,
    instanceId,
    username,
    name,
    avatarUrl,
    webUrl,
    scopes,
    connectedAt: row.connectedAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    tokenRenewedAt: row.tokenRenewedAt?.toISOString() ?? null,
    health: toHealth(row),
  };
}
