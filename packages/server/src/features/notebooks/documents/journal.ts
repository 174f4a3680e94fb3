import type { NotebookId } from '@notelab/contract';
import * as Y from 'yjs';
import type { DocumentStore } from './store.ts';

/** Writes changes of documents to disk, in the order in which they come. */
export interface Journal {
  /** Everything that is on disk for a document. From now on its changes are counted. */
  read(id: NotebookId): Promise<Uint8Array[]>;
  /** Takes down a change; it is written soon. */
  append(id: NotebookId, update: Uint8Array): void;
  /** Resolves when all that was taken down so far is on disk; rejects when an attempt to write it fails. */
  settled(id: NotebookId): Promise<void>;
  /** Like `settled`, without waiting for more to write at once. */
  flush(id: NotebookId): Promise<void>;
  /** Merges what is on disk into one, when there is enough of it. @param doc with all that was taken down */
  compact(id: NotebookId, doc: Y.Doc): Promise<void>;
  /** Nothing more is written for it. */
  forget(id: NotebookId): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

interface Page {
  pending: Uint8Array[];
  /** Of the pending changes; null when there are none. */
  written: PromiseWithResolvers<void> | null;
  timer: NodeJS.Timeout | null;
  /** Writes of a document come one after the other. */
  turn: Promise<void>;
  /** On disk since all was merged. */
  rows: number;
  bytes: number;
}

/** Short enough for nobody to notice, long enough for a running cell to write often. */
const batchMs = 50;
const againMs = 2_000;
const manyRows = 50;
const muchBytes = 256 * 1024;

export function createJournal({
  store,
  onFailed,
}: {
  store: DocumentStore;
  onFailed(id: NotebookId, error: unknown): void;
}): Journal {
  const pages = new Map<NotebookId, Page>();
  const forgotten = new Set<NotebookId>();

  function pageOf(id: NotebookId): Page {
    let page = pages.get(id);
    if (!page) {
      page = { pending: [], written: null, timer: null, turn: Promise.resolve(), rows: 0, bytes: 0 };
      pages.set(id, page);
    }
    return page;
  }

  function putAside(id: NotebookId, page: Page, updates: Uint8Array[], delayMs: number): void {
    page.pending.unshift(...updates);
    page.written ??= Promise.withResolvers();
    // Whoever waits for it hears of a failure; nobody has to.
    page.written.promise.catch(() => {});
    page.timer ??= setTimeout(() => void write(id), delayMs);
  }

  async function writeNow(id: NotebookId, page: Page, merge: (() => Uint8Array) | null): Promise<void> {
    const { written, timer } = page;
    const updates = page.pending;
    if (timer) clearTimeout(timer);
    Object.assign(page, { pending: [], written: null, timer: null });
    if (forgotten.has(id) || (updates.length === 0 && !merge)) return written?.resolve();
    try {
      if (merge) {
        await store.replace(id, merge());
        Object.assign(page, { rows: 0, bytes: 0 });
      } else {
        const update = updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
        await store.append(id, update);
        page.rows++;
        page.bytes += update.length;
      }
      written?.resolve();
    } catch (error) {
      if (forgotten.has(id)) return written?.resolve();
      if (updates.length > 0) putAside(id, page, updates, againMs);
      written?.reject(error);
      onFailed(id, error);
    }
  }

  function write(id: NotebookId, merge: (() => Uint8Array) | null = null): Promise<void> {
    const page = pageOf(id);
    page.turn = page.turn.then(() => writeNow(id, page, merge));
    return page.turn;
  }

  async function settled(id: NotebookId): Promise<void> {
    const page = pages.get(id);
    await (page?.written?.promise ?? page?.turn);
  }

  return {
    settled,

    async read(id) {
      await write(id);
      const updates = await store.list(id);
      const rows = updates.slice(1);
      Object.assign(pageOf(id), { rows: rows.length, bytes: rows.reduce((sum, row) => sum + row.length, 0) });
      return updates;
    },

    append(id, update) {
      if (forgotten.has(id)) return;
      const page = pageOf(id);
      page.pending.push(update);
      putAside(id, page, [], batchMs);
    },

    async flush(id) {
      const written = settled(id);
      await write(id);
      await written;
    },

    async compact(id, doc) {
      const { rows, bytes } = pageOf(id);
      if (rows > manyRows || bytes > muchBytes) await write(id, () => Y.encodeStateAsUpdate(doc));
    },

    forget(id) {
      forgotten.add(id);
      const page = pages.get(id);
      if (page?.timer) clearTimeout(page.timer);
      page?.written?.resolve();
      pages.delete(id);
    },

    async close() {
      await Promise.all([...pages.keys()].map((id) => write(id)));
      for (const { timer } of pages.values()) if (timer) clearTimeout(timer);
    },
  };
}
