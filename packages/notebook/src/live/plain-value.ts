import * as Y from 'yjs';
import { isRecord, type Json, type JsonRecord } from '../json-value.ts';

/** Deeper than anything that means something, and not so deep that reading it fails. */
const maxDepth = 200;

/**
 * What stands in a document as JSON. Anybody who may change a document can put anything into it: what JSON has no
 * words for (bytes, documents, XML) is left out.
 */
export function toPlainValue(value: unknown, depth = 0): Json | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (depth > maxDepth) return undefined;
  if (value instanceof Y.Text) return value.toString();
  if (value instanceof Y.Array) return toPlainList(value.toArray(), depth);
  if (value instanceof Y.Map) return toPlainRecord(value.entries(), depth);
  if (Array.isArray(value)) return toPlainList(value, depth);
  if (!isRecord(value)) return undefined;
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain ? toPlainRecord(Object.entries(value), depth) : undefined;
}

const toPlainList = (values: unknown[], depth: number): Json[] =>
  values.map((value) => toPlainValue(value, depth + 1) ?? null);

function toPlainRecord(entries: Iterable<[string, unknown]>, depth: number): JsonRecord {
  const plain: JsonRecord = {};
  for (const [key, value] of entries) {
    // It would be no member, but what the record inherits from.
    if (key === '__proto__') continue;
    const made = toPlainValue(value, depth + 1);
    if (made !== undefined) plain[key] = made;
  }
  return plain;
}
