import type { InstanceHealth, InstanceTraffic } from '@notelab/contract';
import type { InstanceRow } from '../gitlab/instances/instances.ts';
import type { InstanceTraffic as Traffic } from '../gitlab/instances/traffic.ts';
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
  { lastSuccess, lastFailure, latencyMs, rateLimit }: Traffic,
  { failingSince, requests, errors, slowDowns }: RecentAnswers,
): InstanceTraffic {
  return {
    reach: failingSince ? 'failing' : lastSuccess ? 'answering' : 'quiet',
    failingSince: failingSince?.toISOString() ?? null,
    lastAnswerAt: lastSuccess?.toISOString() ?? null,
    lastFailure: lastFailure && { at: lastFailure.at.toISOString(), words: lastFailure.words },
    minutes: recentMinutes,
    requests,
    errors,
    slowDowns,
    latencyMs,
    rateLimit: rateLimit && {
      limit: rateLimit.limit,
      left: rateLimit.left,
      resetsAt: rateLimit.resetsAt.toISOString(),
    },
  };
}
