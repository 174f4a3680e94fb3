import { createHash } from 'node:crypto';
import type { MergeDecision, NotebookId, NotebookMerge } from '@notelab/contract';
import { compareNotebooks, type Json, mergeBlocks, type Notebook, withKnownIds } from '@notelab/notebook';
import { changeLiveNotebook, readLiveNotebook } from '@notelab/notebook/live';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import { presentConflict } from '../notebooks/present-conflict.ts';

export interface MergeStates {
  /** As it was exported; null when that is not known any more. */
  exported: Notebook | null;
  theirs: Notebook;
  /** Names what both were made of. */
  versions: string;
}

/**
 * Brings what changed in an exported file into its notebook. Either all of it, or, when somebody must decide about
 * blocks, nothing.
 */
export async function mergeIntoNotebook(
  live: LiveNotebooks,
  id: NotebookId,
  states: MergeStates,
  { versions, resolutions }: MergeDecision,
): Promise<NotebookMerge> {
  const { name } = await live.get(id);
  const exported = states.exported && (await storeOutputs(live, id, states.exported));
  const theirs = await storeOutputs(live, id, states.theirs);
  // At one go, so that nobody types between the look and the change.
  return live.change(id, (doc): NotebookMerge => {
    const ours = readLiveNotebook(doc, { id, name });
    const now = hashOf([states.versions, JSON.stringify(ours)]);
    const base = exported ? withKnownIds(ours, exported) : { ...ours, blocks: [] };
    const merge = mergeBlocks(base, ours, withKnownIds(exported ? base : ours, theirs));
    const isDecided =
      merge.conflicts.length === 0 ||
      (versions === now && merge.conflicts.every(({ key }) => Object.hasOwn(resolutions, key)));
    if (!isDecided)
      return { kind: 'conflicts', versions: now, conflicts: merge.conflicts.map(presentConflict) };
    const merged = merge.write(resolutions);
    changeLiveNotebook(doc, merged);
    return {
      kind: 'merged',
      notebookId: id,
      changedBlocks: compareNotebooks(ours, merged, { outputs: true }).blocks,
      outputsDropped: merge.outputsDropped,
    };
  });
}

/** Large outputs where the live document has them: beside it. */
async function storeOutputs(live: LiveNotebooks, id: NotebookId, notebook: Notebook): Promise<Notebook> {
  const blocks = await Promise.all(
    notebook.blocks.map(async (block) => {
      if (!block.outputs) return block;
      const outputs: Json[] = [];
      for (const output of block.outputs) outputs.push(await live.storeOutput(id, output));
      return { ...block, outputs };
    }),
  );
  return { ...notebook, blocks };
}

const hashOf = (parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
