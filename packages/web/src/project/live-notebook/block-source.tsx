import type { LanguageSupport } from '@codemirror/language';
import { type MouseEvent, useState } from 'react';
import type * as Y from 'yjs';
import { ColouredCode } from '../editor/static-code.tsx';
import { BlockEditor } from './block-editor.tsx';
import classes from './block-source.module.css';
import { enterAt } from './entry-points.ts';
import { useLiveNotebook, usePicked } from './live-context.ts';
import { useBlockText } from './use-block.ts';
import { useIdle } from './use-idle.ts';

interface BlockSourceProps {
  id: string;
  source: Y.Text;
  language: LanguageSupport | null;
  label: string;
  hint: string;
}

/** A block's code: coloured text at first, an editor as soon as the browser has time or somebody wants to write. */
export function BlockSource(props: BlockSourceProps) {
  const { selection } = useLiveNotebook();
  const isEditing = usePicked(selection.state, ({ active, mode }) => mode === 'edit' && active === props.id);
  const isIdle = useIdle();
  const [isEditor, setEditor] = useState(false);
  if ((isEditing || isIdle) && !isEditor) setEditor(true);
  return isEditor ? <BlockEditor {...props} kind="code" /> : <StaticSource {...props} />;
}

function StaticSource({ id, language, hint }: BlockSourceProps) {
  const notebook = useLiveNotebook();
  const text = useBlockText(id);
  const enter = (event: MouseEvent) => {
    if (!notebook.canEdit || event.button !== 0 || event.shiftKey) return;
    // The element that was clicked goes away; the editor takes the cursor itself.
    event.preventDefault();
    enterAt(notebook, id, { x: event.clientX, y: event.clientY });
    notebook.selection.edit(id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has Enter, on the block itself
    <div className={classes.still} data-rendered onMouseDown={enter}>
      {text === '' ? (
        <pre className={classes.hint}>{hint}</pre>
      ) : (
        <ColouredCode language={language} text={text} />
      )}
    </div>
  );
}
