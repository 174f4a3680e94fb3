import type { InstanceHealth, InstanceTraffic } from '@notelab/contract';
import type { InstanceRow } from '../gitlab/instances/instances.ts';
import type { CircuitState, InstanceTraffic as Traffic } from '../gitlab/instances/traffic.ts';
import { type RecentAnswers, recentMinutes } from './recent-answers.ts';

/** An instance as the admins of a workspace see it, who may not be those of the installation: no application. */
export function presentInstance(
  { id, name, url, sandbox }: InstanceRow,
  known: { repositoryCount: number; version: string | null; traffic: Traffic; recent: RecentAnswers },
): InstanceHealth {
  const { repositoryCount, version, traffic, recent } = known;
  return { id, name, url, sandbox, repositoryCount, version, traffic: presentTraffic(traffic, recent) };
}

function presentTraffic(
  { lastSuccess, lastFailure, latencyMs, rateLimit, circuit }: Traffic,
  recent: RecentAnswers,
): InstanceTraffic {
  return {
    reach: reachOf(circuit, lastSuccess),
    failingSince: circuit.failingSince?.toISOString() ?? null,
    retryAt: circuit.retryAt?.toISOString() ?? null,
    lastAnswerAt: lastSuccess?.toISOString() ?? null,
    lastFailure: lastFailure && { at: lastFailure.at.toISOString(), words: lastFailure.words },
    minutes: recentMinutes,
    ...recent,
    latencyMs,
    rateLimit: rateLimit && {
      limit: rateLimit.limit,
      left: rateLimit.left,
      resetsAt: rateLimit.resetsAt.toISOString(),
    },
  };
}

function reachOf({ state, failingSince }: CircuitState, lastSuccess: Date | null): InstanceTraffic['reach'] {
  if (state !== 'closed') return 'paused';
  if (failingSince) return 'failing';
  return lastSuccess ? 'answering' : 'quiet';
}
