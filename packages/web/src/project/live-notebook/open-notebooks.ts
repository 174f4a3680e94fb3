import { HocuspocusProvider } from '@hocuspocus/provider';
import type { NotebookId, User } from '@notelab/contract';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { observeBlocks } from './block-observer.ts';
import { createBlockSelection } from './block-selection.ts';
import { type ConnectionState, notYetConnected } from './connection-state.ts';
import type { LiveNotebook } from './live-context.ts';
import { holdSocket, releaseSocket } from './live-socket.ts';
import { createCommandRegistry } from './notebook-commands.ts';
import { createNotebookHistory } from './notebook-history.ts';
import { keepUnsent } from './unsent-edits.ts';
import { createValueStore } from './value-store.ts';

/** How long a notebook that nobody looks at stays open, with its undo history and its place. */
const keptMs = 30 * 60_000;

interface OpenNotebook {
  notebook: LiveNotebook;
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  close(): void;
}
const open = new Map<string, OpenNotebook>();

/** Joins a notebook, or comes back to it. Give it back with `releaseNotebook`. */
export function holdNotebook(notebookId: NotebookId, user: Pick<User, 'id' | 'name'>): LiveNotebook {
  let found = open.get(notebookId);
  if (found && found.notebook.connection.get().link === 'refused' && found.holders === 0) {
    found.close();
    found = undefined;
  }
  found ??= joinNotebook(notebookId, user);
  open.set(notebookId, found);
  clearTimeout(found.timer);
  found.holders += 1;
  found.notebook.awareness.setLocalState({ user: { id: user.id, name: user.name }, cursor: null });
  return found.notebook;
}

export function releaseNotebook(notebookId: NotebookId): void {
  const found = open.get(notebookId);
  if (!found) return;
  found.holders -= 1;
  if (found.holders > 0) return;
  // Others need not see somebody who looks elsewhere.
  found.notebook.awareness.setLocalState(null);
  found.timer = setTimeout(() => found.close(), keptMs);
}

/** Whether something that was typed in this page has not reached the server. */
export function hasUnsavedNotebooks(): boolean {
  return [...open.values()].some(({ notebook }) => notebook.connection.get().hasUnsaved);
}

function joinNotebook(notebookId: NotebookId, user: Pick<User, 'id'>): OpenNotebook {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const connection = createValueStore<ConnectionState>(notYetConnected);
  const change = (next: Partial<ConnectionState>) => {
    const present = connection.get();
    const isOther = Object.entries(next).some(
      ([key, value]) => present[key as keyof ConnectionState] !== value,
    );
    if (isOther) connection.set({ ...present, ...next });
  };
  const unsent = keepUnsent(doc, { userId: user.id, notebookId });

  const provider: HocuspocusProvider = new HocuspocusProvider({
    name: notebookId,
    document: doc,
    awareness,
    websocketProvider: holdSocket(),
    // The cookie of the session says who it is.
    token: null,
    onAuthenticated: ({ scope }) => change({ isReadOnly: scope === 'readonly' }),
    onAuthenticationFailed: ({ reason }) => change({ link: 'refused', reason }),
    onSynced: () => change({ link: 'live', isLoaded: true }),
    onUnsyncedChanges({ number }) {
      const isConfirmed = provider.isSynced && number === 0;
      if (isConfirmed) unsent.forget();
      change({ hasUnsaved: unsent.has() });
    },
    onClose() {
      if (connection.get().link !== 'refused') change({ link: 'offline' });
    },
  });
  unsent.ownOrigin = provider;
  doc.on('update', () => change({ hasUnsaved: unsent.has() }));
  provider.attach();

  const blocks = observeBlocks(doc);
  const selection = createBlockSelection(blocks.order);
  const history = createNotebookHistory(doc, selection);
  const notebook: LiveNotebook = {
    notebookId,
    doc,
    awareness,
    connection,
    blocks,
    selection,
    history,
    commands: createCommandRegistry(),
  };
  return {
    notebook,
    holders: 0,
    timer: undefined,
    close() {
      open.delete(notebookId);
      unsent.close();
      history.close();
      selection.close();
      blocks.close();
      provider.destroy();
      releaseSocket();
      doc.destroy();
    },
  };
}
