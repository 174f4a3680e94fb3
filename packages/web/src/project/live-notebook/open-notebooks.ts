import { HocuspocusProvider } from '@hocuspocus/provider';
import { LiveRefusal, type NotebookId, type User } from '@notelab/contract';
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
/** What takes longer to be confirmed is said. */
const unsavedMs = 400;
/** Between two attempts to open a document that the server could not open. */
const retryMs = 2_000;
/** With which the server closes connections of a session that has ended. */
const signedOutCode = 4401;

interface OpenNotebook {
  notebook: LiveNotebook;
  userId: string;
  hasUnsent(): boolean;
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  close(): void;
}
const open = new Map<string, OpenNotebook>();

/** Joins a notebook, or comes back to it. Give it back with `releaseNotebook`. */
export function holdNotebook(notebookId: NotebookId, user: Pick<User, 'id' | 'name'>): LiveNotebook {
  let found = open.get(notebookId);
  // Another person has signed in since.
  if (found && found.userId !== user.id) {
    found.close();
    found = undefined;
  }
  found ??= joinNotebook(notebookId, user.id);
  open.set(notebookId, found);
  clearTimeout(found.timer);
  found.holders += 1;
  if (found.notebook.connection.get().link === 'refused') found.notebook.reconnect();
  found.notebook.awareness.setLocalState({ user: { id: user.id, name: user.name }, cursor: null });
  return found.notebook;
}

export function releaseNotebook({ notebookId, awareness }: LiveNotebook): void {
  const found = open.get(notebookId);
  if (found?.notebook.awareness !== awareness) return;
  found.holders -= 1;
  if (found.holders > 0) return;
  // Others need not see somebody who looks elsewhere.
  awareness.setLocalState(null);
  found.timer = setTimeout(found.close, keptMs);
}

window.addEventListener('beforeunload', (event) => {
  const isUnsaved = [...open.values()].some(({ hasUnsent }) => hasUnsent());
  // The browser asks in words of its own.
  if (isUnsaved) event.preventDefault();
});

/** Whoever signs in next is somebody else: what was typed stays in the browser for the one who typed it. */
function closeAll(): void {
  for (const { close } of [...open.values()]) close();
}

function joinNotebook(notebookId: NotebookId, userId: string): OpenNotebook {
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
  const unsent = keepUnsent(doc, { userId, notebookId });
  let timer: ReturnType<typeof setTimeout> | undefined;

  const reconnect = () => {
    clearTimeout(timer);
    change({ link: 'connecting', reason: null });
    provider.detach();
    provider.attach();
  };
  const refuse = (reason: string) => {
    const { data: refusal } = LiveRefusal.safeParse(reason);
    if (refusal === undefined || refusal === 'try-again') {
      change({ link: 'offline' });
      timer = setTimeout(reconnect, retryMs);
      return;
    }
    // It would be refused again and again.
    if (refusal === 'too-large' || refusal === 'invalid-input') unsent.forget();
    change({ link: 'refused', reason: refusal, hasUnsaved: unsent.has() });
  };
  const provider: HocuspocusProvider = new HocuspocusProvider({
    name: notebookId,
    document: doc,
    awareness,
    websocketProvider: holdSocket(),
    // The cookie says who it is; the protocol wants a word.
    token: 'cookie',
    onAuthenticated: ({ scope }) => change({ isReadOnly: scope === 'readonly' }),
    onAuthenticationFailed: ({ reason }) => refuse(reason),
    onSynced: () => change({ link: 'live', isLoaded: true }),
    onUnsyncedChanges({ number }) {
      if (provider.isSynced && number === 0) unsent.forget();
      if (!unsent.has()) change({ hasUnsaved: false });
    },
    onClose({ event }) {
      // The document alone was closed, and the connection goes on.
      if (event.code === 1000) return refuse(event.reason);
      if (event.code === signedOutCode) return closeAll();
      if (connection.get().link !== 'refused') change({ link: 'offline' });
    },
  });
  unsent.serverOrigin = provider;
  let unsavedTimer: ReturnType<typeof setTimeout> | undefined;
  // Most keys are confirmed within milliseconds: nobody needs to hear of each.
  doc.on('update', () => {
    if (!unsent.has()) return;
    unsavedTimer ??= setTimeout(() => {
      unsavedTimer = undefined;
      change({ hasUnsaved: unsent.has() });
    }, unsavedMs);
  });
  provider.attach();

  const blocks = observeBlocks(doc);
  const selection = createBlockSelection(blocks.order);
  const history = createNotebookHistory(doc, selection);
  const made: OpenNotebook = {
    notebook: {
      notebookId,
      doc,
      awareness,
      connection,
      blocks,
      selection,
      history,
      commands: createCommandRegistry(),
      reconnect,
    },
    userId,
    hasUnsent: unsent.has,
    holders: 0,
    timer: undefined,
    close() {
      open.delete(notebookId);
      for (const each of [timer, unsavedTimer, made.timer]) clearTimeout(each);
      change({ link: 'refused', reason: 'signed-out' });
      unsent.close();
      history.close();
      selection.close();
      blocks.close();
      provider.destroy();
      releaseSocket();
      doc.destroy();
    },
  };
  return made;
}
