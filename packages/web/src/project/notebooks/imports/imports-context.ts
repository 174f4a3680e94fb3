import { createContext, useContext } from 'react';
import type { ImportProgress, ImportReport } from './import-queue.ts';

export interface NotebookImports {
  progress: ImportProgress;
  /** What the last import had to say, until it is dismissed. */
  report: ImportReport | null;
  /** Makes notebooks of files, and of all notebooks in folders. The notebook opens when it was one. */
  moveToNotebooks(paths: string[], again?: boolean): void;
  cancel(): void;
  dismiss(): void;
  showDetails(): void;
}

export const NotebookImportsContext = createContext<NotebookImports | null>(null);

export function useNotebookImports(): NotebookImports {
  const imports = useContext(NotebookImportsContext);
  if (!imports) throw new Error('Only below the project page.');
  return imports;
}
