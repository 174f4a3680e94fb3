import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { isObject } from '../outputs/is-object.ts';

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

/** Calls when others come, go or move; not with every key that is typed here. @returns ends it */
export function hearOthers(awareness: Awareness, listener: () => void): () => void {
  const onChange = (_: unknown, origin: unknown) => origin === 'local' || listener();
  awareness.on('change', onChange);
  return () => awareness.off('change', onChange);
}

export const personsIn = (awareness: Awareness, id: string): Person[] =>
  personsHere(awareness).filter(({ cursor }) => cursor?.id === id);

/** Who somebody is and whether they write; the same person in two tabs counts once. */
export interface Present {
  name: string;
  isWriting: boolean;
}

/** Those whom `among` gives; the same list while they are the same. */
export function usePresent(awareness: Awareness, among: (persons: Person[]) => Person[]): readonly Present[] {
  const known = useRef<{ key: string; present: readonly Present[] }>({ key: '[]', present: [] });
  const subscribe = useCallback((listener: () => void) => hearOthers(awareness, listener), [awareness]);
  return useSyncExternalStore(subscribe, () => {
    const present = new Map<string, Present>();
    for (const { userId, name, cursor } of among(personsHere(awareness))) {
      const isWriting = cursor?.anchor !== undefined || present.get(userId)?.isWriting === true;
      present.set(userId, { name, isWriting });
    }
    const key = JSON.stringify([...present.values()]);
    if (key !== known.current.key) known.current = { key, present: [...present.values()] };
    return known.current.present;
  });
}

export function usePresentInBlock(awareness: Awareness, id: string): readonly Present[] {
  const among = useCallback((persons: Person[]) => persons.filter(({ cursor }) => cursor?.id === id), [id]);
  return usePresent(awareness, among);
}
