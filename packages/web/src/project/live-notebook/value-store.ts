/** A value of which one hears when it changes. */
export interface Readable<T> {
  get(): T;
  /** @returns ends it */
  subscribe(listener: () => void): () => void;
}

export interface ValueStore<T> extends Readable<T> {
  /** The same value again tells nobody. */
  set(value: T): void;
}

export function createValueStore<T>(initial: T): ValueStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
