import type { Dispatcher } from 'undici';
import { GitLabError } from './gitlab-error.ts';

export type Lane = 'api' | 'oauth';

/**
 * How many requests of a lane are under way at the same time. A GitLab that is asked a thousand things at once is too
 * slow for all of them, and a refresh that is answered too late is a lost account.
 */
const atOnce: Record<Lane, number> = { api: 24, oauth: 10 };
const longestWaitMs = 30_000;

interface Turns {
  free: number;
  waiting: Set<() => void>;
}

const turnsOf = new WeakMap<Dispatcher, Record<Lane, Turns>>();

/** Does the work when it is its turn among all that goes through the dispatcher, in order of arrival. */
export async function inTurn<T>(dispatcher: Dispatcher, lane: Lane, work: () => Promise<T>): Promise<T> {
  const turns = findTurns(dispatcher)[lane];
  if (turns.free > 0) turns.free -= 1;
  else await waitForTurn(turns);
  try {
    return await work();
  } finally {
    const [next] = turns.waiting;
    if (next) next();
    else turns.free += 1;
  }
}

function findTurns(dispatcher: Dispatcher): Record<Lane, Turns> {
  const known = turnsOf.get(dispatcher);
  if (known) return known;
  const start = (lane: Lane): Turns => ({ free: atOnce[lane], waiting: new Set() });
  const turns = { api: start('api'), oauth: start('oauth') };
  turnsOf.set(dispatcher, turns);
  return turns;
}

function waitForTurn({ waiting }: Turns): Promise<void> {
  return new Promise((resolve, reject) => {
    const go = () => {
      clearTimeout(timer);
      waiting.delete(go);
      resolve();
    };
    const timer = setTimeout(() => {
      waiting.delete(go);
      reject(new GitLabError('unavailable', { gitlabMessage: 'too many requests wait for an answer' }));
    }, longestWaitMs);
    waiting.add(go);
  });
}
