import { foldGutter } from '@codemirror/language';
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from '../editor/code.module.css';
import { codeTheme } from '../editor/code-theme.ts';
import { findLanguage } from '../editor/find-language.ts';

export type DiffMode = 'side-by-side' | 'inline';

interface TextDiffProps {
  path: string;
  before: string;
  after: string;
  mode: DiffMode;
}

const collapseUnchanged = { margin: 3, minSize: 6 };
/** Large, very different texts are compared less finely instead of holding up the page. */
const diffConfig = { scanLimit: 1000, timeout: 300 };

/** Two versions of a text. Loaded when the first difference is shown. */
export function TextDiff({ path, before, after, mode }: TextDiffProps) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const language = new Compartment();
    const reading = (label: string): Extension => [
      lineNumbers(),
      foldGutter(),
      highlightSpecialChars(),
      EditorView.lineWrapping,
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
      language.of([]),
      codeTheme,
    ];
    const { views, destroy } = show(parent.current!, { before, after, mode }, reading);
    let gone = false;
    void findLanguage(path).then((support) => {
      if (!support || gone) return;
      for (const view of views) view.dispatch({ effects: language.reconfigure(support) });
    });
    return () => {
      gone = true;
      destroy();
    };
  }, [path, before, after, mode]);
  return <div ref={parent} className={classes.code} data-diff={mode} />;
}

function show(
  parent: HTMLElement,
  { before, after, mode }: Pick<TextDiffProps, 'before' | 'after' | 'mode'>,
  reading: (label: string) => Extension,
): { views: EditorView[]; destroy: () => void } {
  if (mode === 'side-by-side') {
    const merge = new MergeView({
      parent,
      a: { doc: before, extensions: reading('Before') },
      b: { doc: after, extensions: reading('After') },
      collapseUnchanged,
      diffConfig,
    });
    return { views: [merge.a, merge.b], destroy: () => merge.destroy() };
  }
  const view = new EditorView({
    parent,
    doc: after,
    extensions: [
      reading('Changes'),
      unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged, diffConfig }),
    ],
  });
  return { views: [view], destroy: () => view.destroy() };
}
