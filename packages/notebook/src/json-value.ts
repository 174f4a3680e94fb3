import type { JsonNode } from './json-tree.ts';

/** JSON as plain values, as a live document holds it. Also the NaN and Infinity that Python writes. */
export type Json = null | boolean | number | string | Json[] | JsonRecord;
export interface JsonRecord {
  [key: string]: Json | undefined;
}

/** An object, and neither null nor a list. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two values say the same; the order of members does not matter, and a member without a value is none. */
export function isSameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSameValue(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const [keysA, keysB] = [keysOf(a), keysOf(b)];
  return (
    keysA.length === keysB.length &&
    keysA.every((key) => Object.hasOwn(b, key) && isSameValue(a[key], b[key]))
  );
}

/** Whether lists and records stand in each other more deeply. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}

/** The names of the members that have a value. */
export const keysOf = (record: JsonRecord): string[] =>
  Object.keys(record).filter((key) => record[key] !== undefined);

/** The other way round of `toValue`. @param isSorted writes members in the order of their names, as Jupyter does */
export function fromValue(value: Json, isSorted: boolean): JsonNode {
  if (typeof value === 'string') return { kind: 'string', value };
  if (Array.isArray(value)) return { kind: 'array', items: value.map((item) => fromValue(item, isSorted)) };
  if (!isRecord(value)) return { kind: 'scalar', text: String(value) };
  const keys = isSorted ? keysOf(value).sort(byCodePoint) : keysOf(value);
  return {
    kind: 'object',
    members: keys.map((key) => ({ key, value: fromValue(value[key]!, isSorted) })),
  };
}

/** Python sorts by code points, JavaScript by halves of them; they differ where a text has both kinds of letters. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    if (a[at] !== b[at]) return a.codePointAt(at)! - b.codePointAt(at)!;
  }
  return a.length - b.length;
}
