import type { UserId } from '@notelab/contract';
import type { Sighting } from './sighting-store.ts';

type Seen = Pick<Sighting, 'userId' | 'seenAt' | 'missedSince'>;

export interface Verdict {
  /** Somebody who used to see it no longer did, and nobody has seen it since. */
  isMissing: boolean;
  /** Who missed it last. */
  missed: { userId: UserId; at: Date } | null;
  /** Who saw it last, all right. */
  seen: { userId: UserId; at: Date } | null;
}

/**
 * What members were told by GitLab about one repository, taken together. GitLab answers the same for what is deleted
 * and for what somebody may not see: who never saw it says nothing about it, unless nobody ever has.
 */
export function judgeSightings(sightings: Seen[]): Verdict {
  const isEverSeen = sightings.some(({ seenAt }) => seenAt !== null);
  const seen = latest(sightings.map(({ userId, seenAt }) => ({ userId, at: seenAt })));
  const missed = latest(
    sightings
      .filter(({ seenAt }) => seenAt !== null || !isEverSeen)
      .map(({ userId, missedSince }) => ({ userId, at: missedSince })),
  );
  return { isMissing: missed !== null && (seen === null || missed.at > seen.at), missed, seen };
}

/** Some of these people miss it, and none of them sees it, while others do. */
export function isUnseenBy(people: ReadonlySet<UserId>, sightings: Seen[]): boolean {
  const theirs = sightings.filter(({ userId }) => people.has(userId));
  return theirs.length > 0 && theirs.every(({ missedSince }) => missedSince !== null);
}

function latest(moments: { userId: UserId; at: Date | null }[]): { userId: UserId; at: Date } | null {
  return moments.reduce<{ userId: UserId; at: Date } | null>(
    (last, { userId, at }) => (at && (!last || at > last.at) ? { userId, at } : last),
    null,
  );
}
