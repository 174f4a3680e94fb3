import { findHunks, type Hunk } from './common-lines.ts';
import { isSameJson, type JsonNode, type JsonObject, memberOf } from './json-tree.ts';

export type Side = 'ours' | 'theirs';

/** A three-way merge of one value. `conflict`: both sides changed it, differently. */
export type Merged<T> = { conflict: false; value: T } | { conflict: true };

const merged = <T>(value: T): Merged<T> => ({ conflict: false, value });

/** Takes the side that changed. */
export function mergeWhole<T>(
  base: T,
  ours: T,
  theirs: T,
  isSame: (a: T, b: T) => boolean = (a, b) => a === b,
): Merged<T> {
  if (isSame(ours, theirs) || isSame(base, theirs)) return merged(ours);
  return isSame(base, ours) ? merged(theirs) : { conflict: true };
}

/** Takes both sides' lines as long as they do not touch each other. */
export function mergeText(base: string, ours: string, theirs: string): Merged<string> {
  const whole = mergeWhole(base, ours, theirs);
  if (!whole.conflict) return whole;
  const [lines, inOurs, inTheirs] = [base, ours, theirs].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ];
  const both: [Hunk[], Hunk[]] = [findHunks(lines, inOurs), findHunks(lines, inTheirs)];
  const parts: string[][] = [];
  let at = 0;
  for (let region = takeRegion(both); region; region = takeRegion(both)) {
    const { start, end, hunks } = region;
    const sides = hunks.filter((side) => side.length > 0).map((side) => applyHunks(lines, side, start, end));
    const [one, other = one] = sides as [string[], string[]?];
    if (one.join('\n') !== other.join('\n') || one.length !== other.length) return { conflict: true };
    parts.push(lines.slice(at, start), one);
    at = end;
  }
  return merged([...parts, lines.slice(at)].flat().join('\n'));
}

interface Region {
  /** Lines of the base. */
  start: number;
  end: number;
  hunks: [Hunk[], Hunk[]];
}

/** Takes out the first hunks of both sides that overlap or touch each other. */
function takeRegion(both: [Hunk[], Hunk[]]): Region | null {
  const first = both.flatMap(([hunk]) => hunk ?? []).map(({ at }) => at);
  if (first.length === 0) return null;
  const start = Math.min(...first);
  let end = start;
  const hunks: Region['hunks'] = [[], []];
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const [index, side] of both.entries())
      while (side[0] && side[0].at <= end) {
        const hunk = side.shift()!;
        hunks[index]!.push(hunk);
        end = Math.max(end, hunk.at + hunk.removed);
        isGrowing = true;
      }
  }
  return { start, end, hunks };
}

/** What becomes of some lines. */
function applyHunks(lines: string[], hunks: Hunk[], start: number, end: number): string[] {
  const parts: string[][] = [];
  let at = start;
  for (const hunk of hunks) {
    parts.push(lines.slice(at, hunk.at), hunk.added);
    at = hunk.at + hunk.removed;
  }
  return [...parts, lines.slice(at, end)].flat();
}

export interface MergedJson {
  value: JsonNode | undefined;
  /** Names of members both sides changed, `a.b`; there `ours` stands. */
  conflicts: string[];
}

/**
 * Merges objects member by member; anything else is taken whole.
 * @param isOfTools members that tools write and no person edits: where both sides changed them, ours stays
 */
export function mergeJson(
  base: JsonNode | undefined,
  ours: JsonNode | undefined,
  theirs: JsonNode | undefined,
  isOfTools: (name: string) => boolean,
  path = '',
): MergedJson {
  const whole = mergeWhole(base, ours, theirs, isSameJson);
  if (!whole.conflict) return { value: whole.value, conflicts: [] };
  if (ours?.kind !== 'object' || theirs?.kind !== 'object' || (base && base.kind !== 'object'))
    return { value: ours, conflicts: [path] };

  const names = new Set([...ours.members, ...theirs.members].map(({ key }) => key));
  const members: JsonObject['members'] = [];
  const conflicts: string[] = [];
  for (const key of names) {
    const part = mergeJson(
      base && memberOf(base, key),
      memberOf(ours, key),
      memberOf(theirs, key),
      isOfTools,
      path === '' ? key : `${path}.${key}`,
    );
    if (!isOfTools(key)) conflicts.push(...part.conflicts);
    if (part.value) members.push({ key, value: part.value });
  }
  return { value: { kind: 'object', members }, conflicts };
}
