import type { CheckoutId, InstanceId, RepositoryId, UserId } from '@notelab/contract';
import type { Log } from '../../log.ts';
import { ProblemError } from '../../problem.ts';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import type { Checkouts } from '../checkouts/checkouts.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Traffic } from '../gitlab/instances/traffic.ts';
import type { Operations } from '../operations/operations.ts';
import type { HeardPushes } from './heard.ts';
import type { NewsReader, Stand } from './read-news.ts';

const everyMs = 60_000;
/** Where GitLab tells of pushes, or must be spared, or cannot be asked as this user. */
const seldomMs = 10 * 60_000;
const longestPauseMs = 30 * 60_000;
/** However much is heard. */
const atMostEveryMs = 3_000;
/** Looks at different checkouts at the same time. */
const looksAtOnce = 8;
/** Until something else that is done in the checkout has ended. */
const laterMs = 10_000;
/** Below this part of what a user may ask of GitLab, looks are left to when people need it less. */
const spareBelow = 0.2;

interface LookState {
  lookedAt: number;
  nextAt: number;
  failures: number;
  running: boolean;
  /** Users who cannot see the branch on GitLab, and until when they are not asked again. */
  blind: Map<UserId, number>;
}

/**
 * Looks now and then whether GitLab's branch has moved, as a user whose page is open, and fetches it then: at once when
 * something was heard of it, else once a minute for all pages together.
 */
export function createLooks({
  news,
  heard,
  accounts,
  checkouts,
  operations,
  traffic,
  hearsOf,
  log,
}: {
  news: NewsReader;
  heard: HeardPushes;
  accounts: Accounts;
  checkouts: Checkouts;
  operations: Operations;
  traffic: Traffic;
  /** Whether GitLab tells of pushes to the repository, as far as is known. */
  hearsOf(id: RepositoryId): Promise<boolean>;
  log: Log;
}) {
  const states = new Map<CheckoutId, LookState>();
  let running = 0;

  function stateOf(id: CheckoutId): LookState {
    const known = states.get(id);
    if (known) return known;
    forgetIdle(states);
    const state = { lookedAt: 0, nextAt: 0, failures: 0, running: false, blind: new Map() };
    states.set(id, state);
    return state;
  }

  /** @returns how long to wait before the next call. */
  async function look(checkout: AuthorizedCheckout): Promise<number> {
    const { project, repository } = checkout;
    const { user } = project;
    if (!repository.connected) return seldomMs;
    const account = await accounts.find(user.id, repository.instanceId);
    if (account?.health !== 'connected') return seldomMs;
    const state = stateOf(checkout.id);
    const blindUntil = state.blind.get(user.id) ?? 0;
    if (blindUntil > Date.now()) return blindUntil - Date.now();

    const stand = await news.readStand(checkout);
    const isHeard = await isWorthALook(checkout, stand, state);
    const dueAt = isHeard ? state.lookedAt + atMostEveryMs : state.nextAt;
    if (dueAt > Date.now()) return dueAt - Date.now();
    if (state.running || running >= looksAtOnce) return atMostEveryMs;

    if (await isBusy(checkout)) return laterMs;

    state.running = true;
    running += 1;
    state.lookedAt = Date.now();
    try {
      await lookNow(checkout, stand, isHeard);
      state.failures = 0;
      const isSpared = isLow(repository.instanceId) || (await hearsOf(repository.id));
      state.nextAt = Date.now() + (isSpared ? seldomMs : everyMs);
    } catch (error) {
      noteFailure(state, user.id, error);
    } finally {
      state.running = false;
      running -= 1;
    }
    return Math.max(state.nextAt, state.blind.get(user.id) ?? 0) - Date.now();
  }

  /** A look waits for nothing and nobody: whatever is done in the checkout may fetch anyway. */
  async function isBusy({ id, projectId }: AuthorizedCheckout): Promise<boolean> {
    const all = await operations.list(projectId);
    return all.some(({ checkoutId, finishedAt }) => checkoutId === id && finishedAt === null);
  }

  /** Something was heard since the last look. After a failure it waits like any other look. */
  async function isWorthALook(
    checkout: AuthorizedCheckout,
    stand: Stand,
    state: LookState,
  ): Promise<boolean> {
    const said = await news.findUnseen(checkout, stand);
    return said !== null && state.failures === 0 && said.at.getTime() > state.lookedAt;
  }

  async function lookNow(
    checkout: AuthorizedCheckout,
    { branch, remote }: Stand,
    isHeard: boolean,
  ): Promise<void> {
    if (branch === null) return;
    const { project, repository } = checkout;
    const mayFetch = project.role !== 'viewer';
    if (isHeard && mayFetch) return fetch(checkout);
    const client = await accounts.client(project.user, repository.instanceId);
    const commit = (await client.findBranch(repository.gitlabId, branch))?.commit.id ?? null;
    const said = heard.find(repository.id, branch, remote);
    if (said && said.commit !== commit) heard.forget(repository.id, branch);
    if (commit === remote) return;
    if (mayFetch) return fetch(checkout);
    // A viewer may see that there is something new, and leaves it to an editor to fetch it.
    if (said?.commit !== commit)
      heard.note(repository, { branch, before: null, commit, by: null, count: null });
  }

  async function fetch(checkout: AuthorizedCheckout): Promise<void> {
    const { id } = await checkouts.fetchUnasked(checkout);
    const { problem } = await operations.whenEnded(id);
    if (problem) throw new ProblemError(problem.code, problem.detail);
  }

  function noteFailure(state: LookState, userId: UserId, error: unknown): void {
    const code = error instanceof ProblemError ? error.problem.code : null;
    if (code === null) log.warn({ err: error }, 'a look at GitLab failed');
    if (code !== null && aboutTheUser.has(code)) {
      state.blind.set(userId, Date.now() + seldomMs);
      return;
    }
    state.failures += 1;
    state.nextAt = Date.now() + Math.min(everyMs * 2 ** state.failures, longestPauseMs);
  }

  function isLow(instanceId: InstanceId): boolean {
    const { rateLimit } = traffic.of(instanceId);
    return rateLimit !== null && rateLimit.left < rateLimit.limit * spareBelow;
  }

  return { look };
}

const aboutTheUser = new Set([
  'gitlab-forbidden',
  'gitlab-not-found',
  'account-missing',
  'account-needs-reconnect',
  'forbidden',
]);

const rememberedCheckouts = 1_000;

function forgetIdle(states: Map<CheckoutId, LookState>): void {
  if (states.size < rememberedCheckouts) return;
  for (const [id, { running, nextAt }] of states) if (!running && nextAt < Date.now()) states.delete(id);
}
