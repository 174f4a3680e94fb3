const dayMs = 24 * 3600_000;
/** For so long every version stays, then one a day, and then only what people asked for. */
const allMs = 7 * dayMs;
const dailyMs = 365 * dayMs;

/**
 * The versions that have had their time. Those with a name and those of exports stay for good, and so does the last.
 * @param versions newest first
 */
export function listOutdated(
  versions: { number: number; kind: string; name: string | null; createdAt: Date }[],
  now: Date,
): number[] {
  const days = new Set<number>();
  return versions.slice(1).flatMap(({ number, kind, name, createdAt }) => {
    if (name !== null || kind === 'named' || kind === 'export') return [];
    const age = now.getTime() - createdAt.getTime();
    if (age <= allMs) return [];
    const day = Math.floor(createdAt.getTime() / dayMs);
    if (age > dailyMs || days.has(day)) return [number];
    days.add(day);
    return [];
  });
}
