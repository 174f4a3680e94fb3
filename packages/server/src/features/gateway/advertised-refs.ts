import type { Pass, PassRepository } from '../passes/passes.ts';
import { createPktLineReader } from './pkt-lines.ts';

export interface AdvertisedRefs {
  /** Reads a list of refs as it streams by; from now on it is what `namesOf` knows. */
  read(pass: Pass, repository: PassRepository): (chunk: Uint8Array) => void;
  /** The refs that were at a commit when they were last listed. */
  namesOf(pass: Pass, repository: PassRepository, oid: string): string[];
}

/** A fetch follows its list of refs at once, so only the latest lists are kept. */
const maxLists = 50;
const maxBytesOfList = 2 * 1024 * 1024;
const ref = /^([0-9a-f]{40}|[0-9a-f]{64}) (refs\/[^ \0\n^]+)(?:[ \0\n]|$)/;

/**
 * What GitLab said its refs are: a fetch asks for commits, and the list before it told the client their names.
 * Of a list too long to keep, the commits of the rest have no names.
 */
export function createAdvertisedRefs(): AdvertisedRefs {
  const lists = new Map<string, Map<string, string[]>>();
  return {
    read(pass, repository) {
      const key = keyOf(pass, repository);
      const names = new Map<string, string[]>();
      lists.delete(key);
      lists.set(key, names);
      if (lists.size > maxLists) lists.delete(lists.keys().next().value!);
      const lines = createPktLineReader();
      let seenBytes = 0;
      return (chunk) => {
        seenBytes += chunk.length;
        if (seenBytes > maxBytesOfList) return;
        lines.push(chunk);
        for (let line = lines.next(); line && line.kind !== 'malformed'; line = lines.next()) {
          if (line.kind !== 'data') continue;
          const [, oid, name] = ref.exec(line.payload.toString('utf8')) ?? [];
          if (!oid || !name) continue;
          const others = names.get(oid);
          if (others) others.push(name);
          else names.set(oid, [name]);
        }
      };
    },
    namesOf: (pass, repository, oid) => lists.get(keyOf(pass, repository))?.get(oid) ?? [],
  };
}

/** A terminal's git may use one of its passes for the list and another for what follows. */
const keyOf = (pass: Pass, { repositoryId }: PassRepository) =>
  `${pass.terminalId ?? pass.id} ${repositoryId}`;
