import { diff3Merge } from 'node-diff3';
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
  const lines = (text: string) => text.split('\n');
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), { excludeFalseConflicts: true });
  if (regions.some((region) => !region.ok)) return { conflict: true };
  return merged(regions.flatMap((region) => region.ok ?? []).join('\n'));
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
