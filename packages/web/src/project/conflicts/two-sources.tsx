import { MergeView } from '@codemirror/merge';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars } from '@codemirror/view';
import type { Ongoing } from '@notelab/contract';
import { useEffect, useRef } from 'react';
import code from '../editor/code.module.css';
import { codeTheme } from '../editor/code-theme.ts';
import { findLanguage } from '../editor/find-language.ts';
import classes from './notebook-conflict.module.css';

interface TwoSourcesProps {
  type: string;
  mine: string;
  theirs: string;
  sides: Ongoing['sides'];
}

/** The sources of a cell on both sides, what differs marked. */
export function TwoSources({ type, mine, theirs, sides }: TwoSourcesProps) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const language = new Compartment();
    const reading = (label: string) => [
      highlightSpecialChars(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
      language.of([]),
      codeTheme,
    ];
    const merge = new MergeView({
      parent: parent.current!,
      a: { doc: mine, extensions: reading(sides.mine) },
      b: { doc: theirs, extensions: reading(sides.theirs) },
      gutter: false,
      diffConfig: { scanLimit: 1000, timeout: 300 },
    });
    let gone = false;
    void findLanguage(sourceName(type)).then((support) => {
      if (!support || gone) return;
      for (const view of [merge.a, merge.b]) view.dispatch({ effects: language.reconfigure(support) });
    });
    return () => {
      gone = true;
      merge.destroy();
    };
  }, [type, mine, theirs, sides.mine, sides.theirs]);
  return (
    <div>
      <div className={classes.names}>
        <h4>{sides.mine}</h4>
        <h4>{sides.theirs}</h4>
      </div>
      <div ref={parent} className={`${code.code} ${classes.sources}`} data-diff="sides" />
    </div>
  );
}

/** A file name by which the language of a cell is known. */
export function sourceName(type: string): string {
  if (type === 'code') return 'cell.py';
  return type === 'markdown' ? 'cell.md' : 'cell.txt';
}
