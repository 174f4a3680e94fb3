import { createContext, useContext, useState } from 'react';

/** What the parts of a shown notebook need of the whole. */
export interface ViewContext {
  projectId: string;
  /** Of the notebook file; relative links and pictures are found from its folder. */
  path: string;
  /** @param line from 1 */
  openFile(path: string, line?: number | null): void;
  goToAnchor(name: string): void;
  /** Of parts that are out of sight, and so not in the document: what is unfolded, how high it was. */
  memory: Map<string, unknown>;
}

export const NotebookViewContext = createContext<ViewContext | null>(null);

export function useNotebookView(): ViewContext {
  const value = useContext(NotebookViewContext);
  if (!value) throw new Error('Only within a notebook.');
  return value;
}

/** State that is still known when its part of the notebook comes into sight again. */
export function useViewMemory<T>(key: string, initial: T): [T, (value: T) => void] {
  const { memory } = useNotebookView();
  const [value, setValue] = useState<T>(() => (memory.has(key) ? (memory.get(key) as T) : initial));
  return [
    value,
    (next) => {
      memory.set(key, next);
      setValue(next);
    },
  ];
}
