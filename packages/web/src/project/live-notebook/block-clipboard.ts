import { notifications } from '@mantine/notifications';
import { newId } from '@notelab/contract';
import type { Block } from '@notelab/notebook';
import { copyOfBlock, insertBlock, liveBlocks, newBlock, readLiveBlock } from '@notelab/notebook/live';
import { deleteBlocks, idAfter } from './block-actions.ts';
import { blocksToText, type CopiedBlocks, parseCopied, withoutStoredOutputs } from './copied-blocks.ts';
import { keepCopied, readCopied } from './kept-copy.ts';
import type { LiveNotebookView } from './live-context.ts';

/** What blocks are called on the clipboard, beside their text. */
const blocksType = 'application/vnd.notelab.blocks+json';

/** The server takes no change of more than 8 MB. */
const mostPasted = 2_000_000;

function selected({ doc, notebookId, selection }: LiveNotebookView): CopiedBlocks {
  const ids = selection.state.get().ids.filter((id) => liveBlocks(doc).has(id));
  return { notebookId, blocks: ids.map((id) => readLiveBlock(doc, id)) };
}

/** Copies the selected blocks for all tabs of Notelab, and their text for all else. */
export function copySelection(notebook: LiveNotebookView): void {
  const copied = selected(notebook);
  keepCopied(copied);
  // Pages without https may not; then Ctrl+C can.
  void navigator.clipboard?.writeText(blocksToText(copied.blocks)).catch(() => {});
}

export function cutSelection(notebook: LiveNotebookView): void {
  copySelection(notebook);
  deleteBlocks(notebook, notebook.selection.state.get().ids);
}

/** Pastes what was copied last in Notelab, also in another tab. */
export function pasteKept(notebook: LiveNotebookView, where: 'above' | 'below'): void {
  const copied = readCopied();
  if (copied) pasteBlocks(notebook, copied, where);
}

/** The browser's own copy and cut. @returns whether blocks were put on the clipboard */
export function fillClipboard(notebook: LiveNotebookView, data: DataTransfer): boolean {
  const copied = selected(notebook);
  if (copied.blocks.length === 0) return false;
  keepCopied(copied);
  data.setData('text/plain', blocksToText(copied.blocks));
  data.setData(blocksType, JSON.stringify(copied));
  return true;
}

/** The browser's own paste: blocks or, from elsewhere, a text as a block of code. */
export function pasteClipboard(notebook: LiveNotebookView, data: DataTransfer): boolean {
  const copied = parseCopied(data.getData(blocksType));
  const text = data.getData('text/plain').replaceAll('\r\n', '\n');
  if (refuseTooLong(text)) return true;
  if (copied) pasteBlocks(notebook, copied, 'below');
  else if (text !== '')
    pasteBlocks(notebook, { notebookId: '', blocks: [newBlock('', 'code', text)] }, 'below');
  else return false;
  return true;
}

/** Says so, and where it belongs, when a text is more than a notebook can take at once. */
export function refuseTooLong(text: string): boolean {
  if (text.length <= mostPasted) return false;
  notifications.show({
    title: 'This text is too long for a notebook',
    message: 'Upload it as a file of the project, and read that.',
    color: 'danger',
    autoClose: 8000,
  });
  return true;
}

function pasteBlocks(notebook: LiveNotebookView, copied: CopiedBlocks, where: 'above' | 'below'): void {
  const { ids } = notebook.selection.state.get();
  const last = ids.at(-1);
  const before = where === 'above' ? (ids[0] ?? null) : last === undefined ? null : idAfter(notebook, last);
  const isSame = copied.notebookId === notebook.notebookId;
  const pasted = copied.blocks.map((block): Block => {
    const own = isSame ? block : withoutStoredOutputs(block);
    return copyOfBlock(own, newId<string>());
  });
  notebook.history.change(() => {
    for (const block of pasted) insertBlock(notebook.doc, block, before);
  });
  notebook.selection.select(pasted[0]!.id);
  notebook.selection.extendTo(pasted.at(-1)!.id);
}
