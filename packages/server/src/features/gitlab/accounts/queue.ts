export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** Does at most `atOnce` pieces of work at the same time, the others in order of arrival. */
export function createQueue(atOnce: number): Queue {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
