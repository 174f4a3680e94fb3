import type { InstanceId } from '@notelab/contract';
import type { Dispatcher } from 'undici';
import { type ObservedAnswer, observe } from './traffic/observe.ts';
import { type AnswerKind, type Outcome, outcomes } from './traffic/outcome.ts';
import { findRateLimit, type RateLimit } from './traffic/rate-limit.ts';
import { createRecentTimes, type Quantiles } from './traffic/recent-times.ts';

/** How GitLab has answered on one instance, since this process started. */
export interface InstanceTraffic {
  /** Answered ones and those that found no answer; not those that are under way. */
  requests: number;
  answers: Record<Outcome, number>;
  /** Until answers of the API, of OAuth and git's lists of refs began, in the last minutes; null without any. */
  latencyMs: Quantiles | null;
  lastSuccess: Date | null;
  /** `words` hold nothing secret and nothing of what was asked. */
  lastFailure: { at: Date; words: string } | null;
  /** What the user who has least left may still ask for, as GitLab last said. */
  rateLimit: RateLimit | null;
}

export interface Answer extends ObservedAnswer {
  instanceId: InstanceId;
}

/** Watches everything that is sent to the instances: REST, OAuth and git. It remembers nothing across restarts. */
export interface Traffic {
  /** The dispatcher, with everything counted that goes to the instance through it. */
  watch(instance: { id: InstanceId; url: string }, dispatcher: Dispatcher): Dispatcher;
  of(instanceId: InstanceId): InstanceTraffic;
  /** Called for each answer, and for each request that found none. */
  onAnswer(listener: (answer: Answer) => void): void;
  /** The instance is gone, or is reached in another way from now on. */
  forget(instanceId: InstanceId): void;
}

export function createTraffic(): Traffic {
  const records = new Map<InstanceId, ReturnType<typeof createRecord>>();
  const listeners: ((answer: Answer) => void)[] = [];

  function recordOf(id: InstanceId) {
    const known = records.get(id) ?? createRecord();
    records.set(id, known);
    return known;
  }

  return {
    watch: ({ id, url }, dispatcher) =>
      dispatcher.compose(
        observe(url, (answer) => {
          recordOf(id).add(answer);
          for (const listener of listeners) listener({ ...answer, instanceId: id });
        }),
      ),
    of: (id) => (records.get(id) ?? createRecord()).read(),
    onAnswer: (listener) => void listeners.push(listener),
    forget: (id) => void records.delete(id),
  };
}

function createRecord() {
  const answers = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const times = createRecentTimes();
  let lastSuccess: Date | null = null;
  let lastFailure: InstanceTraffic['lastFailure'] = null;
  let rateLimit: RateLimit | null = null;

  return {
    add({ kind, outcome, words, headers, answeredAfterMs }: ObservedAnswer): void {
      answers[outcome] += 1;
      const at = new Date();
      // What a user may not do is an answer like another: GitLab works.
      if (outcome === 'ok' || outcome === 'refused') lastSuccess = at;
      else lastFailure = { at, words };
      if (kind !== 'git-transfer' && answeredAfterMs !== null) times.add(answeredAfterMs);
      const said = headers && findRateLimit(headers);
      if (said && (!rateLimit || rateLimit.resetsAt <= at || said.left <= rateLimit.left)) rateLimit = said;
    },

    read: (): InstanceTraffic => ({
      requests: Object.values(answers).reduce((sum, count) => sum + count, 0),
      answers: { ...answers },
      latencyMs: times.quantiles(),
      lastSuccess,
      lastFailure,
      rateLimit: rateLimit && rateLimit.resetsAt > new Date() ? rateLimit : null,
    }),
  };
}

export type { AnswerKind, Outcome, RateLimit };
