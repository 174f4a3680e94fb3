import type { InstanceId } from '@notelab/contract';
import type { Dispatcher } from 'undici';
import type { AnswerKind, Outcome } from './traffic/answer-kind.ts';
import type { CircuitState } from './traffic/circuit.ts';
import { holdBack, regardless } from './traffic/hold-back.ts';
import {
  type Answer,
  createInstanceRecord,
  type InstanceRecord,
  type InstanceTraffic,
} from './traffic/instance-record.ts';
import { observe } from './traffic/observe.ts';
import type { RateLimit } from './traffic/rate-limit.ts';

export interface WatchedInstance {
  id: InstanceId;
  url: string;
}

/**
 * Watches everything that is sent to the instances: REST, OAuth and git. It remembers nothing across restarts.
 *
 * What GitLab could not answer now is not sent: while it is down (a circuit per instance), and while it asks a user
 * to wait.
 */
export interface Traffic {
  /** The dispatcher, with everything counted and held back that goes to the instance through it; see `regardless`. */
  watch(instance: WatchedInstance, dispatcher: Dispatcher): Dispatcher;
  of(instanceId: InstanceId): InstanceTraffic;
  /** Called for each request that is over. */
  onAnswer(listener: (instance: WatchedInstance, answer: Answer) => void): void;
  /** Called when an instance is taken to be down, with the last failure, and when it answers again. */
  onCircuit(listener: (instance: WatchedInstance, isOpen: boolean, words: string) => void): void;
  /** The instance is gone, or is reached in another way from now on. */
  forget(instanceId: InstanceId): void;
}

export function createTraffic(): Traffic {
  const records = new Map<InstanceId, InstanceRecord>();
  const answerListeners: Parameters<Traffic['onAnswer']>[0][] = [];
  const circuitListeners: Parameters<Traffic['onCircuit']>[0][] = [];

  function recordOf(instance: WatchedInstance): InstanceRecord {
    const known = records.get(instance.id);
    if (known) return known;
    const record = createInstanceRecord({
      tell: (answer) => {
        for (const listener of answerListeners) listener(instance, answer);
      },
      tellCircuit: (isOpen, words) => {
        for (const listener of circuitListeners) listener(instance, isOpen, words);
      },
    });
    records.set(instance.id, record);
    return record;
  }

  return {
    watch({ id, url }, dispatcher) {
      const instance = { id, url };
      return dispatcher.compose(
        observe(url, () => recordOf(instance)),
        holdBack(url, (credential, kind) => recordOf(instance).check(credential, kind)),
      );
    },
    of: (id) => (records.get(id) ?? createInstanceRecord({ tell() {}, tellCircuit() {} })).read(),
    onAnswer: (listener) => void answerListeners.push(listener),
    onCircuit: (listener) => void circuitListeners.push(listener),
    forget: (id) => void records.delete(id),
  };
}

export type { Answer, AnswerKind, CircuitState, InstanceTraffic, Outcome, RateLimit };
export { regardless };
