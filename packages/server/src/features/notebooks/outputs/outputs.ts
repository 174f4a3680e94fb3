import type { NotebookId } from '@notelab/contract';
import type { Json, Notebook } from '@notelab/notebook';
import { joinOutputs, listHashes, separateOutput } from './large-outputs.ts';
import type { OutputStore } from './store.ts';

/** Large outputs of notebooks, which their documents only refer to. */
export interface Outputs {
  /** @returns the output, or what stands in its place in the document when it is large */
  put(id: NotebookId, output: Json): Promise<Json>;
  /** Keeps a large output that was taken out of a notebook already. */
  putTaken(id: NotebookId, hash: string, bytes: Uint8Array): Promise<void>;
  /** The JSON of an output of this notebook. */
  find(id: NotebookId, hash: string): Promise<Uint8Array | null>;
  /** The notebook with its large outputs in their places. */
  join(id: NotebookId, notebook: Notebook): Promise<Notebook>;
  /** Removes what has not been used for long. @param notebook as it is now */
  tidy(id: NotebookId, notebook: Notebook): Promise<void>;
  /** Outputs that something besides the document uses stay. */
  alsoUsedBy(list: (id: NotebookId) => Promise<string[]>): void;
}

/** A page that was away for a while, or takes back a deletion, brings references back. */
const keptUnusedMs = 7 * 24 * 3600_000;

export function createOutputs(store: OutputStore): Outputs {
  const otherUses: ((id: NotebookId) => Promise<string[]>)[] = [];

  return {
    find: store.find,
    putTaken: store.put,

    async put(id, output) {
      const separated = separateOutput(output);
      if (!separated) return output;
      await store.put(id, separated.hash, separated.bytes);
      return separated.reference;
    },

    async join(id, notebook) {
      const stored = await store.list(id, [...listHashes(notebook)]);
      return joinOutputs(notebook, (hash) => stored.get(hash));
    },

    async tidy(id, notebook) {
      const used = listHashes(notebook);
      for (const list of otherUses) for (const hash of await list(id)) used.add(hash);
      await store.keepUsed(id, [...used], new Date(Date.now() - keptUnusedMs));
    },

    alsoUsedBy: (list) => void otherUses.push(list),
  };
}
