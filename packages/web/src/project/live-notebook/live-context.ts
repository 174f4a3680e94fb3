import type { NotebookId } from '@notelab/contract';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { BlockObserver } from './block-observer.ts';
import type { BlockSelection } from './block-selection.ts';
import type { ConnectionState } from './connection-state.ts';
import type { CommandRegistry } from './notebook-commands.ts';
import type { NotebookHistory } from './notebook-history.ts';
import type { Readable } from './value-store.ts';

/** A notebook that is open in this page, whether or not it is in front. It is the same one until the page forgets it. */
export interface LiveNotebook {
  notebookId: NotebookId;
  /** Its shape: `@notelab/notebook/live`. */
  doc: Y.Doc;
  /** Who is here, and where. */
  awareness: Awareness;
  connection: Readable<ConnectionState>;
  blocks: BlockObserver;
  selection: BlockSelection;
  history: NotebookHistory;
  commands: CommandRegistry;
  /** Asks the server for it again, after it was refused. */
  reconnect(): void;
}

/** The notebook of a tab. */
export interface LiveNotebookView extends LiveNotebook {
  name: string;
  /** False for viewers, and until the server has said that it takes changes. */
  canEdit: boolean;
  /** Brings a block into sight, without selecting it. */
  reveal(id: string): void;
}

export const LiveNotebookContext = createContext<LiveNotebookView | null>(null);

export function useLiveNotebook(): LiveNotebookView {
  const value = useContext(LiveNotebookContext);
  if (!value) throw new Error('Only within a live notebook.');
  return value;
}

/** The value of a store, as it is now. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.get);
}

/** One thing of a store. @param pick must give the same for the same: a text, a number, or what is there already */
export function usePicked<T, P>(readable: Readable<T>, pick: (value: T) => P): P {
  return useSyncExternalStore(readable.subscribe, () => pick(readable.get()));
}
