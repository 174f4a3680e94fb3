import { useSyncExternalStore } from 'react';
import type { LiveNotebookView } from './live-context.ts';
import { createValueStore } from './value-store.ts';

/** The notebook that is in front, for parts of the page that stand beside it; null when none is. */
export const frontNotebook = createValueStore<LiveNotebookView | null>(null);

export function useFrontNotebook(): LiveNotebookView | null {
  return useSyncExternalStore(frontNotebook.subscribe, frontNotebook.get);
}
