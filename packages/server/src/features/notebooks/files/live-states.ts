import type { NotebookId } from '@notelab/contract';
import type { Notebook } from '@notelab/notebook';
import { changeLiveNotebook, readLiveNotebook } from '@notelab/notebook/live';
import * as Y from 'yjs';
import type { LiveNotebooks } from '../live-notebooks.ts';

/** A notebook as its document held it at a moment. */
export interface LiveState {
  /** Large outputs are references. */
  notebook: Notebook;
  update: Uint8Array;
}

export async function readLiveState(live: LiveNotebooks, id: NotebookId): Promise<LiveState> {
  const { name } = await live.get(id);
  const { doc, release } = await live.hold(id);
  try {
    return { notebook: readLiveNotebook(doc, { id, name }), update: Y.encodeStateAsUpdate(doc) };
  } finally {
    release();
  }
}

/** The same, for who only looks. */
export async function readReferences(live: LiveNotebooks, id: NotebookId): Promise<Notebook> {
  const { name } = await live.get(id);
  const { doc, release } = await live.hold(id);
  try {
    return readLiveNotebook(doc, { id, name });
  } finally {
    release();
  }
}

/** Makes a notebook say something else than it did at a moment. What people typed since stays. */
export async function changeSince(
  live: LiveNotebooks,
  id: NotebookId,
  { update }: LiveState,
  wanted: Notebook,
): Promise<void> {
  const change = changeFrom(update, wanted);
  await live.change(id, (doc) => Y.applyUpdate(doc, change));
}

/** The change that makes a document of that state say something else, for a document that went on since. */
export function changeFrom(state: Uint8Array, wanted: Notebook): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, state);
  const before = Y.encodeStateVector(copy);
  changeLiveNotebook(copy, wanted);
  const change = Y.encodeStateAsUpdate(copy, before);
  copy.destroy();
  return change;
}
