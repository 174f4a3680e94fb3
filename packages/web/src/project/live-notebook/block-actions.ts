import { newId } from '@notelab/contract';
import {
  changeBlockType,
  changeHeading,
  duplicateBlock,
  insertBlock,
  joinBlocks,
  liveBlocks,
  metadataOf,
  moveBlock,
  newBlock,
  removeBlock,
  splitBlock,
} from '@notelab/notebook/live';
import type { LiveNotebookView } from './live-context.ts';

/* What keys and buttons do to blocks. Each is one step of the notebook's history. */

export type NewBlockType = 'code' | 'markdown';

/** Puts a new block before another one, or at the end, and the cursor into it. */
export function addBlock(notebook: LiveNotebookView, type: NewBlockType, before: string | null): string {
  const id = newId<string>();
  notebook.history.change(() => insertBlock(notebook.doc, newBlock(id, type), before));
  return id;
}

/** The block behind another one; null when that is the last. */
export function idAfter({ blocks }: LiveNotebookView, id: string): string | null {
  const ids = blocks.order.get();
  return ids[ids.indexOf(id) + 1] ?? null;
}

export function addBeside(notebook: LiveNotebookView, where: 'above' | 'below', type: NewBlockType = 'code') {
  const { ids } = notebook.selection.state.get();
  const [first, last] = [ids[0], ids.at(-1)];
  const before = where === 'above' ? (first ?? null) : last === undefined ? null : idAfter(notebook, last);
  notebook.selection.select(addBlock(notebook, type, before));
}

export function deleteBlocks(notebook: LiveNotebookView, ids: readonly string[]): void {
  notebook.history.change(() => {
    for (const id of ids) removeBlock(notebook.doc, id);
  });
}

/** Moves blocks together before another one; null: to the end. */
export function moveBlocks(notebook: LiveNotebookView, ids: readonly string[], before: string | null): void {
  const order = notebook.blocks.order.get();
  const moved = order.filter((id) => ids.includes(id));
  // Before one of them means: where they end.
  const at = before === null ? order.length : order.indexOf(before);
  const target = order.slice(at).find((id) => !moved.includes(id)) ?? null;
  notebook.history.change(() => {
    for (const id of moved) moveBlock(notebook.doc, id, target);
  });
}

export function moveSelection(notebook: LiveNotebookView, by: -1 | 1): void {
  const { ids } = notebook.selection.state.get();
  const order = notebook.blocks.order.get();
  const [first, last] = [order.indexOf(ids[0]!), order.indexOf(ids.at(-1)!)];
  if (ids.length === 0 || (by < 0 ? first === 0 : last === order.length - 1)) return;
  moveBlocks(notebook, ids, by < 0 ? order[first - 1]! : (order[last + 2] ?? null));
}

export function duplicateBlocks(notebook: LiveNotebookView, ids: readonly string[]): void {
  const last = ids.at(-1);
  if (last === undefined) return;
  const target = idAfter(notebook, last);
  const copies = ids.map((id) => [id, newId<string>()] as const);
  notebook.history.change(() => {
    for (const [id, copy] of copies) {
      duplicateBlock(notebook.doc, id, copy);
      moveBlock(notebook.doc, copy, target);
    }
  });
  notebook.selection.select(copies[0]![1]);
  notebook.selection.extendTo(copies.at(-1)![1]);
}

export function changeTypes(notebook: LiveNotebookView, type: NewBlockType): void {
  const { ids } = notebook.selection.state.get();
  notebook.history.change(() => {
    for (const id of ids) changeBlockType(notebook.doc, id, type);
  });
}

export function changeHeadings(notebook: LiveNotebookView, level: number): void {
  const { ids } = notebook.selection.state.get();
  notebook.history.change(() => {
    for (const id of ids) changeHeading(notebook.doc, id, level);
  });
}

/** Splits a block at a place in its text; the cursor goes on in the second part. */
export function split(notebook: LiveNotebookView, id: string, at: number): void {
  const second = newId<string>();
  if (notebook.history.change(() => splitBlock(notebook.doc, id, at, second)))
    notebook.selection.edit(second);
}

/** Joins the selected blocks or, when one is selected, that and the next. */
export function join(notebook: LiveNotebookView): void {
  const { ids } = notebook.selection.state.get();
  const [only] = ids;
  const next = ids.length === 1 ? idAfter(notebook, only!) : null;
  const joined = next === null ? ids : [only!, next];
  if (notebook.history.change(() => joinBlocks(notebook.doc, joined))) notebook.selection.select(joined[0]!);
}

/** Folds what the selected blocks wrote, or unfolds it when all of them are folded. */
export function toggleOutputs(notebook: LiveNotebookView): void {
  const live = notebook.selection.state.get().ids.flatMap((id) => liveBlocks(notebook.doc).get(id) ?? []);
  const isFolded = live.every((block) => metadataOf(block).get('is_output_hidden') === true);
  notebook.history.change(() => {
    for (const block of live)
      if (isFolded) metadataOf(block).delete('is_output_hidden');
      else metadataOf(block).set('is_output_hidden', true);
  });
}

/** Runs the selected blocks where something can, and goes on as asked. */
export function runSelection(notebook: LiveNotebookView, then: 'stay' | 'advance' | 'insert'): void {
  const { selection, commands, blocks, canEdit } = notebook;
  const { ids } = selection.state.get();
  const last = ids.at(-1);
  if (last === undefined) return;
  selection.command();
  if (canEdit) commands.find('run')?.(ids);
  const next = idAfter(notebook, last);
  if (then === 'stay') return;
  if (canEdit && (then === 'insert' || next === null)) {
    const added = addBlock(notebook, 'code', next);
    selection.edit(added);
  } else selection.select(next ?? blocks.order.get().at(-1)!);
}
