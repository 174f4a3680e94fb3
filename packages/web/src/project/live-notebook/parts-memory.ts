import type { LiveNotebook } from './live-context.ts';

const memories = new WeakMap<object, Map<string, unknown>>();

/** What is unfolded, and how high it was; known as long as the notebook is open. */
export function partsMemoryOf({ doc }: Pick<LiveNotebook, 'doc'>): Map<string, unknown> {
  const memory = memories.get(doc) ?? new Map<string, unknown>();
  memories.set(doc, memory);
  return memory;
}
