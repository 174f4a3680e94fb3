import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completeAnyWord,
  completionStatus,
  startCompletion,
} from '@codemirror/autocomplete';
import { EditorSelection, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { completeCode, type NotebookId } from '@notelab/contract';
import { call } from '../../../api/call.ts';

/** Ctrl+Space, and Tab behind a word: what the kernel knows, else words of the block. Typing never waits for it. */
export function kernelCompletion(notebookId: NotebookId): Extension {
  return [
    autocompletion({
      override: [(context) => complete(notebookId, context)],
      activateOnTyping: false,
      icons: false,
      maxRenderedOptions: 200,
    }),
    look,
    Prec.highest(keymap.of([{ key: 'Tab', run: (view) => acceptCompletion(view) || completeAtWord(view) }])),
  ];
}

const list = '.cm-tooltip.cm-tooltip-autocomplete';
const look = EditorView.theme({
  [list]: {
    overflow: 'hidden',
    borderRadius: 'var(--nl-radius)',
    boxShadow: '0 6px 24px rgb(0 0 0 / 14%)',
  },
  [`${list} > ul`]: { fontFamily: 'var(--nl-font-mono)', fontSize: '12px', maxHeight: '260px' },
  [`${list} > ul > li`]: { display: 'flex', gap: '24px', padding: '3px 10px', color: 'var(--nl-text)' },
  [`${list} > ul > li[aria-selected]`]: {
    background: 'var(--nl-accent-soft)',
    color: 'var(--nl-text)',
  },
  '.cm-completionDetail': { marginLeft: 'auto', color: 'var(--nl-text-dim)', fontStyle: 'normal' },
});

/** Behind a blank, Tab indents. */
function completeAtWord(view: EditorView): boolean {
  const { main } = view.state.selection;
  if (!main.empty || view.state.selection.ranges.length > 1 || view.state.readOnly) return false;
  const before = view.state.sliceDoc(Math.max(0, main.head - 1), main.head);
  if (!/[\p{L}\p{N}_.'"/)\]]/u.test(before)) return false;
  return completionStatus(view.state) === null ? startCompletion(view) : true;
}

async function complete(
  notebookId: NotebookId,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const aborting = new AbortController();
  context.addEventListener('abort', () => aborting.abort(), { onDocChange: true });
  const body = { code: context.state.sliceDoc(), cursor: context.pos };
  const answer = await call(completeCode, { params: { notebookId }, body, signal: aborting.signal }).catch(
    () => null,
  );
  if (context.aborted) return null;
  if (answer === null || answer.matches.length === 0) return completeAnyWord(context);
  return {
    from: Math.min(answer.from, context.pos),
    to: Math.max(answer.to, context.pos),
    options: answer.matches.map(toOption),
    // The kernel has chosen by more than the beginning of the word.
    filter: false,
    update: (current, from, to, changed) => narrow(current, from, to, changed),
  };
}

function toOption({ text, kind }: { text: string; kind: string | null }): Completion {
  return {
    label: text,
    ...(kind !== null && { detail: kind }),
    apply: (view, _completion, from, to) =>
      view.dispatch({
        changes: { from, to, insert: text },
        selection: EditorSelection.cursor(from + text.length),
        userEvent: 'input.complete',
      }),
  };
}

/** While a word goes on to be typed, the answer from before is narrowed down instead of asking again. */
function narrow(
  current: CompletionResult,
  from: number,
  to: number,
  { state }: CompletionContext,
): CompletionResult | null {
  const typed = state.sliceDoc(from, to);
  if (!/^[\p{L}\p{N}_.]*$/u.test(typed)) return null;
  const options = current.options.filter(({ label }) => label.startsWith(typed));
  return options.length === 0 ? null : { ...current, from, to, options };
}
