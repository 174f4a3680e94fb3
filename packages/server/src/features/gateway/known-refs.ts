import type { Pass, PassRepository } from '../passes/passes.ts';

export interface KnownRefs {
  note(pass: Pass, repository: PassRepository, ref: string, oid: string): void;
  /** The last of the ref's commits that is among those a client has. */
  findAmong(haves: Set<string>, pass: Pass, repository: PassRepository, ref: string): string | null;
}

const maxLists = 200;
const maxRefsOfList = 2000;
const maxCommitsOfRef = 10;

/**
 * Where the refs of a repository were whenever a project fetched or pushed them, since this server started. Git
 * does not say what it had for a ref, only which commits it has.
 */
export function createKnownRefs(): KnownRefs {
  const lists = new Map<string, Map<string, string[]>>();
  return {
    note(pass, repository, ref, oid) {
      const key = keyOf(pass, repository);
      const list = lists.get(key) ?? new Map<string, string[]>();
      const earlier = list.get(ref)?.filter((other) => other !== oid) ?? [];
      keepNewest(list, ref, [oid, ...earlier.slice(0, maxCommitsOfRef - 1)], maxRefsOfList);
      keepNewest(lists, key, list, maxLists);
    },
    findAmong(haves, pass, repository, ref) {
      const oids = lists.get(keyOf(pass, repository))?.get(ref) ?? [];
      return oids.find((oid) => haves.has(oid)) ?? null;
    },
  };
}

const keyOf = ({ projectId }: Pass, { repositoryId }: PassRepository) => `${projectId} ${repositoryId}`;

function keepNewest<Value>(map: Map<string, Value>, key: string, value: Value, atMost: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > atMost) map.delete(map.keys().next().value!);
}
