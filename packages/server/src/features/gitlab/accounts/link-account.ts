import { createHash } from 'node:crypto';
import {
  type AccountId,
  type ErrorCode,
  type InstanceId,
  newId,
  type Problem,
  type UserId,
} from '@notelab/contract';
import {
  beginAuthorization,
  createGitLabClient,
  exchangeCode,
  GitLabError,
  type GitLabUser,
  type OAuthTokens,
  type ReachableApplication,
  Secret,
} from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import { fail, ProblemError } from '../../../problem.ts';
import type { Session } from '../../users/users.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { regardless } from '../instances/traffic.ts';
import { toGitLabProblem } from '../to-problem.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { findWebUrl } from '../web-url.ts';
import { requireLocalPath, withResult } from './return-path.ts';
import { sealTokens } from './seal-tokens.ts';
import type { AccountRow, AccountStore, LinkAttemptRow, SealedPair } from './store.ts';

/** REST, pull and push; GitLab has no narrower scope that can do all three. */
const scope = 'api';
const attemptLifetimeMs = 10 * 60_000;
/** So long a person may think about who they are to be. */
const offerLifetimeMs = 10 * 60_000;

/** `other-user`: GitLab let somebody else in than who is connected. That waits to be taken or refused. */
type LinkResult = 'connected' | 'other-user';

export interface LinkDependencies {
  database: Database;
  store: AccountStore;
  vault: Vault;
  instances: Instances;
  /** Revokes a pair that nothing refers to any more, now or later. */
  discard(pair: SealedPair): Promise<unknown>;
  unlink(row: AccountRow): Promise<unknown>;
  noteLinked(row: AccountRow): Promise<void>;
  /** It was not usable before, and is the same GitLab user's. */
  noteRecovered(row: AccountRow): Promise<void>;
  /** The person only reads a code; what GitLab said is for whoever looks for the reason. */
  noteFailed(instanceId: InstanceId, problem: Problem): void;
  /** Where a browser goes that did not say where it came from. */
  settingsPathOf(userId: UserId): Promise<string>;
}

export interface CallbackQuery {
  code?: string;
  state?: string;
  error?: string;
}

/** OAuth's authorization code flow with PKCE, from the button to the stored account. */
export function createLinking(deps: LinkDependencies) {
  const { database, store, vault, instances } = deps;

  return {
    /** @returns the address of GitLab's consent page. */
    async begin(session: Session, instanceId: InstanceId, returnTo?: string): Promise<string> {
      const instance = await instances.get(instanceId);
      const begun = await beginAuthorization({
        ...instances.applicationOf(instance),
        redirectUri: instances.redirectUrl(),
        scope,
      });
      await store.insertAttempt({
        stateHash: hash(begun.state),
        userId: session.user.id,
        sessionId: session.id,
        instanceId,
        sealedCodeVerifier: vault.seal(
          new Secret(begun.codeVerifier),
          verifierPlace(session.user.id, instanceId),
        ),
        returnTo: requireLocalPath(returnTo ?? (await deps.settingsPathOf(session.user.id))),
        expiresAt: new Date(Date.now() + attemptLifetimeMs),
      });
      return begun.url;
    },

    /** Puts the offered GitLab user in the place of the one who is connected, whose use ends. */
    takeOffered(userId: UserId, instanceId: InstanceId): Promise<AccountRow> {
      return database.withLock(lockOf({ userId, instanceId }), async () => {
        const offered = await store.takeOffered({ userId, instanceId });
        if (!offered) return failNoOffer();
        const { expiresAt, ...access } = offered;
        if (expiresAt < new Date()) {
          await deps.discard(offered);
          return failNoOffer();
        }
        const row = await insert(access);
        await deps.noteLinked(row);
        return row;
      });
    },

    async refuseOffered(userId: UserId, instanceId: InstanceId): Promise<void> {
      const offered = await store.takeOffered({ userId, instanceId });
      if (offered) await deps.discard(offered);
    },

    /** Finishes what GitLab's redirect brings back. @returns the local path to send the browser to. */
    async complete(session: Session | null, query: CallbackQuery): Promise<string> {
      const attempt =
        session && query.state
          ? await store.takeAttempt(hash(query.state), { id: session.id, userId: session.user.id })
          : null;
      if (!attempt) {
        const path = session ? await deps.settingsPathOf(session.user.id) : '/';
        return withResult(path, { gitlab: 'oauth-state-invalid' });
      }
      try {
        return withResult(attempt.returnTo, { gitlab: await link(attempt, query) });
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        deps.noteFailed(attempt.instanceId, error.problem);
        return withResult(attempt.returnTo, { gitlab: error.problem.code });
      }
    },
  };

  async function link(attempt: LinkAttemptRow, { code, error }: CallbackQuery): Promise<LinkResult> {
    if (error === 'access_denied') fail('oauth-denied', 'You did not allow the connection at GitLab.');
    if (error || !code) return fail('oauth-failed', 'GitLab did not connect the account.');
    const instance = await instances.get(attempt.instanceId);
    const { userId, instanceId } = attempt;
    const tokens = await exchange(instance, attempt, code);
    const profile = await readProfile(userId, instance, tokens);
    return database.withLock(lockOf({ userId, instanceId }), () => keep(userId, instance, tokens, profile));
  }

  /** The code is good once and only for minutes: it must not wait for GitLab to have been well for a while. */
  function reachNow(instance: InstanceRow): ReachableApplication {
    const application = instances.applicationOf(instance);
    return { ...application, dispatcher: regardless(application.dispatcher) };
  }

  async function exchange(instance: InstanceRow, attempt: LinkAttemptRow, code: string) {
    const { userId, instanceId, sealedCodeVerifier } = attempt;
    const application = reachNow(instance);
    try {
      const codeVerifier = vault.open(sealedCodeVerifier, verifierPlace(userId, instanceId)).reveal();
      const redirectUri = instances.redirectUrl();
      return await exchangeCode({ ...application, redirectUri, code, codeVerifier });
    } catch (failure) {
      if (failure instanceof VaultError)
        fail('oauth-state-invalid', 'This connection was begun before the key of Notelab was replaced.');
      throw toLinkProblem(failure, instance);
    }
  }

  async function readProfile(
    userId: UserId,
    instance: InstanceRow,
    tokens: OAuthTokens,
  ): Promise<GitLabUser> {
    const { dispatcher } = reachNow(instance);
    try {
      if (!tokens.scopes.includes(scope)) fail('oauth-failed', `The scope ${scope} was not granted.`);
      return await createGitLabClient({
        instance: instance.url,
        token: async () => tokens.accessToken,
        dispatcher,
      }).getCurrentUser();
    } catch (failure) {
      const owner = { id: newId<AccountId>(), userId, instanceId: instance.id };
      await deps.discard({ ...owner, ...sealTokens(vault, owner, tokens) });
      throw toLinkProblem(failure, instance);
    }
  }

  async function keep(
    userId: UserId,
    instance: InstanceRow,
    tokens: OAuthTokens,
    profile: GitLabUser,
  ): Promise<LinkResult> {
    const owner = { id: newId<AccountId>(), userId, instanceId: instance.id };
    const before = await store.findLinked(userId, instance.id);
    if (before && before.gitlabUserId !== profile.id) {
      const expiresAt = new Date(Date.now() + offerLifetimeMs);
      const older = await store.putOffered({
        ...owner,
        ...toAccess(owner, tokens, profile, instance.url),
        expiresAt,
      });
      if (older) await deps.discard(older);
      return 'other-user';
    }
    const older = await store.takeOffered(owner);
    if (older) await deps.discard(older);
    const again = before && (await relink(instance, before, tokens, profile));
    const access = { ...owner, ...toAccess(owner, tokens, profile, instance.url) };
    await deps.noteLinked(again ?? (await insert(access)));
    if (again && before.state === 'needs-reconnect') await deps.noteRecovered(again);
    return 'connected';
  }

  async function insert(
    access: Pick<AccountRow, keyof ReturnType<typeof toAccess>> & Owner,
  ): Promise<AccountRow> {
    const half = await store.findAny(access.userId, access.instanceId);
    if (half) await deps.unlink(half);
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
      await deps.discard(now);
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

function verifierPlace(userId: UserId, instanceId: InstanceId) {
  return { userId, instanceId, field: 'code-verifier' } as const;
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

/** While linking there is no account yet that could need reconnecting: what is wrong is the linking itself. */
function toLinkProblem(failure: unknown, instance: InstanceRow): unknown {
  const problem = toGitLabProblem(failure, instance);
  if (!(failure instanceof GitLabError) || !(problem instanceof ProblemError)) return failure;
  const kept: ErrorCode[] = ['gitlab-unavailable', 'gitlab-rate-limited', 'address-refused'];
  if (kept.includes(problem.problem.code)) return problem;
  return new ProblemError('oauth-failed', `${instance.name} did not connect the account.`, {
    ...(failure.gitlabMessage && { raw: failure.gitlabMessage }),
  });
}
