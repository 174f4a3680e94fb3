import * as Y from 'yjs';
import { isRecord, type Json, type JsonRecord } from '../json-value.ts';

/**
 * A value as a document takes it. Yjs tells kinds of values by their `constructor`, so that it refuses a record with a
 * member of that name: such a record is shared, which says the same.
 */
export function toSharedValue(value: unknown): Json | Y.Map<unknown> {
  return isMistaken(value) ? toSharedRecord(value) : (value as Json);
}

export function toSharedRecord(record: JsonRecord): Y.Map<unknown> {
  const members = Object.entries(record).filter(([, value]) => value !== undefined);
  return new Y.Map(members.map(([key, value]) => [key, toSharedValue(value)]));
}

const isMistaken = (value: unknown): value is JsonRecord =>
  isRecord(value) &&
  value.constructor !== Object &&
  ![Y.AbstractType, Y.Doc, Uint8Array].some((kind) => (value as object) instanceof kind);
