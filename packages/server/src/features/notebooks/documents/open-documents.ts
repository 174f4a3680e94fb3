import { type Document, Hocuspocus } from '@hocuspocus/server';
import type { NotebookId } from '@notelab/contract';
import { keepShape } from '@notelab/notebook/live';
import * as Y from 'yjs';
import type { Log } from '../../../log.ts';
import type { Journal } from './journal.ts';
import { createRoom, maxDocumentBytes, type Room } from './room.ts';

/** A document that stays open until it is released. */
export interface HeldDocument {
  doc: Y.Doc;
  release(): void;
}

export type OpenDocuments = ReturnType<typeof createOpenDocuments>;

/** How long after a change, and at most how long after the first, it is looked at what is to be done about it. */
const restMs = 2_000;
const maxRestMs = 10_000;
const silenceMs = 600_000;
const awayBytes = 32 * 1024 * 1024;
const awayMessages = 50_000;

/** Documents of notebooks that somebody has open, each once. What changes in them goes to the journal at once. */
export function createOpenDocuments({
  journal,
  log,
  onRest,
  onClose,
}: {
  journal: Journal;
  log: Log;
  /** A document has changed, and has had time to come to rest. */
  onRest(id: NotebookId): Promise<void>;
  /** A document that has changed is about to be closed, with all that is in it on disk. */
  onClose(id: NotebookId, doc: Y.Doc): Promise<void>;
}) {
  const holders = new Map<string, number>();
  /** Nothing is to be done about a document any more, but that the journal writes what is left. */
  let isClosed = false;
  const changed = new Set<NotebookId>();
  const unloading = new Set<Promise<unknown>>();
  /** Since they were opened. */
  const changedWhileOpen = new Set<NotebookId>();
  /** What follows from changes. */
  const underWay = new Set<Promise<void>>();
  const rooms = new Map<string, Room>();

  /** Hocuspocus counts who is there; who has only begun to open a document is counted here. */
  class Server extends Hocuspocus {
    override shouldUnloadDocument(document: Document): boolean {
      return !holders.has(document.name) && super.shouldUnloadDocument(document);
    }
  }
  const server = new Server({
    quiet: true,
    debounce: restMs,
    maxDebounce: maxRestMs,
    // Whether a page is still there is asked by pings; one that sleeps has nothing to say for minutes.
    timeout: silenceMs,
    // A page that was away sends all that was typed, key by key, before it is let in.
    maxUnauthenticatedQueueSize: awayBytes,
    maxUnauthenticatedQueueMessages: awayMessages,
    // What is put right in a change travels together with it, however large it is.
    flushMaxBytes: maxDocumentBytes,
    extensions: [
      {
        onLoadDocument: load,
        onStoreDocument: rest,
        beforeUnloadDocument: leave,
        afterUnloadDocument: async ({ documentName }) => void rooms.delete(documentName),
      },
    ],
  });

  async function load({
    document,
    documentName,
  }: {
    document: Document;
    documentName: string;
  }): Promise<void> {
    const id = documentName as NotebookId;
    try {
      const updates = await journal.read(id);
      // Before anybody else can say that they are something else.
      document.getMap('notebook');
      document.getMap('blocks');
      for (const update of updates) Y.applyUpdate(document, update);
      rooms.set(id, createRoom(document, updates));
    } catch (error) {
      log.error({ err: error, notebook: id }, 'a notebook could not be read');
      throw Object.assign(new Error(), { reason: 'try-again' });
    }
    document.on('update', (update: Uint8Array) => {
      rooms.get(id)?.note(update);
      changed.add(id);
      changedWhileOpen.add(id);
      journal.append(id, update);
    });
    // After the journal listens: what is put right is a change like others.
    keepShape(document);
  }

  async function rest({
    document,
    documentName,
  }: {
    document: Document;
    documentName: string;
  }): Promise<void> {
    const id = documentName as NotebookId;
    if (isClosed || !changed.delete(id)) return;
    try {
      await journal.compact(id, document);
      if (!isClosed) await noted(onRest(id));
    } catch (error) {
      log.error({ err: error }, 'what follows from a change of a notebook could not be done');
    }
  }

  async function leave({
    document,
    documentName,
  }: {
    document: Document;
    documentName: string;
  }): Promise<void> {
    const id = documentName as NotebookId;
    if (isClosed) return;
    try {
      await journal.flush(id);
      if (!isClosed && changedWhileOpen.delete(id)) await noted(onClose(id, document));
    } catch (error) {
      log.error({ err: error }, 'a notebook could not be closed, and stays open');
      throw new Error();
    }
  }

  async function noted(work: Promise<void>): Promise<void> {
    underWay.add(work);
    try {
      await work;
    } finally {
      underWay.delete(work);
    }
  }

  function unload(document: Document): void {
    const leaving = server.unloadDocument(document).finally(() => unloading.delete(leaving));
    unloading.add(leaving);
  }

  /** Keeps a document open, or about to be opened, until the returned function is called. */
  function keep(id: string): () => void {
    holders.set(id, (holders.get(id) ?? 0) + 1);
    let isKept = true;
    return () => {
      if (!isKept) return;
      isKept = false;
      const left = holders.get(id)! - 1;
      if (left > 0) return void holders.set(id, left);
      holders.delete(id);
      const document = server.documents.get(id);
      if (document) unload(document);
    };
  }

  return {
    server,
    keep,

    /** Whether a document has all changes up to a point. */
    isIn(id: string, reach: ReadonlyMap<number, number>): boolean {
      const document = server.documents.get(id);
      return (
        document !== undefined &&
        [...reach].every(([client, clock]) => Y.getState(document.store, client) >= clock)
      );
    },

    /** Whether a change of so many bytes, with so many new blocks, fits into a document. */
    hasRoomFor(id: string, bytes: number, newBlocks: number): boolean {
      return rooms.get(id)?.hasFor(bytes, newBlocks) ?? true;
    },

    async hold(id: NotebookId): Promise<HeldDocument> {
      const release = keep(id);
      try {
        const request = new Request('http://localhost');
        const config = { readOnly: false, isAuthenticated: true };
        return { doc: await server.createDocument(id, request, 'notelab', config), release };
      } catch (error) {
        release();
        throw error;
      }
    },

    async close(): Promise<void> {
      server.closeConnections();
      const documents = [...server.documents.values()];
      await Promise.all(documents.map((document) => rest({ document, documentName: document.name })));
      await Promise.allSettled([...underWay, ...unloading]);
      isClosed = true;
      await journal.close();
    },
  };
}
