interface Running<T> {
  now: Promise<T>;
  next: Promise<T> | null;
}

/**
 * Answers all who ask for the same thing at about the same time with one reading: of ten open pages that hear of a
 * change, one makes git work. Who asks while a reading goes on gets the next one, for that one may have begun before
 * what they want to see.
 */
export function shareReads<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Running<T>>();

  function start(key: string, read: () => Promise<T>): Promise<T> {
    const entry: Running<T> = { now: read(), next: null };
    running.set(key, entry);
    const end = () => {
      if (entry.next === null) running.delete(key);
    };
    entry.now.then(end, end);
    return entry.now;
  }

  return (key, read) => {
    const entry = running.get(key);
    if (!entry) return start(key, read);
    const begin = () => start(key, read);
    entry.next ??= entry.now.then(begin, begin);
    return entry.next;
  };
}
