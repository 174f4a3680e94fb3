import { createHash, randomBytes } from 'node:crypto';

export interface RateGates {
  /** Milliseconds that whoever sends this credential has to wait; 0 when not at all. */
  waitMs(credential: string): number;
  /** GitLab asked whoever sends this credential to wait. */
  close(credential: string, forMs: number): void;
}

const longestMs = 15 * 60_000;

/**
 * Remembers whom GitLab asked to slow down: it counts by user, so one user's gate does not concern the others. What
 * is sent without a user's credential, refreshes for one, GitLab counts by address: all of it has one gate.
 */
export function createRateGates(now: () => number = () => performance.now()): RateGates {
  const salt = randomBytes(16);
  const until = new Map<string, number>();
  const keyOf = (credential: string) => createHash('sha256').update(salt).update(credential).digest('base64');

  return {
    waitMs: (credential) => Math.max(0, (until.get(keyOf(credential)) ?? 0) - now()),

    close(credential, forMs) {
      for (const [key, time] of until) if (time <= now()) until.delete(key);
      until.set(keyOf(credential), now() + Math.min(forMs, longestMs));
    },
  };
}
