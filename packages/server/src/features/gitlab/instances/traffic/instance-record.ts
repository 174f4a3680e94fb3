import { findRetryAfterSeconds, type GitLabError } from '@notelab/gitlab';
import { type AnswerKind, type Outcome, outcomes, toOutcome } from './answer-kind.ts';
import { type CircuitState, createCircuit } from './circuit.ts';
import { NotAskedError } from './not-asked-error.ts';
import type { ObservedAnswer, Observer } from './observe.ts';
import { createRateGates } from './rate-gates.ts';
import { findRateLimit, type RateLimit } from './rate-limit.ts';
import { createRecentTimes, type Quantiles } from './recent-times.ts';

/** How GitLab has answered on one instance, since this process started. */
export interface InstanceTraffic {
  /** Those that were sent and are over. */
  requests: number;
  answers: Record<Outcome, number>;
  /** Until answers of the API, of OAuth and git's lists of refs began, in the last minutes; null without any. */
  latencyMs: Quantiles | null;
  lastSuccess: Date | null;
  /** `words` hold nothing secret and nothing of what was asked. */
  lastFailure: { at: Date; words: string } | null;
  /** What the user who has least left may still ask for, as GitLab last said. */
  rateLimit: RateLimit | null;
  circuit: CircuitState;
}

/** One request that is over, or was not sent. */
export interface Answer {
  kind: AnswerKind;
  outcome: Outcome;
  /** The status, or what went wrong: nothing secret and nothing of what was asked. */
  words: string;
  /** Until the answer began; null when none did. */
  afterMs: number | null;
}

export interface InstanceRecord extends Observer {
  read(): InstanceTraffic;
  /** Throws a NotAskedError when a request with this credential is not to be sent now. */
  check(credential: string, kind: AnswerKind): void;
}

/** Statuses that say that there is no GitLab behind the door. A 500 may be about one page, for one user. */
const downStatuses = new Set([502, 503, 504]);

export function createInstanceRecord({
  tell,
  tellCircuit,
}: {
  tell(answer: Answer): void;
  tellCircuit(isOpen: boolean, words: string): void;
}): InstanceRecord {
  const answers = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const times = createRecentTimes();
  const gates = createRateGates();
  /** Why the circuit counts: the last request that found no GitLab. */
  let reason = '';
  const circuit = createCircuit({ onChange: (isOpen) => tellCircuit(isOpen, reason) });
  let lastSuccess: Date | null = null;
  let lastFailure: InstanceTraffic['lastFailure'] = null;
  let rateLimit: RateLimit | null = null;

  function count(answer: Answer): void {
    const { outcome, words } = answer;
    answers[outcome] += 1;
    // What a user may not do is an answer like another: GitLab works.
    if (outcome === 'ok' || outcome === 'refused') lastSuccess = new Date();
    else if (outcome !== 'held-back') lastFailure = { at: new Date(), words };
    tell(answer);
  }

  function noteLimits({ status, headers, credential }: ObservedAnswer): void {
    const said = findRateLimit(headers);
    if (said && (!rateLimit || rateLimit.resetsAt <= new Date() || said.left <= rateLimit.left))
      rateLimit = said;
    const waitSeconds = status === 429 ? findRetryAfterSeconds(headers) : null;
    if (waitSeconds !== null) gates.close(credential, waitSeconds * 1000);
  }

  return {
    answers(answer) {
      const { kind, status, afterMs } = answer;
      if (kind !== 'git-transfer') times.add(afterMs);
      noteLimits(answer);
      if (downStatuses.has(status)) {
        reason = `HTTP ${status}`;
        circuit.noteFailure({ timedOut: false });
      } else if (status >= 500) circuit.noteGivenUp();
      else circuit.noteAnswer();
    },

    ends({ kind, status, afterMs }) {
      count({ kind, outcome: toOutcome(status), words: `HTTP ${status}`, afterMs });
    },

    fails(failure, kind, answer) {
      count({ kind, outcome: 'no-answer', words: failure.message, afterMs: answer?.afterMs ?? null });
      if (answer) return;
      if (failure.kind !== 'unavailable') return circuit.noteGivenUp();
      reason = failure.gitlabMessage ?? '';
      circuit.noteFailure({ timedOut: isTimeOut(failure) });
    },

    isGivenUp: circuit.noteGivenUp,

    check(credential, kind) {
      const waitMs = gates.waitMs(credential);
      if (waitMs === 0 && circuit.admit()) return;
      const { failingSince, retryAt } = circuit.read();
      const now = new Date();
      const error =
        waitMs > 0
          ? NotAskedError.whileRateLimited(waitMs)
          : NotAskedError.whileDown(failingSince ?? now, retryAt ?? now, reason);
      count({ kind, outcome: 'held-back', words: error.message, afterMs: null });
      throw error;
    },

    read: () => ({
      requests: Object.values(answers).reduce((sum, number) => sum + number, 0) - answers['held-back'],
      answers: { ...answers },
      latencyMs: times.quantiles(),
      lastSuccess,
      lastFailure,
      rateLimit: rateLimit && rateLimit.resetsAt > new Date() ? rateLimit : null,
      circuit: circuit.read(),
    }),
  };
}

const isTimeOut = ({ gitlabMessage }: GitLabError) => gitlabMessage === 'no answer in time';
