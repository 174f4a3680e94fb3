import type { UserId } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { isUnseenBy, judgeSightings } from './judge-sightings.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const sighting = (who: string, seen: number | null, missed: number | null) => ({
  userId: who as UserId,
  seenAt: seen === null ? null : at(seen),
  missedSince: missed === null ? null : at(missed),
});

describe('a repository', () => {
  it.each([
    ['nobody has asked for', [], false],
    ['is there', [sighting('ada', 1, null)], false],
    ['no longer shows to the only one who saw it', [sighting('ada', 1, 2)], true],
    ['was seen before somebody else missed it', [sighting('ada', 1, 3), sighting('bob', 2, null)], true],
    ['was seen after somebody else missed it', [sighting('ada', 1, 2), sighting('bob', 3, null)], false],
    ['was never shown to who misses it', [sighting('ada', 1, null), sighting('eve', null, 2)], false],
    ['was never shown to anybody', [sighting('eve', null, 2)], true],
    ['came back for who missed it', [sighting('ada', 3, null)], false],
  ])('that %s is missing: %3$s', (_, sightings, isMissing) => {
    expect(judgeSightings(sightings).isMissing).toBe(isMissing);
  });

  it('has a last one who saw it and a last one who missed it', () => {
    const { seen, missed } = judgeSightings([sighting('ada', 1, 4), sighting('bob', 2, 3)]);
    expect([seen, missed]).toEqual([
      { userId: 'bob', at: at(2) },
      { userId: 'ada', at: at(4) },
    ]);
  });

  it('is unseen by people of whom some miss it and none sees it', () => {
    const people = new Set(['ada', 'bob'] as UserId[]);
    expect(isUnseenBy(people, [])).toBe(false);
    expect(isUnseenBy(people, [sighting('ada', 1, 2), sighting('carl', 3, null)])).toBe(true);
    expect(isUnseenBy(people, [sighting('ada', 1, 2), sighting('bob', 1, null)])).toBe(false);
  });
});
