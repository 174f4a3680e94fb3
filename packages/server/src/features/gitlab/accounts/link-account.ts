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
  Secret,
} from '@notelab/gitlab';
import type { Database } from '../../../database/database.ts';
import { fail, ProblemError } from '../../../problem.ts';
import type { Session } from '../../users/users.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { toGitLabProblem } from '../to-problem.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { findWebUrl } from '../web-url.ts';
import { requireLocalPath, withResult } from './return-path.ts';
import { sealTokens } from './seal-tokens.ts';
import type { AccountRow, AccountStore, LinkAttemptRow } from './store.ts';

/** REST, pull and push; GitLab has no narrower scope that can do all three. */
const scope = 'api';
const attemptLifetimeMs = 10 * 60_000;

export interface LinkedAs {
  row: AccountRow;
  /** The account that was linked before as somebody else on GitLab, unlinked by now. */
  replaced: AccountRow | null;
}

export interface LinkDependencies {
  database: Database;
  store: AccountStore;
  vault: Vault;
  instances: Instances;
  unlink(row: AccountRow): Promise<unknown>;
  /** Revokes a pair that nothing refers to any more, now or later. */
  discard(row: Pick<AccountRow, 'id' | 'userId' | 'instanceId' | 'sealedRefreshToken'>): Promise<void>;
  noteLinked(linked: LinkedAs): Promise<void>;
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
        const { row, replaced } = await link(attempt, query);
        return withResult(attempt.returnTo, {
          gitlab: 'connected',
          ...(replaced && { username: row.username, replaced: replaced.username }),
        });
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        deps.noteFailed(attempt.instanceId, error.problem);
        return withResult(attempt.returnTo, { gitlab: error.problem.code });
      }
    },
  };

  async function link(attempt: LinkAttemptRow, { code, error }: CallbackQuery): Promise<LinkedAs> {
    if (error === 'access_denied') fail('oauth-denied', 'You did not allow the connection at GitLab.');
    if (error || !code) return fail('oauth-failed', 'GitLab did not connect the account.');
    const instance = await instances.get(attempt.instanceId);
    const { userId, instanceId } = attempt;
    const tokens = await exchange(instance, attempt, code);
    const profile = await readProfile(userId, instance, tokens);
    const linked = await database.withLock(`link:${userId}:${instanceId}`, () =>
      keep(userId, instance, tokens, profile),
    );
    await deps.noteLinked(linked);
    return linked;
  }

  async function exchange(instance: InstanceRow, attempt: LinkAttemptRow, code: string) {
    const { userId, instanceId, sealedCodeVerifier } = attempt;
    const application = instances.applicationOf(instance);
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
    const application = instances.applicationOf(instance);
    try {
      if (!tokens.scopes.includes(scope)) fail('oauth-failed', `The scope ${scope} was not granted.`);
      return await createGitLabClient({
        instance: instance.url,
        token: async () => tokens.accessToken,
        dispatcher: application.dispatcher,
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
  ): Promise<LinkedAs> {
    const instanceId = instance.id;
    const before = await store.findAny(userId, instanceId);
    if (before?.gitlabUserId === profile.id) {
      const row = await relink(instance, before, tokens, profile);
      if (row) return { row, replaced: null };
    }
    if (before) await deps.unlink(before);
    const id = newId<AccountId>();
    const row = { ...toRow({ id, userId, instanceId }, tokens, profile, instance.url), tokenVersion: 1 };
    await store.insert(row);
    return { row, replaced: before && before.gitlabUserId !== profile.id ? before : null };
  }

  /** The same GitLab user again: a new pair for the same account, whose passes stay good. */
  async function relink(instance: InstanceRow, before: AccountRow, tokens: OAuthTokens, profile: GitLabUser) {
    return database.withLock(`account:${before.id}`, async () => {
      const now = await store.find(before.id);
      if (!now || now.state === 'unlinking') return null;
      const row = {
        ...now,
        ...toRow(now, tokens, profile, instance.url),
        tokenVersion: now.tokenVersion + 1,
      };
      await store.update(now.id, row);
      await deps.discard(now);
      return row;
    });
  }

  function toRow(
    owner: { id: AccountId; userId: UserId; instanceId: InstanceId },
    tokens: OAuthTokens,
    profile: GitLabUser,
    instanceUrl: string,
  ) {
    const now = new Date();
    return {
      id: owner.id,
      userId: owner.userId,
      instanceId: owner.instanceId,
      ...toProfileColumns(profile, instanceUrl),
      ...sealTokens(vault, owner, tokens),
      scopes: tokens.scopes,
      state: 'connected' as const,
      connectedAt: now,
      tokenRenewedAt: null,
      lastUsedAt: null,
      profileReadAt: now,
    };
  }
}

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
