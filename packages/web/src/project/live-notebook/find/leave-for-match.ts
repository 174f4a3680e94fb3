import { EditorView } from '@codemirror/view';
import type { LiveNotebookView } from '../live-context.ts';
import type { FindState } from './finder.ts';

/** Goes from the search to where it led: into the text of a block, the match selected, or to the block. */
export function leaveForMatch(
  root: HTMLElement | null,
  { selection, canEdit }: LiveNotebookView,
  { matches, current }: FindState,
): void {
  const match = matches[current];
  const id = match?.blockId ?? selection.state.get().active;
  const block = id === null ? null : root?.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`);
  if (!block || id === null) return;
  const editor = block.querySelector<HTMLElement>('.cm-editor');
  const view = editor && EditorView.findFromDOM(editor);
  if (match && view && canEdit && match.to <= view.state.doc.length) {
    view.dispatch({ selection: { anchor: match.from, head: match.to } });
    view.focus();
    return;
  }
  selection.select(id);
  block.focus({ preventScroll: true });
}
