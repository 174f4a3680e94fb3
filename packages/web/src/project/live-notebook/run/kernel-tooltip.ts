import { type Extension, Prec, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import { inspectCode, type NotebookId } from '@notelab/contract';
import { call } from '../../../api/call.ts';
import ansiClasses from '../../outputs/ansi.module.css';
import { parseAnsi } from '../../outputs/ansi-text.ts';
import classes from './kernel-tooltip.module.css';

const setTooltip = StateEffect.define<Tooltip | null>();

const tooltips = StateField.define<Tooltip | null>({
  create: () => null,
  update(present, transaction) {
    for (const effect of transaction.effects) if (effect.is(setTooltip)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : present;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shift+Tab behind a name: what the kernel knows of it. In front of the text of a line, Shift+Tab still outdents. */
export function kernelTooltip(notebookId: NotebookId): Extension {
  const show = (view: EditorView) => {
    const { main } = view.state.selection;
    const line = view.state.doc.lineAt(main.head);
    if (!main.empty || view.state.sliceDoc(line.from, main.head).trim() === '') return false;
    void inspect(notebookId, view, main.head);
    return true;
  };
  const close = (view: EditorView) => {
    if (view.state.field(tooltips) === null) return false;
    view.dispatch({ effects: setTooltip.of(null) });
    return true;
  };
  return [
    tooltips,
    Prec.highest(
      keymap.of([
        { key: 'Shift-Tab', run: show },
        { key: 'Escape', run: close },
      ]),
    ),
  ];
}

async function inspect(notebookId: NotebookId, view: EditorView, pos: number): Promise<void> {
  const { doc } = view.state;
  const body = { code: doc.toString(), cursor: pos };
  const answer = await call(inspectCode, { params: { notebookId }, body }).catch(() => null);
  // Something else was typed, or the editor was closed, meanwhile.
  if (!view.dom.isConnected || view.state.doc !== doc || view.state.selection.main.head !== pos) return;
  const text = answer?.text ?? 'The kernel knows nothing of this name now: it may be busy, or not running.';
  view.dispatch({ effects: setTooltip.of({ pos, above: false, create: () => ({ dom: toElement(text) }) }) });
}

function toElement(text: string): HTMLElement {
  const box = document.createElement('pre');
  box.className = `${classes.tooltip} ${ansiClasses.ansi}`;
  box.setAttribute('role', 'tooltip');
  for (const { text: piece, colour, bold } of parseAnsi(text)) {
    const span = document.createElement('span');
    span.textContent = piece;
    if (colour) span.dataset.colour = colour;
    if (bold) span.dataset.bold = '';
    box.append(span);
  }
  return box;
}
