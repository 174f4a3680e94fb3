import { exportIpynb } from '../ipynb/export-ipynb.ts';
import { withoutOutputs, withoutStaleText } from '../ipynb/without-outputs.ts';
import { isRecord, type Json, keysOf } from '../json-value.ts';
import type { Block, DeepnoteFile, Notebook } from '../native/document.ts';
import { parseDeepnote } from '../native/read-document.ts';
import { writeDeepnote } from '../native/write-document.ts';
import { withBlockId } from './unique-ids.ts';

/** A file that a notebook is written over. */
export interface StandingFile {
  format: 'ipynb' | 'deepnote';
  text: string;
  /** The notebook's id as the file says it. */
  notebookId: string;
  /** Ids of blocks that are others in the file. */
  fileIds?: ReadonlyMap<string, string>;
}

/**
 * Writes a notebook over its file. What did not change stays byte for byte, other notebooks of a .deepnote file among
 * it; a notebook that such a file does not hold is put at its end, and keeps its name there later.
 */
export function writeOverFile(
  notebook: Notebook,
  { format, text, notebookId, fileIds }: StandingFile,
  { outputs }: { outputs: boolean },
): string {
  const blocks = notebook.blocks.map((block) => withBlockId(block, fileIds?.get(block.id) ?? block.id));
  const written = { ...notebook, id: notebookId, blocks };
  if (format === 'ipynb') return exportIpynb(withoutStaleText(written), { original: text, outputs });
  const file = parseDeepnote(text);
  return writeDeepnote(
    withNotebook(file, outputs ? withoutStaleText(written) : withoutOutputs(written)),
    text,
  );
}

function withNotebook(file: DeepnoteFile, notebook: Notebook): DeepnoteFile {
  const { notebooks } = file.project;
  const at = notebooks.findIndex(({ id }) => id === notebook.id);
  const there = notebooks[at];
  const put = there ? [inOrderOf(there, withKeysOf(there, { ...notebook, name: there.name }))] : [notebook];
  const changed = notebooks.toSpliced(at === -1 ? notebooks.length : at, there ? 1 : 0, ...put);
  return { ...file, project: { ...file.project, notebooks: changed } };
}

/** Keys that need not rise stay as they are while the order does. */
function withKeysOf(there: Notebook, notebook: Notebook): Notebook {
  const isSameOrder =
    there.blocks.length === notebook.blocks.length &&
    there.blocks.every(({ id }, index) => id === notebook.blocks[index]!.id);
  if (!isSameOrder) return notebook;
  const blocks = notebook.blocks.map((block, index) => ({
    ...block,
    sortingKey: there.blocks[index]!.sortingKey,
  }));
  return { ...notebook, blocks };
}

/** A live document has no order of members: they are written as they stand, and new ones behind them. */
function inOrderOf(there: Notebook, notebook: Notebook): Notebook {
  const known = new Map(there.blocks.map((block) => [block.id, block]));
  const { blocks, ...settings } = notebook;
  const { blocks: _, ...settingsThere } = there;
  const ordered = blocks.map((block) => membersInOrder(block, known.get(block.id)) as Block);
  return { ...(membersInOrder(settings, settingsThere) as Notebook), blocks: ordered };
}

function membersInOrder(wanted: Json, there: Json | undefined): Json {
  if (Array.isArray(wanted))
    return Array.isArray(there) ? wanted.map((item, at) => membersInOrder(item, there[at])) : wanted;
  if (!isRecord(wanted) || !isRecord(there)) return wanted;
  const names = new Set([...keysOf(there).filter((name) => wanted[name] !== undefined), ...keysOf(wanted)]);
  return Object.fromEntries([...names].map((name) => [name, membersInOrder(wanted[name]!, there[name])]));
}
