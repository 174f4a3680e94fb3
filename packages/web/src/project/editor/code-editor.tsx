import { defaultKeymap, history, historyField, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from './code.module.css';
import { codeTheme } from './code-theme.ts';
import { findLanguage } from './find-language.ts';
import { lineSeparatorOf } from './line-separator.ts';
import { onLineWanted, takeLine } from './line-to-show.ts';

interface CodeEditorProps {
  path: string;
  /** Under this key the undo history is kept while the file is not in front. */
  memoryKey: string;
  /** What the editor shows. A text from elsewhere replaces what is there; the undo history keeps both. */
  text: string;
  readOnly: boolean;
  onEdit: (text: string) => void;
  onSave: () => void;
}

interface Remembered {
  text: string;
  state: unknown;
  scrollTop: number;
}
const mostRemembered = 40;
const memory = new Map<string, Remembered>();

/** Marks a change that came from outside, not from typing. */
const fromOutside = Annotation.define<boolean>();

/** A text file in CodeMirror. Loaded when the first text file is opened. */
export function CodeEditor({ path, memoryKey, text, readOnly, onEdit, onSave }: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const callbacks = useRef({ onEdit, onSave });
  callbacks.current = { onEdit, onSave };
  const shown = useRef(text);
  const firstText = useRef(text);
  firstText.current = text;

  useEffect(() => {
    const language = new Compartment();
    const save = () => {
      callbacks.current.onSave();
      return true;
    };
    const created = new EditorView({
      parent: parent.current!,
      state: recall(memoryKey, firstText.current, [
        editing(path, firstText.current),
        readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [],
        language.of([]),
        keymap.of([{ key: 'Mod-s', preventDefault: true, run: save }]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          shown.current = update.state.sliceDoc();
          const typed = !update.transactions.some((transaction) => transaction.annotation(fromOutside));
          if (typed) callbacks.current.onEdit(shown.current);
        }),
      ]),
    });
    const scrollTop = memory.get(memoryKey)?.scrollTop ?? 0;
    if (scrollTop > 0) requestAnimationFrame(() => created.scrollDOM.scrollTo({ top: scrollTop }));
    shown.current = firstText.current;
    view.current = created;
    const showWantedLine = () => goToLine(created, takeLine(memoryKey));
    const stopListening = onLineWanted(showWantedLine);
    // Once the editor has its height.
    requestAnimationFrame(showWantedLine);
    let gone = false;
    void findLanguage(path).then((support) => {
      if (support && !gone) created.dispatch({ effects: language.reconfigure(support) });
    });
    return () => {
      gone = true;
      stopListening();
      remember(memoryKey, created);
      created.destroy();
      view.current = null;
    };
  }, [path, memoryKey, readOnly]);

  useEffect(() => {
    const { current: editor } = view;
    if (!editor || text === shown.current) return;
    editor.dispatch({
      changes: replacement(editor.state, text),
      annotations: fromOutside.of(true),
      userEvent: 'input.reload',
    });
  }, [text]);

  return <div ref={parent} className={classes.code} />;
}

/** @param number from 1; the file may have fewer lines by now */
function goToLine(view: EditorView, number: number | null): void {
  if (number === null || !view.dom.isConnected) return;
  const { doc } = view.state;
  const { from } = doc.line(Math.max(1, Math.min(number, doc.lines)));
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
  view.focus();
}

function editing(path: string, text: string): Extension {
  return [
    EditorState.lineSeparator.of(lineSeparatorOf(text)),
    EditorState.allowMultipleSelections.of(true),
    // Focusable also when it is read-only, so that the keyboard can scroll it.
    EditorView.contentAttributes.of({ 'aria-label': path, tabindex: '0' }),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    indentUnit.of(/\.(py|pyi|ipynb|toml|cfg)$/.test(path) ? '    ' : '  '),
    bracketMatching(),
    rectangularSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    search({ top: true }),
    codeTheme,
    // Tab indents, as in every code editor; Escape, then Tab leaves it for the keyboard.
    keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...searchKeymap, indentWithTab]),
  ];
}

function remember(key: string, { state, scrollDOM }: EditorView): void {
  memory.delete(key);
  const kept = state.toJSON({ history: historyField });
  memory.set(key, { text: state.sliceDoc(), state: kept, scrollTop: scrollDOM.scrollTop });
  for (const oldest of [...memory.keys()].slice(0, -mostRemembered)) memory.delete(oldest);
}

/** The state with its undo history and cursor from before, when it is about the same text. */
function recall(key: string, text: string, extensions: Extension): EditorState {
  const known = memory.get(key);
  return known?.text === text
    ? EditorState.fromJSON(known.state, { extensions }, { history: historyField })
    : EditorState.create({ doc: text, extensions });
}

/** The smallest change that makes the document this text: cursor and scrolling stay where they can. */
function replacement(state: EditorState, text: string) {
  const before = state.sliceDoc();
  if (state.lineBreak !== '\n') return { from: 0, to: state.doc.length, insert: state.toText(text) };
  let start = 0;
  const shorter = Math.min(before.length, text.length);
  while (start < shorter && before[start] === text[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
  return {
    from: start,
    to: before.length - end,
    insert: state.toText(text.slice(start, text.length - end)),
  };
}
