import type { LanguageSupport } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type * as Y from 'yjs';
import codeClasses from '../editor/code.module.css';
import { setUpEditor } from './editor-setup.ts';
import { entryOf } from './entry-points.ts';
import { useLiveNotebook, usePicked } from './live-context.ts';

interface BlockEditorProps {
  id: string;
  source: Y.Text;
  kind: 'code' | 'text';
  language: LanguageSupport | null;
  label: string;
  hint: string;
}

/** The text of a block in an editor that is bound to the document. */
export function BlockEditor({ id, source, kind, language, label, hint }: BlockEditorProps) {
  const notebook = useLiveNotebook();
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const compartment = useRef(new Compartment());
  const latest = useRef({ language, label });
  latest.current = { language, label };

  useLayoutEffect(() => {
    const { current: made } = compartment;
    const created = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: source.toString(),
        extensions: [
          setUpEditor(notebook, { id, source, kind, label: latest.current.label, hint }),
          made.of(latest.current.language ?? []),
          EditorView.updateListener.of(({ focusChanged, view: { hasFocus } }) => {
            if (!focusChanged || !hasFocus) return;
            const { active, mode } = notebook.selection.state.get();
            notebook.history.separate();
            if (active !== id || mode !== 'edit') notebook.selection.edit(id);
          }),
        ],
      }),
    });
    view.current = created;
    return () => {
      created.destroy();
      view.current = null;
    };
  }, [notebook, id, source, kind, hint]);

  useEffect(() => {
    view.current?.dispatch({ effects: compartment.current.reconfigure(language ?? []) });
  }, [language]);

  const isEditing = usePicked(
    notebook.selection.state,
    ({ active, mode }) => mode === 'edit' && active === id,
  );
  useEffect(() => {
    const { current: editor } = view;
    if (!editor || !isEditing) return;
    const at = entryOf(notebook, id, editor);
    if (at) editor.dispatch({ selection: at, scrollIntoView: true });
    if (!editor.hasFocus) editor.focus();
  }, [isEditing, notebook, id]);

  return <div ref={parent} className={codeClasses.colours} />;
}
