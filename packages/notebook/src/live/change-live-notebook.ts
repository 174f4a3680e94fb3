import * as Y from 'yjs';
import { isSameValue, type Json } from '../json-value.ts';
import type { Block, Notebook } from '../native/document.ts';
import { longestRise } from '../native/sorting-keys.ts';
import { changeText } from './change-text.ts';
import { removeBlock } from './edit-blocks.ts';
import {
  type LiveBlock,
  liveBlocks,
  metadataOf,
  orderedIds,
  placeOf,
  readLiveBlock,
  setSettings,
  sourceOf,
  toLiveBlock,
  toLiveOutputs,
} from './live-notebook.ts';
import { placesBetween } from './places.ts';
import { toPlainValue } from './plain-value.ts';
import { toSharedValue } from './shared-value.ts';

/**
 * Makes a live notebook say what `notebook` says, touching only what differs: who types in a block keeps the cursor,
 * and what others changed elsewhere meanwhile stays.
 */
export function changeLiveNotebook(doc: Y.Doc, notebook: Notebook): void {
  doc.transact(() => {
    setSettings(doc, notebook);
    const wanted = new Set(notebook.blocks.map(({ id }) => id));
    for (const id of orderedIds(doc)) if (!wanted.has(id)) removeBlock(doc, id);
    const places = placesFor(doc, notebook.blocks);
    for (const [index, block] of notebook.blocks.entries()) {
      const place = places[index]!;
      const live = liveBlocks(doc).get(block.id);
      if (!live) liveBlocks(doc).set(block.id, toLiveBlock(block, place));
      else {
        changeBlock(doc, live, block);
        if (placeOf(live) !== place) live.set('place', place);
      }
    }
  });
}

/** Places that order the blocks as they stand in the list; as many as can keep the one they have. */
function placesFor(doc: Y.Doc, blocks: Block[]): string[] {
  const present = blocks.map(({ id }) => {
    const live = liveBlocks(doc).get(id);
    return live ? placeOf(live) : '';
  });
  const staying = longestRise(present);
  const places: string[] = [];
  for (const end of [...[...staying].sort((one, other) => one - other), blocks.length]) {
    places.push(...placesBetween(places.at(-1) ?? null, present[end] ?? null, end - places.length));
    if (end < blocks.length) places.push(present[end]!);
  }
  return places;
}

/** What tells blocks apart and orders them. Sorting keys follow the order when a notebook is read. */
const kept = new Set(['id', 'place', 'sortingKey']);

function changeBlock(doc: Y.Doc, live: LiveBlock, block: Block): void {
  const present = readLiveBlock(doc, block.id);
  for (const key of Object.keys(present)) if (!(key in block) && !kept.has(key)) live.delete(key);
  for (const [key, value] of Object.entries(block)) {
    if (value === undefined || kept.has(key) || isSameValue(present[key], value)) continue;
    if (key === 'content') changeSource(live, value as string);
    else if (key === 'metadata') changeMetadata(metadataOf(live), value as Block['metadata']);
    else if (key === 'outputs') live.set(key, toLiveOutputs(value as Json[]));
    else live.set(key, toSharedValue(value));
  }
}

function changeMetadata(live: Y.Map<Json>, metadata: Block['metadata']): void {
  for (const key of live.keys()) if (!(key in metadata)) live.delete(key);
  for (const [key, value] of Object.entries(metadata))
    if (value !== undefined && !isSameValue(toPlainValue(live.get(key)), value))
      live.set(key, toSharedValue(value) as Json);
}

function changeSource(live: LiveBlock, text: string): void {
  const source = sourceOf(live);
  if (source) changeText(source, text);
  else live.set('content', new Y.Text(text));
}
