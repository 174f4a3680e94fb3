import { type NotebookId, newId, type User } from '@notelab/contract';
import type { Json, Notebook } from '@notelab/notebook';
import { fillLiveNotebook, readLiveNotebook } from '@notelab/notebook/live';
import * as Y from 'yjs';
import type { Database, Sql } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Events } from '../events/events.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { createNotebookGate, type NotebookGate } from './authorized-notebook.ts';
import { createSeats, type Seats } from './connections/seats.ts';
import { createJournal } from './documents/journal.ts';
import { createOpenDocuments, type HeldDocument, type OpenDocuments } from './documents/open-documents.ts';
import { maxBlocks, maxDocumentBytes } from './documents/room.ts';
import { documentStore } from './documents/store.ts';
import { separateOutputs } from './outputs/large-outputs.ts';
import { createOutputs, type Outputs } from './outputs/outputs.ts';
import { outputStore } from './outputs/store.ts';
import { type NotebookRow, type NotebookStore, notebookStore } from './store.ts';

/** What stands in notebooks, for all who read and change it. */
export interface LiveNotebooks extends NotebookGate {
  get(id: NotebookId): Promise<NotebookRow>;
  /** Makes a notebook, behind the others of its project. Without `notebook`: with one empty code block. */
  create(
    project: AuthorizedProject,
    made: {
      name: string;
      notebook?: Notebook;
      /** Large outputs, where they were taken out of the notebook already. */
      outputs?: Map<string, Uint8Array>;
      id?: NotebookId;
      /** What is written with the notebook, or not at all. */
      alongside?: (within: Sql) => Promise<void>;
    },
  ): Promise<NotebookRow>;
  /** The notebook as it is now, as plain values, large outputs in their places. */
  read(id: NotebookId): Promise<Notebook>;
  /** Changes the document for everybody who has it open. It is on disk when this resolves. */
  change<T>(id: NotebookId, change: (doc: Y.Doc) => T): Promise<T>;
  /** Keeps the document open until it is released, for those who write to it for a while. */
  hold(id: NotebookId): Promise<HeldDocument>;
  /** @returns the output, or what stands in its place in the document when it is large */
  storeOutput(id: NotebookId, output: Json): Promise<Json>;
  /** Called when what stands in a notebook has changed, and has had time to come to rest. */
  onChanged(listener: (id: NotebookId) => void): void;
  /** Called when somebody changes a notebook in a page, with every change. */
  onEdited(listener: (id: NotebookId, user: User) => void): void;
  /** Whether somebody, or something, has it open: then what stands in it may be newer than its row. */
  isOpen(id: NotebookId): boolean;
  /** Called when a notebook is deleted, and what runs on it has to end; it may be restored later. */
  onDelete(listener: (id: NotebookId) => void | Promise<void>): void;
}

/** The same with its parts, for this feature. */
export interface LiveNotebooksInside extends LiveNotebooks {
  store: NotebookStore;
  documents: OpenDocuments;
  outputs: Outputs;
  seats: Seats;
  /** Resolves when all changes of a document so far are on disk. */
  settled(id: NotebookId): Promise<void>;
  /** Notebooks that are open, and pages that are connected. */
  count(): { notebooks: number; connections: number };
  /** Tells all who listen that a notebook is deleted. */
  noteDeleted(id: NotebookId): Promise<void>;
  /** Nothing more of it is written. */
  forget(id: NotebookId): void;
  tellChanged(row: Pick<NotebookRow, 'projectId'>): Promise<void>;
  close(): Promise<void>;
}

export function createLiveNotebooks({
  database,
  projects,
  events,
  log,
}: {
  database: Database;
  projects: Projects;
  events: Events;
  log: Log;
}): LiveNotebooksInside {
  const store = notebookStore(database);
  const outputs = createOutputs(outputStore(database));
  const changeListeners: ((id: NotebookId) => void)[] = [];
  const editListeners: ((id: NotebookId, user: User) => void)[] = [];
  const deleteListeners: ((id: NotebookId) => void | Promise<void>)[] = [];
  const journal = createJournal({
    store: documentStore(database),
    onFailed: (id, err) => log.error({ err, notebook: id }, 'changes of a notebook could not be written'),
  });
  const documents = createOpenDocuments({ journal, log, onRest, onClose });
  const gate = createNotebookGate(store.find, projects.authorize);
  const seats = createSeats({ authorize: gate.authorize, keep: documents.keep, onEdited });
  documents.server.configuration.extensions.push(seats.extension);

  async function onRest(id: NotebookId): Promise<void> {
    await store.touch(id);
    const row = await store.find(id);
    if (row) await tellChanged(row);
    for (const listener of changeListeners) listener(id);
  }

  function onEdited(id: NotebookId, user: User): void {
    for (const listener of editListeners) listener(id, user);
  }

  async function onClose(id: NotebookId, doc: Y.Doc): Promise<void> {
    await journal.compact(id, doc);
    await outputs.tidy(id, readLiveNotebook(doc, { id, name: '' }));
  }

  async function tellChanged({ projectId }: Pick<NotebookRow, 'projectId'>): Promise<void> {
    const { workspaceId } = await projects.get(projectId);
    events.publish(workspaceId, { type: 'notebooks-changed', projectId });
  }

  async function get(id: NotebookId): Promise<NotebookRow> {
    const row = await store.find(id);
    return row && row.deletedAt === null ? row : fail('not-found', 'There is no such notebook.');
  }

  async function hold(id: NotebookId): Promise<HeldDocument> {
    await get(id);
    return documents.hold(id);
  }

  return {
    store,
    documents,
    outputs,
    seats,
    ...gate,
    get,
    hold,
    tellChanged,
    storeOutput: outputs.put,
    forget: journal.forget,
    settled: journal.settled,

    async create(project, made) {
      const { name, notebook = emptyNotebook(), outputs: taken, id = newId<NotebookId>() } = made;
      const separated = taken ? { notebook, outputs: taken } : separateOutputs(notebook);
      const doc = new Y.Doc();
      fillLiveNotebook(doc, separated.notebook);
      const document = Y.encodeStateAsUpdate(doc);
      if (notebook.blocks.length > maxBlocks || document.length > maxDocumentBytes)
        fail('too-large', `A notebook has at most ${maxBlocks} blocks, and 64 MB without large outputs.`);
      const added = {
        id,
        projectId: project.id,
        name,
        createdBy: project.user.name,
        document,
        outputs: separated.outputs,
      };
      const row = await store.insert(added, made.alongside);
      await tellChanged(row);
      return row;
    },

    async read(id) {
      const { name } = await get(id);
      const { doc, release } = await documents.hold(id);
      try {
        return await outputs.join(id, readLiveNotebook(doc, { id, name }));
      } finally {
        release();
      }
    },

    async change(id, change) {
      const { doc, release } = await hold(id);
      try {
        const result = doc.transact(() => change(doc));
        await journal.flush(id);
        return result;
      } finally {
        release();
      }
    },

    onEdited: (listener) => void editListeners.push(listener),
    count: () => ({ notebooks: documents.server.documents.size, connections: seats.countSockets() }),
    isOpen: (id) => documents.server.documents.has(id),
    onChanged: (listener) => void changeListeners.push(listener),
    onDelete: (listener) => void deleteListeners.push(listener),
    async noteDeleted(id) {
      seats.noteDeleted(id);
      for (const listener of deleteListeners) await listener(id);
    },

    close: documents.close,
  };
}

function emptyNotebook(): Notebook {
  const id = crypto.randomUUID().replaceAll('-', '');
  const block = { id, type: 'code', blockGroup: id, sortingKey: '', content: '', metadata: {}, outputs: [] };
  return { id: '', name: '', blocks: [block] };
}
