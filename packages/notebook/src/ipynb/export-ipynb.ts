import { writeJson } from '../json-style.ts';
import { type JsonArray, type JsonNode, type JsonObject, memberOf, parseJson } from '../json-tree.ts';
import { fromValue, isRecord, type JsonRecord } from '../json-value.ts';
import type { Block, Notebook } from '../native/document.ts';
import { NotebookFileError } from '../read-notebook.ts';
import { type BaseText, newFrame, writeOnBase } from './base-text.ts';
import { giveIds } from './block-ids.ts';
import { blockToCell } from './block-to-cell.ts';
import { cellFactsOf, type FileFacts, fileFactsOf, hasIds, settingsOf } from './facts.ts';
import { detectFileStyle, newFileStyle } from './file-style.ts';
import { graft, type Standing, withSourceForm } from './graft.ts';
import { factsOfFile } from './import-ipynb.ts';
import { type CurrentFile, readCurrent } from './read-current.ts';
import { repairNotebookMetadata } from './repair.ts';

export interface ExportOptions {
  /**
   * The file that the notebook is written over, as it is now. What is the same in both is written as it stands
   * there; a file that is no notebook is written anew.
   */
  original?: string;
  outputs: boolean;
}

const newMetadata: JsonRecord = {
  kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' },
  language_info: { name: 'python' },
};

/**
 * Writes a notebook as an .ipynb file of nbformat 4. One that was imported and did not change gives its file byte
 * for byte, a changed block a difference in its cell alone; other notebooks are written as Jupyter writes.
 */
export function exportIpynb(notebook: Notebook, { original, outputs }: ExportOptions): string {
  const standing = original === undefined ? null : readOriginal(original);
  const facts = fileFactsOf(notebook) ?? (standing ? factsOfFile(standing) : newFacts());
  const minor = Math.max(facts.minor, standing?.minor ?? 0);
  const style = standing ? detectFileStyle(standing.text, standing.root, standing.cells) : facts.style;
  const said = fromValue(metadataOf(notebook, facts), style.isSorted) as JsonObject;
  const metadata = minor > 5 ? said : repairNotebookMetadata(said);
  const cellStandingFor = standing ? cellsOf(standing) : writtenFor;

  const ids = giveIds(notebook.blocks.map(({ id, type, content = '' }) => ({ id, type, source: content })));
  const groupSizes = new Map<string, number>();
  for (const { blockGroup } of notebook.blocks)
    groupSizes.set(blockGroup, (groupSizes.get(blockGroup) ?? 0) + 1);
  const cells = notebook.blocks.map((block, index) => {
    const id = hasIds({ ...facts, minor }) ? ids[index]! : null;
    const isInGroup = groupSizes.get(block.blockGroup)! > 1;
    const cell = blockToCell(block, { style, id, outputs, minor, isInGroup });
    const there = cellStandingFor(block, ids[index]!);
    const written = there ? graft(withSourceForm(cell, there.node), there.node, there.text) : cell;
    return writeJson(written, style, 2);
  });
  const base = standing ?? frameFor(facts, metadata, minor, notebook.blocks.length);
  return writeOnBase(base, { cells, metadata, minor }, style);
}

function readOriginal(text: string): CurrentFile | null {
  try {
    const file = readCurrent(text);
    return file.isUpgraded ? null : file;
  } catch (error) {
    if (error instanceof NotebookFileError) return null;
    throw error;
  }
}

const newFacts = (): FileFacts => ({ metadata: newMetadata, minor: 5, style: newFileStyle });

/** A file that is made here, or says its notebook's id already, says it; others stay as they are. */
function metadataOf(notebook: Notebook, { metadata }: FileFacts): JsonRecord {
  const { notelab, ...others } = metadata;
  if (notelab !== undefined && !isRecord(notelab)) return metadata;
  const known = notelab ?? {};
  const saysId = typeof known.notebook_id === 'string' || !fileFactsOf(notebook);
  const settings = settingsOf(notebook);
  const { notebook: _, ...kept } = known;
  const own: JsonRecord = {
    ...kept,
    ...(saysId && { notebook_id: notebook.id }),
    ...(Object.keys(settings).length > 0 && { notebook: settings }),
  };
  return Object.keys(own).length > 0 ? { ...metadata, notelab: own } : others;
}

function cellsOf({ cells, ids, text }: CurrentFile): (block: Block, id: string) => Standing | null {
  const known = new Map(ids.map((id, index) => [id, { node: cells[index]!, text }]));
  return (block, id) => known.get(block.id) ?? known.get(id) ?? null;
}

function writtenFor(block: Block): Standing | null {
  const { written } = cellFactsOf(block);
  const node = written === undefined ? null : parsed(written);
  return node ? { node, text: written! } : null;
}

function frameFor(facts: FileFacts, metadata: JsonObject, minor: number, cellCount: number): BaseText {
  const kept = facts.frame === undefined ? null : parsed(facts.frame);
  const list = memberOf(kept ?? undefined, 'cells');
  if (kept?.kind === 'object' && list?.kind === 'array') return { text: facts.frame!, root: kept, list };
  const text = writeJson(newFrame(metadata, minor, cellCount), facts.style) + facts.style.ending;
  const root = parseJson(text) as JsonObject;
  return { text, root, list: memberOf(root, 'cells') as JsonArray };
}

/** Null for what other hands made of it. */
function parsed(text: string): JsonNode | null {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
