import * as Y from 'yjs';
import { isRecord, isSameValue, type Json, type JsonRecord } from '../json-value.ts';
import type { Block, Notebook } from '../native/document.ts';
import { withSortingKeys } from '../native/sorting-keys.ts';
import { placeAt } from './places.ts';
import { toPlainValue } from './plain-value.ts';
import { toSharedRecord, toSharedValue } from './shared-value.ts';

/**
 * A notebook that several people change at once, as a Yjs document:
 *
 * - map `notebook`: members of the notebook, but for its id, name and blocks
 * - map `blocks`: id → a map with the members of the block, and `place`, by which blocks are ordered;
 *   `content` is a text, `metadata` a map, `outputs` an array of JSON (streams that grow are maps with a text `text`)
 *
 * A block that is moved changes its `place` alone, so that what others type in it meanwhile is kept.
 */
export type LiveBlock = Y.Map<unknown>;

export const liveBlocks = (doc: Y.Doc): Y.Map<LiveBlock> => doc.getMap('blocks');
export const liveSettings = (doc: Y.Doc): Y.Map<Json> => doc.getMap('notebook');

export const placeOf = (block: LiveBlock): string => block.get('place') as string;
/** Null for a block that has no source. */
export const sourceOf = (block: LiveBlock): Y.Text | null => (block.get('content') as Y.Text) ?? null;
export const metadataOf = (block: LiveBlock): Y.Map<Json> => block.get('metadata') as Y.Map<Json>;
export const outputsOf = (block: LiveBlock): Y.Array<Json | Y.Map<unknown>> | null =>
  (block.get('outputs') as Y.Array<Json | Y.Map<unknown>>) ?? null;

/** The ids of a notebook's blocks in their order. */
export function orderedIds(doc: Y.Doc): string[] {
  return [...liveBlocks(doc).entries()]
    .map(([id, block]) => ({ id, place: placeOf(block) }))
    .sort((one, other) => compare(one.place, other.place) || compare(one.id, other.id))
    .map(({ id }) => id);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Puts a notebook into an empty document. Its blocks must have different ids. */
export function fillLiveNotebook(doc: Y.Doc, notebook: Notebook): void {
  doc.transact(() => {
    setSettings(doc, notebook);
    for (const [index, block] of notebook.blocks.entries())
      liveBlocks(doc).set(block.id, toLiveBlock(block, placeAt(index)));
  });
}

/** The members of the notebook itself become what `notebook` says. */
export function setSettings(doc: Y.Doc, { id: _, name: __, blocks: ___, ...settings }: Notebook): void {
  const live = liveSettings(doc);
  for (const key of live.keys()) if (!(key in settings)) live.delete(key);
  for (const [key, value] of Object.entries(settings))
    if (value !== undefined && !isSameValue(toPlainValue(live.get(key)), value))
      live.set(key, toSharedValue(value) as Json);
}

/** A block as the document holds it. */
export function toLiveBlock(block: Block, place: string): LiveBlock {
  const live: LiveBlock = new Y.Map();
  const { id: _, content, metadata, outputs, ...others } = block;
  for (const [key, value] of Object.entries(others))
    if (value !== undefined) live.set(key, toSharedValue(value));
  live.set('place', place);
  if (content !== undefined) live.set('content', new Y.Text(content));
  live.set('metadata', toSharedRecord(metadata));
  if (outputs) live.set('outputs', toLiveOutputs(outputs));
  return live;
}

/** Outputs as a block holds them. */
export function toLiveOutputs(outputs: Json[]): Y.Array<Json | Y.Map<unknown>> {
  const live = new Y.Array<Json | Y.Map<unknown>>();
  live.push(outputs.map((output) => toSharedValue(output) as Json));
  return live;
}

/**
 * The notebook as it is now.
 * @param named id and name, which the document does not hold
 */
export function readLiveNotebook(doc: Y.Doc, { id, name }: { id: string; name: string }): Notebook {
  const blocks = orderedIds(doc).map((blockId) => readLiveBlock(doc, blockId));
  const settings = toPlainValue(liveSettings(doc)) as JsonRecord;
  return { ...settings, id, name, blocks: withSortingKeys(blocks) };
}

/** One block as it is now. Its sorting key is the one it came with. */
export function readLiveBlock(doc: Y.Doc, id: string): Block {
  const live = liveBlocks(doc).get(id);
  if (!live) throw new RangeError(`There is no block ${id}`);
  const { place: _, id: __, ...block } = toPlainValue(live) as JsonRecord;
  return { id, ...withFittingMembers(block) } as Block;
}

/** Members that have no meaning in their kind are left out; those without which there is no block are made. */
function withFittingMembers(block: JsonRecord): JsonRecord {
  const { type, blockGroup, sortingKey, content, metadata, outputs, executionCount, ...others } = block;
  return {
    ...others,
    type: typeof type === 'string' ? type : 'code',
    blockGroup: typeof blockGroup === 'string' ? blockGroup : '',
    sortingKey: typeof sortingKey === 'string' ? sortingKey : '',
    ...(typeof content === 'string' && { content }),
    metadata: isRecord(metadata) ? metadata : {},
    ...(Array.isArray(outputs) && { outputs: outputs.filter(isRecord) }),
    ...((executionCount === null || typeof executionCount === 'number') && { executionCount }),
  };
}
