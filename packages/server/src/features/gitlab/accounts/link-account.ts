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
import { fail, ProblemError } from '../../../problem.ts';
import type { Session } from '../../users/users.ts';
import type { InstanceRow, Instances } from '../instances/instances.ts';
import { regardless } from '../instances/traffic.ts';
import { toGitLabProblem } from '../to-problem.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import type { GivenAccess, LinkResult } from './keep-account.ts';
import { requireLocalPath, withResult } from './return-path.ts';
import { sealTokens } from './seal-tokens.ts';
import type { AccountStore, LinkAttemptRow, SealedPair } from './store.ts';

/** REST, pull and push; GitLab has no narrower scope that can do all three. */
const scope = 'api';
const attemptLifetimeMs = 10 * 60_000;

export interface LinkDependencies {
  store: AccountStore;
  vault: Vault;
  instances: Instances;
  /** Revokes a pair that nothing refers to any more, now or later. */
  discard(pair: SealedPair): Promise<unknown>;
  keep(given: GivenAccess): Promise<LinkResult>;
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
  const { store, vault, instances } = deps;

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
    const { userId } = attempt;
    const tokens = await exchange(instance, attempt, code);
    const profile = await readProfile(userId, instance, tokens);
    return deps.keep({ userId, instance, tokens, profile });
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
