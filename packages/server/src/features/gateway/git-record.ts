import type { Pass, PassRepository } from '../passes/passes.ts';
import type { PushResult } from './push-result.ts';

/** What git did through the gateway, for the audit log. */
export interface GitRecord {
  pass: Pass;
  repository: PassRepository;
  kind: 'fetch' | 'push';
  /** The updates that a push asked for, or what a fetch brought; only the first of very many. */
  refs: RecordedRef[];
  /** How many more there were. */
  more: number;
}

export interface RecordedRef {
  /** Null for a commit that was fetched by its id. */
  ref: string | null;
  /** Where it was: for a fetch, in the project. Null: nowhere. */
  oldOid: string | null | 'unknown';
  /** Null: the ref was removed. */
  newOid: string | null;
  result: PushResult;
}

/**
 * What git-lfs was let through to: it transfers what it asks for, and a record of each of a thousand files would hide
 * everything else.
 */
export interface LfsRecord {
  pass: Pass;
  repository: PassRepository;
  kind: 'lfs-download' | 'lfs-upload';
  objects: number;
  bytes: number;
}

const maxRefs = 50;

export function toRecord(entry: Omit<GitRecord, 'more'>): GitRecord {
  return { ...entry, refs: entry.refs.slice(0, maxRefs), more: Math.max(0, entry.refs.length - maxRefs) };
}
