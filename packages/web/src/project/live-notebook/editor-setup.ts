import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightSpecialChars,
  keymap,
  placeholder,
  rectangularSelection,
  ViewPlugin,
} from '@codemirror/view';
import { YSyncConfig, ySync, ySyncFacet } from 'y-codemirror.next';
import * as Y from 'yjs';
import { codeTheme } from '../editor/code-theme.ts';
import { split } from './block-actions.ts';
import { refuseTooLong } from './block-clipboard.ts';
import { extensionsOfBlock } from './block-extensions.ts';
import { enterAt } from './entry-points.ts';
import type { LiveNotebookView } from './live-context.ts';
import { performCommand } from './perform-command.ts';
import { remoteCursors } from './remote-cursors.ts';

export interface EditorOptions {
  id: string;
  source: Y.Text;
  /** What it is to be written in: decides where lines break. */
  kind: 'code' | 'text';
  label: string;
  hint: string;
}

/** What an editor of a block is made of. */
export function setUpEditor(notebook: LiveNotebookView, options: EditorOptions): Extension {
  const { id, source, kind, label, hint } = options;
  return [
    EditorView.contentAttributes.of({ 'aria-label': label }),
    notebook.canEdit ? [] : [EditorState.readOnly.of(true), EditorView.editable.of(false)],
    EditorState.allowMultipleSelections.of(true),
    Prec.high(blockKeys(notebook, id)),
    extensionsOfBlock(notebook, options),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    placeholder(hint),
    kind === 'code'
      ? [closeBrackets(), bracketMatching(), indentOnInput(), indentUnit.of('    ')]
      : EditorView.lineWrapping,
    codeTheme,
    inFlow,
    keymap.of([...(kind === 'code' ? closeBracketsKeymap : []), ...defaultKeymap, indentWithTab]),
    tellStanding(notebook, options),
    ySyncFacet.of(new YSyncConfig(source, notebook.awareness)),
    ySync,
    remoteCursors(notebook.awareness, id, source),
  ];
}

/** The notebook scrolls, not the editor. */
const inFlow = EditorView.theme({
  '&': { height: 'auto', fontSize: '12.5px' },
  '.cm-scroller': { overflowX: 'auto', overflowY: 'visible' },
  '.cm-content': { padding: '9px 0' },
  '.cm-line': { padding: '0 14px' },
  // Hundreds of editors: only where the cursor is something is selected.
  '&:not(.cm-focused) .cm-selectionBackground': { display: 'none' },
  '.cm-placeholder': { color: 'var(--nl-text-dim)' },
});

/** Others need not see each step of a cursor. */
const standingMs = 40;

/** Says where in the text one stands: to the history at once, to the others soon. */
function tellStanding({ history, awareness }: LiveNotebookView, { id, source }: EditorOptions): Extension {
  return ViewPlugin.define((view) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const find = () => {
      const { anchor, head } = view.state.selection.main;
      return { id, ...positions(source, anchor, head) };
    };
    const tellOthers = () => {
      timer = undefined;
      if (view.hasFocus) awareness.setLocalStateField('cursor', find());
    };
    return {
      update(update) {
        if (!view.hasFocus || !(update.selectionSet || update.docChanged || update.focusChanged)) return;
        // The document has the text of before until the editor has written this update down.
        queueMicrotask(() => view.hasFocus && history.stand({ mode: 'edit', ...find() }));
        timer ??= setTimeout(tellOthers, standingMs);
      },
      destroy: () => clearTimeout(timer),
    };
  });
}

const positions = (source: Y.Text, anchor: number, head: number) => ({
  anchor: Y.createRelativePositionFromTypeIndex(source, anchor, -1),
  head: Y.createRelativePositionFromTypeIndex(source, head, -1),
});

function blockKeys(notebook: LiveNotebookView, id: string): Extension {
  const act = (action: () => void) => () => {
    action();
    return true;
  };
  const step = (by: -1 | 1) => (view: EditorView) => {
    const { main } = view.state.selection;
    const atEdge = by < 0 ? view.state.doc.lineAt(main.head).number === 1 : isInLastLine(view, main.head);
    if (!main.empty || !atEdge) return false;
    // A wrapped line has several rows.
    const moved = view.moveVertically(main, by > 0);
    if (moved.head !== main.head && Math.abs(rowOf(view, moved.head) - rowOf(view, main.head)) > 2)
      return false;
    const order = notebook.blocks.order.get();
    const next = order[order.indexOf(id) + by];
    if (next === undefined) return false;
    const isCode = notebook.blocks.find(next)?.get('type') === 'code';
    if (isCode) enterAt(notebook, next, { side: by < 0 ? 'end' : 'start' });
    notebook.selection[isCode ? 'edit' : 'select'](next);
    return true;
  };
  return [
    keymap.of([
      { key: 'Escape', run: act(() => notebook.selection.command()) },
      { key: 'Shift-Enter', run: act(() => performCommand(notebook, 'run-advance')) },
      { key: 'Mod-Enter', run: act(() => performCommand(notebook, 'run')) },
      { key: 'Alt-Enter', run: act(() => performCommand(notebook, 'run-insert')) },
      { key: 'Mod-z', run: act(() => notebook.history.undo()), preventDefault: true },
      { key: 'Mod-Shift-z', run: act(() => notebook.history.redo()), preventDefault: true },
      { key: 'Mod-y', run: act(() => notebook.history.redo()), preventDefault: true },
      { key: 'ArrowUp', run: step(-1) },
      { key: 'ArrowDown', run: step(1) },
    ]),
    EditorView.domEventHandlers({
      paste: (event) => refuseTooLong(event.clipboardData?.getData('text/plain') ?? ''),
      keydown(event, view) {
        // Which sign the key gives depends on the keyboard.
        if (!event.ctrlKey || !event.shiftKey || !(event.code === 'Minus' || '-_'.includes(event.key)))
          return false;
        if (notebook.canEdit) split(notebook, id, view.state.selection.main.head);
        event.preventDefault();
        return true;
      },
    }),
  ];
}

const isInLastLine = ({ state }: EditorView, at: number) => state.doc.lineAt(at).number === state.doc.lines;
const rowOf = (view: EditorView, at: number) => view.coordsAtPos(at)?.top ?? 0;
