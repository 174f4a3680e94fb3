import type {
  Account,
  AccountCheck,
  AccountHealth,
  AccountId,
  AccountTrouble,
  AccountUse,
  InstanceForUser,
  InstanceId,
  User,
  UserId,
} from '@notelab/contract';
import type { GitLabClient, Secret } from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import type { Log } from '../../../log.ts';
import { fail, ProblemError } from '../../../problem.ts';
import type { Audit, AuditAction } from '../../audit/audit.ts';
import type { Events } from '../../events/events.ts';
import type { Session, Users } from '../../users/users.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { regardless } from '../instances/traffic.ts';
import type { Vault } from '../vault/vault.ts';
import { watchAccountHealth } from './account-health.ts';
import { createAuthorizedClient } from './authorized-client.ts';
import { createAccountKeeper } from './keep-account.ts';
import { type CallbackQuery, createLinking } from './link-account.ts';
import { toAccount, toHealth, toOffered } from './present-account.ts';
import { createTokenSource, type TokenRefresh } from './renew-tokens.ts';
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

/** Whose account on which instance. */
export interface AccountOwner {
  userId: UserId;
  instanceId: InstanceId;
}

/** Who somebody is on an instance, and whether that works. */
export interface LinkedAccount extends AccountOwner {
  username: string;
  health: AccountHealth;
  trouble: AccountTrouble | null;
}

export interface UnlinkedAccount extends AccountOwner {
  accountId: AccountId;
}

export interface Accounts {
  /** The user's account on the instance, also one that needs to be reconnected. */
  find(userId: UserId, instanceId: InstanceId): Promise<(GitLabIdentity & { health: AccountHealth }) | null>;
  /** Throws `account-missing` or `account-needs-reconnect`, each with the instance's id. */
  require(user: { id: UserId }, instanceId: InstanceId): Promise<GitLabIdentity>;
  /** A token that is good for some minutes; refreshed when needed, exactly once. */
  accessToken(accountId: AccountId): Promise<Secret>;
  /** A token other than the one GitLab has just turned away. */
  refreshAfterRejection(accountId: AccountId, rejected: Secret): Promise<Secret>;
  /** Why GitLab turned git away with this token, fresh as it was; that is noted of the account, too. */
  explainRejection(accountId: AccountId, rejected: Secret): Promise<ProblemError>;
  /** GitLab's API as the user. Throws problems; see `toGitLabProblem`. */
  client(user: { id: UserId }, instanceId: InstanceId): Promise<GitLabClient>;
  noteUse(accountId: AccountId): Promise<void>;
  /** Called when an account may no longer be used: void its passes and end its operations. */
  onUnlinked(listener: (account: UnlinkedAccount) => void | Promise<void>): void;
  /** Called when an account works again that did not, as the same GitLab user. */
  onRecovered(listener: (account: AccountOwner) => void | Promise<void>): void;
  /** Adds to what `listUse` says. */
  tellUse(lister: (owner: AccountOwner) => AccountUse[] | Promise<AccountUse[]>): void;

  /** Called for each refresh of a token, however it went. */
  onRefresh(listener: (refresh: TokenRefresh) => void): void;

  listForUser(userId: UserId): Promise<InstanceForUser[]>;
  /** Accounts of these people, without what is only theirs to see. */
  listOf(userIds: UserId[]): Promise<LinkedAccount[]>;
  /** Pictures of the people whose accounts are connected, by the e-mail of their commits, in small letters. */
  listPictures(instanceId: InstanceId): Promise<Map<string, string>>;
  /** @returns the address of GitLab's consent page. */
  beginLinking(session: Session, instanceId: InstanceId, returnTo?: string): Promise<string>;
  /** @returns the local path to send the browser to. */
  completeLinking(session: Session | null, query: CallbackQuery): Promise<string>;
  /** What lives on the user's account, and would stop with it. */
  listUse(user: User, instanceId: InstanceId): Promise<AccountUse[]>;
  /** Asks GitLab how the account is, and what its user is called. */
  check(user: User, instanceId: InstanceId): Promise<AccountCheck>;
  /** Becomes the GitLab user who was linked last, and has waited for that since. */
  takeOffered(user: User, instanceId: InstanceId): Promise<Account>;
  refuseOffered(user: User, instanceId: InstanceId): Promise<void>;
  disconnect(user: User, instanceId: InstanceId): Promise<{ revoked: boolean }>;
  /** Revokes what GitLab could not be told yet; happens by itself at start and every few minutes. */
  revokePending(): Promise<void>;
  close(): Promise<void>;
}

const profileIsFreshForMs = 24 * 60 * 60_000;
/** Something is wrong with the account: looking again tells whether it still is. */
const troubleIsFreshForMs = 60_000;

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
  const recoveredListeners: ((account: AccountOwner) => void | Promise<void>)[] = [];
  const useListers: ((owner: AccountOwner) => AccountUse[] | Promise<AccountUse[]>)[] = [];
  const refreshListeners: ((refresh: TokenRefresh) => void)[] = [];
  const background = new Set<Promise<unknown>>();
  const tokens = createTokenSource({
    database,
    store,
    vault,
    instances,
    noteTrouble: (row, trouble) => announceHealth(row, trouble),
    noteTroubleOver,
    noteRefresh(refresh) {
      for (const listener of refreshListeners) listener(refresh);
    },
  });
  const health = watchAccountHealth({
    store,
    tokens,
    instances,
    announce: announceHealth,
    noteTroubleOver,
  });
  const keeper = createAccountKeeper({
    database,
    store,
    vault,
    unlink,
    discard: (pair) => revocations.discard(pair),
    noteLinked: (row) => announce(row, 'account-linked'),
    noteRecovered,
  });
  const linking = createLinking({
    store,
    vault,
    instances,
    discard: (pair) => revocations.discard(pair),
    keep: keeper.keep,
    noteFailed: (instance, problem) => log.warn({ instance, problem }, 'an account could not be linked'),
    settingsPathOf: async (userId) => {
      const [workspace] = await workspaces.listMemberships(userId);
      return workspace ? `/w/${workspace.id}/settings/account` : '/';
    },
  });

  /** Tells every workspace of the user: in the log for good (with an action), and open pages. */
  async function announce(
    row: AccountRow,
    action: AuditAction | null,
    details: Record<string, string> = {},
  ): Promise<void> {
    const [actor] = await users.list([row.userId]);
    const instance = await instances.find(row.instanceId);
    for (const { id } of await workspaces.listMemberships(row.userId)) {
      if (action)
        await audit.record({
          workspaceId: id,
          actor: actor ?? null,
          action,
          subject: `@${row.username}`,
          details: { ...(instance && { instance: instance.name }), ...details },
        });
      events.publish(id, { type: 'accounts-changed', userId: row.userId });
    }
  }

  function announceHealth(row: AccountRow, trouble: AccountTrouble | null): Promise<void> {
    if (trouble === null) return announce(row, null);
    return announce(row, 'account-needs-reconnect', { reason: trouble.reason });
  }

  async function tellAll<T>(told: ((about: T) => void | Promise<void>)[], about: T): Promise<void> {
    for (const listener of told) {
      try {
        await listener(about);
      } catch (error) {
        log.error({ err: error, about }, 'something that uses an account did not hear of a change');
      }
    }
  }

  async function noteTroubleOver(row: AccountRow): Promise<void> {
    if (!(await store.forgetTrouble(row.id))) return;
    await announce(row, null);
    await noteRecovered(row);
  }

  function noteRecovered({ userId, instanceId }: AccountRow): Promise<void> {
    return tellAll(recoveredListeners, { userId, instanceId });
  }

  /** Last its tokens are revoked at GitLab, because that may have to wait until GitLab answers. */
  async function unlink(row: AccountRow): Promise<{ revoked: boolean }> {
    const revocation = await letGo(row);
    return { revoked: !revocation || (await revocations.attempt(revocation)) };
  }

  /**
   * Marks the account, so that nobody gets a token any more; ends what uses it; forgets it here.
   * @returns what is to be revoked now.
   */
  async function letGo(row: AccountRow): Promise<RevocationRow | null> {
    await store.markUnlinking(row.id);
    await tellAll(listeners, { accountId: row.id, userId: row.userId, instanceId: row.instanceId });
    const revocation = await forget(row);
    if (revocation) await announce(row, 'account-unlinked');
    return revocation;
  }

  function forget(row: AccountRow): Promise<RevocationRow | null> {
    // Under the lock, so that the pair of a refresh under way is the one that gets revoked.
    return database.withLock(`account:${row.id}`, () => store.moveToRevocations(row.id));
  }

  async function readProfileAgain(row: AccountRow, instance: InstanceRow): Promise<void> {
    const due = new Date(Date.now() - (row.trouble ? troubleIsFreshForMs : profileIsFreshForMs));
    if (row.profileReadAt >= due || !(await store.claimProfileRead(row.id, due))) return;
    await health.keepProfile(row, await clientOf(row, instance).getCurrentUser(), instance);
  }

  function clientOf(
    row: AccountRow,
    instance: InstanceRow,
    dispatcher = instances.dispatcherOf(instance),
  ): GitLabClient {
    return createAuthorizedClient({
      instance,
      dispatcher,
      accessToken: () => tokens.accessToken(row.id),
      refreshAfterRejection: (rejected) => tokens.refreshAfterRejection(row.id, rejected),
      noteAnswer: (failure, token) => health.noteAnswer(row, failure, token),
    });
  }

  function inBackground(work: Promise<unknown>): void {
    const settled = work
      .catch((error) => log.debug({ err: error }, 'a GitLab profile could not be read'))
      .finally(() => background.delete(settled));
    background.add(settled);
  }

  async function requireRow(user: { id: UserId }, instanceId: InstanceId): Promise<AccountRow> {
    const row = await store.findLinked(user.id, instanceId);
    const instance = await instances.get(instanceId);
    if (!row)
      return fail('account-missing', `Connect your account on ${instance.name} first.`, { instanceId });
    if (row.state === 'needs-reconnect')
      fail('account-needs-reconnect', `${instance.name} no longer accepts your account here. Reconnect it.`, {
        instanceId,
      });
    inBackground(readProfileAgain(row, instance));
    return row;
  }

  async function check(user: User, instanceId: InstanceId): Promise<AccountCheck> {
    const before =
      (await store.findLinked(user.id, instanceId)) ?? fail('not-found', 'No account is connected there.');
    const instance = await instances.get(instanceId);
    let problem: AccountCheck['problem'] = null;
    try {
      // Somebody wants to know how it is now, whatever GitLab was like a moment ago.
      const client = clientOf(before, instance, regardless(instances.dispatcherOf(instance)));
      await health.keepProfile(before, await client.getCurrentUser(), instance);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      ({ problem } = error);
    }
    const now = (await store.find(before.id)) ?? before;
    const renamedFrom = now.username === before.username ? null : before.username;
    return { account: toAccount(now), renamedFrom, problem };
  }

  // What an earlier process had marked but not finished.
  for (const row of await store.listUnlinking())
    if (await forget(row)) await announce(row, 'account-unlinked');
  const revocations = createRevocations({ store, vault, instances, log });

  instances.onRemoving({
    async release(instance) {
      for (const offer of await store.takeOffersOfInstance(instance.id)) await store.addRevocation(offer);
      for (const row of await store.listOfInstance(instance.id)) await letGo(row);
    },
    revoke: ({ id }) => revocations.attemptLast(id),
  });

  return {
    require: async (user, instanceId) => toIdentity(await requireRow(user, instanceId)),
    check,
    onRefresh: (listener) => void refreshListeners.push(listener),
    accessToken: tokens.accessToken,
    refreshAfterRejection: tokens.refreshAfterRejection,
    noteUse: (accountId) => store.noteUse(accountId, new Date()),
    onUnlinked: (listener) => void listeners.push(listener),
    onRecovered: (listener) => void recoveredListeners.push(listener),
    tellUse: (lister) => void useListers.push(lister),

    async find(userId, instanceId) {
      const row = await store.findLinked(userId, instanceId);
      return row && { ...toIdentity(row), health: toHealth(row) };
    },

    async explainRejection(accountId, rejected) {
      const row = await store.find(accountId);
      if (row) return health.explainRejection(row, rejected);
      return new ProblemError('account-missing', 'The GitLab account is no longer connected.');
    },

    async client(user, instanceId) {
      const row = await requireRow(user, instanceId);
      const instance = await instances.get(instanceId);
      await store.noteUse(row.id, new Date());
      return clientOf(row, instance);
    },

    async listForUser(userId) {
      const now = new Date();
      const [rows, offers] = await Promise.all([store.listOfUser(userId), store.listOffered(userId)]);
      return (await instances.list()).map(({ id, name, url, sandbox }) => {
        const row = rows.find(({ instanceId, state }) => instanceId === id && state !== 'unlinking');
        const offer = offers.find(({ instanceId, expiresAt }) => instanceId === id && expiresAt > now);
        return {
          id,
          name,
          url,
          sandbox,
          account: row ? toAccount(row) : null,
          offered: offer ? toOffered(offer) : null,
        };
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
          trouble: row.trouble,
        }));
    },

    async listUse(user, instanceId) {
      const owner = { userId: user.id, instanceId };
      return (await Promise.all(useListers.map((list) => list(owner)))).flat();
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
    takeOffered: async (user, instanceId) => toAccount(await keeper.takeOffered(user.id, instanceId)),
    refuseOffered: (user, instanceId) => keeper.refuseOffered(user.id, instanceId),

    async disconnect(user, instanceId) {
      await keeper.refuseOffered(user.id, instanceId);
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
