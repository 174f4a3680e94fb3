import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { isObject } from '../outputs/rich-output.ts';

/** Where somebody is: in a block and, while writing, at places of its text. */
export interface Cursor {
  id: string;
  anchor?: unknown;
  head?: unknown;
}

/** Somebody else who looks at the notebook. The server makes sure of the name. */
export interface Person {
  clientId: number;
  userId: string;
  name: string;
  cursor: Cursor | null;
}

/** Everybody else who is here; what is not usable is left out. */
export function personsHere(awareness: Awareness): Person[] {
  const persons: Person[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID || !isObject(state) || !isObject(state.user)) continue;
    const { id, name } = state.user;
    if (typeof id !== 'string' || typeof name !== 'string') continue;
    persons.push({ clientId, userId: id, name: name.slice(0, 100), cursor: parseCursor(state.cursor) });
  }
  return persons;
}

function parseCursor(value: unknown): Cursor | null {
  if (!isObject(value) || typeof value.id !== 'string') return null;
  return { id: value.id, anchor: value.anchor ?? undefined, head: value.head ?? undefined };
}

export const personsIn = (awareness: Awareness, id: string): Person[] =>
  personsHere(awareness).filter(({ cursor }) => cursor?.id === id);

/** The names of those whom `among` gives, each once; the same list while they are the same. */
export function useNames(awareness: Awareness, among: (persons: Person[]) => Person[]): readonly string[] {
  const known = useRef<readonly string[]>([]);
  const subscribe = useCallback(
    (listener: () => void) => {
      awareness.on('change', listener);
      return () => awareness.off('change', listener);
    },
    [awareness],
  );
  return useSyncExternalStore(subscribe, () => {
    const names = [
      ...new Map(among(personsHere(awareness)).map(({ userId, name }) => [userId, name])).values(),
    ];
    const isSame =
      names.length === known.current.length && names.every((name, at) => name === known.current[at]);
    if (!isSame) known.current = names;
    return known.current;
  });
}

export function useNamesInBlock(awareness: Awareness, id: string): readonly string[] {
  const among = useMemo(() => (persons: Person[]) => persons.filter(({ cursor }) => cursor?.id === id), [id]);
  return useNames(awareness, among);
}
