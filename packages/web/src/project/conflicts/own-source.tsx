import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import code from '../editor/code.module.css';
import { codeTheme } from '../editor/code-theme.ts';
import { findLanguage } from '../editor/find-language.ts';
import { lineSeparatorOf } from '../editor/line-separator.ts';
import classes from './notebook-conflict.module.css';
import { sourceName } from './two-sources.tsx';

interface OwnSourceProps {
  type: string;
  /** What it begins with; afterwards the editor has it. */
  source: string;
  readOnly: boolean;
  onEdit: (source: string) => void;
}

/** A source of one's own, in the place of both. */
export function OwnSource({ type, source, readOnly, onEdit }: OwnSourceProps) {
  const parent = useRef<HTMLDivElement>(null);
  const callback = useRef(onEdit);
  callback.current = onEdit;
  const first = useRef(source);
  useEffect(() => {
    const language = new Compartment();
    const view = new EditorView({
      parent: parent.current!,
      doc: first.current,
      extensions: [
        EditorState.lineSeparator.of(lineSeparatorOf(first.current)),
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        readOnly ? EditorState.readOnly.of(true) : [],
        EditorView.contentAttributes.of({ 'aria-label': 'Result', tabindex: '0' }),
        language.of([]),
        codeTheme,
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) callback.current(state.sliceDoc());
        }),
      ],
    });
    let gone = false;
    void findLanguage(sourceName(type)).then((support) => {
      if (support && !gone) view.dispatch({ effects: language.reconfigure(support) });
    });
    return () => {
      gone = true;
      view.destroy();
    };
  }, [type, readOnly]);
  return (
    <div>
      <h4 className={classes.resultName}>Result</h4>
      <div ref={parent} className={`${code.code} ${classes.sources}`} />
    </div>
  );
}
