import type { InstanceId } from '@notelab/contract';
import type { Outcome } from '../gitlab/instances/traffic.ts';

export interface RecentAnswers {
  requests: number;
  errors: number;
  slowDowns: number;
  /** Not sent, because GitLab was down or had asked to wait. */
  heldBack: number;
}

export const recentMinutes = 5;
const slotMs = 15_000;
const slots = (recentMinutes * 60_000) / slotMs;

const nothing: RecentAnswers = { requests: 0, errors: 0, slowDowns: 0, heldBack: 0 };

/** Counts per instance how it answered in the last minutes. */
export function createRecentAnswers(now: () => number = Date.now) {
  const counted = new Map<InstanceId, Map<number, RecentAnswers>>();
  const slotOf = () => Math.floor(now() / slotMs);

  return {
    add(id: InstanceId, outcome: Outcome): void {
      const counts = counted.get(id) ?? new Map<number, RecentAnswers>();
      counted.set(id, counts);
      const slot = slotOf();
      for (const old of counts.keys()) if (old <= slot - slots) counts.delete(old);
      const sum = counts.get(slot) ?? { ...nothing };
      counts.set(slot, sum);
      if (outcome === 'held-back') sum.heldBack += 1;
      else sum.requests += 1;
      if (outcome === 'server-error' || outcome === 'no-answer') sum.errors += 1;
      if (outcome === 'rate-limited') sum.slowDowns += 1;
    },

    read(id: InstanceId): RecentAnswers {
      const sum = { ...nothing };
      for (const [slot, counts] of counted.get(id) ?? []) {
        if (slot <= slotOf() - slots) continue;
        for (const name of Object.keys(sum) as (keyof RecentAnswers)[]) sum[name] += counts[name];
      }
      return sum;
    },
  };
}
