import type { InstanceId } from '@notelab/contract';
import type { Outcome } from '../gitlab/instances/traffic.ts';

export interface RecentAnswers {
  requests: number;
  errors: number;
  slowDowns: number;
  /** Since when there were errors only, or nothing. */
  failingSince: Date | null;
}

export const recentMinutes = 5;
const slotMs = 15_000;
const slots = (recentMinutes * 60_000) / slotMs;

/** Counts per instance how it answered in the last minutes. */
export function createRecentAnswers(now: () => number = Date.now) {
  const counted = new Map<InstanceId, { counts: Map<number, Counts>; failingSince: Date | null }>();
  const slotOf = () => Math.floor(now() / slotMs);

  return {
    add(id: InstanceId, outcome: Outcome): void {
      const record = counted.get(id) ?? { counts: new Map<number, Counts>(), failingSince: null };
      counted.set(id, record);
      const slot = slotOf();
      for (const old of record.counts.keys()) if (old <= slot - slots) record.counts.delete(old);
      const counts = record.counts.get(slot) ?? { requests: 0, errors: 0, slowDowns: 0 };
      record.counts.set(slot, counts);
      counts.requests += 1;
      if (isError(outcome)) {
        counts.errors += 1;
        record.failingSince ??= new Date(now());
        return;
      }
      // What a user may not do is an answer like another: GitLab works.
      if (outcome === 'rate-limited') counts.slowDowns += 1;
      record.failingSince = null;
    },

    read(id: InstanceId): RecentAnswers {
      const record = counted.get(id);
      const sum = { requests: 0, errors: 0, slowDowns: 0 };
      for (const [slot, counts] of record?.counts ?? []) {
        if (slot <= slotOf() - slots) continue;
        sum.requests += counts.requests;
        sum.errors += counts.errors;
        sum.slowDowns += counts.slowDowns;
      }
      return { ...sum, failingSince: record?.failingSince ?? null };
    },
  };
}

type Counts = Omit<RecentAnswers, 'failingSince'>;

const isError = (outcome: Outcome) => outcome === 'server-error' || outcome === 'no-answer';
