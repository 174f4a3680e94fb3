import { isSameValue, type JsonRecord } from '../json-value.ts';
import { matchCells } from '../match-cells.ts';
import type { Block, Notebook } from '../native/document.ts';
import { blockToMergedCell } from './block-as-cell.ts';
import { withBlockId } from './unique-ids.ts';

/** A notebook and its file when they said the same, each in its own terms; blocks have the notebook's ids. */
export interface InStep {
  notebook: Notebook;
  file: Notebook;
}

/**
 * What was read from a file, with the ids that its blocks have in the notebook: files need not know ids, and give
 * changed blocks new ones then.
 * @param known how the file was read before
 */
export function withKnownIds(known: Notebook, file: Notebook): Notebook {
  const match = matchCells(known.blocks.map(blockToMergedCell), file.blocks.map(blockToMergedCell));
  const knownIds = new Map(match.map((target, index) => [target, known.blocks[index]!.id]));
  const blocks = [...file.blocks];
  const taken = new Set<string>();
  for (const [index, id] of knownIds) {
    if (index === -1) continue;
    blocks[index] = withBlockId(blocks[index]!, id);
    taken.add(id);
  }
  return {
    ...file,
    blocks: blocks.map((block, index) =>
      !knownIds.has(index) && taken.has(block.id) ? withBlockId(block, freeId(block.id, taken)) : block,
    ),
  };
}

/**
 * What was read from a file, in terms of the notebook: what the file says as it did when both were in step is what
 * the notebook said then. A text that is a list of lines in the file and one text in the notebook is no change.
 */
export function inTermsOfNotebook({ notebook, file }: InStep, now: Notebook): Notebook {
  const translated = <T extends JsonRecord>(said: T, before: JsonRecord, meant: JsonRecord): T => {
    const names = new Set([...Object.keys(said), ...Object.keys(meant)]);
    const members = [...names].map((name) => [
      name,
      isSameValue(said[name], before[name]) ? meant[name] : said[name],
    ]);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as T;
  };
  const { id, name, blocks, ...settings } = now;
  const before = new Map(file.blocks.map((block) => [block.id, block]));
  const meant = new Map(notebook.blocks.map((block) => [block.id, block]));
  return {
    ...translated(settings, settingsOf(file), settingsOf(notebook)),
    id,
    name,
    blocks: blocks.map((block): Block => {
      const [was, means] = [before.get(block.id), meant.get(block.id)];
      return was && means ? translated(block, was, means) : block;
    }),
  };
}

/** The notebook's own members, without those that tell it apart. */
export function settingsOf({ id: _, name: __, blocks: ___, ...settings }: Notebook): JsonRecord {
  return settings;
}

function freeId(id: string, taken: Set<string>): string {
  for (let number = 2; ; number++) {
    const made = `${id}-${number}`;
    if (taken.has(made)) continue;
    taken.add(made);
    return made;
  }
}
