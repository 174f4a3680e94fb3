import { useMemo } from 'react';
import { useLanguage } from '../editor/use-language.ts';
import { MarkdownText } from '../notebook/markdown-text.tsx';
import { isObject } from '../outputs/is-object.ts';
import { findPicture } from '../outputs/rich-output.ts';
import { BlockEditor } from './block-editor.tsx';
import { useLiveNotebook, usePicked } from './live-context.ts';
import classes from './text-block.module.css';
import { TextCell } from './text-cell.tsx';
import { useBlockMetadata, useBlockSource, useBlockText } from './use-block.ts';

interface TextBlockProps {
  id: string;
  type: string;
  label: string;
}

/** Text: as it is meant to be read, and while it is written as it is typed. */
export function TextBlock({ id, type, label }: TextBlockProps) {
  const { selection, canEdit } = useLiveNotebook();
  const source = useBlockSource(id);
  const isEditing = usePicked(selection.state, ({ active, mode }) => mode === 'edit' && active === id);
  const language = useLanguage(type === 'markdown' ? 'text.md' : 'text.txt');
  if (source && isEditing && canEdit)
    return (
      <div className={classes.editor} data-type={type}>
        <BlockEditor
          id={id}
          source={source}
          kind="text"
          language={language}
          label={label}
          hint={type === 'markdown' ? 'Text, in Markdown' : 'Text'}
        />
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has Enter, on the block itself
    <div
      className={classes.rendered}
      data-rendered
      onDoubleClick={canEdit ? () => selection.edit(id) : undefined}
    >
      {type === 'markdown' ? <Markdown id={id} /> : <TextCell id={id} type={type} />}
    </div>
  );
}

function Markdown({ id }: { id: string }) {
  const { canEdit } = useLiveNotebook();
  const text = useBlockText(id);
  const facts = useBlockMetadata(id).ipynb;
  const attachments = useMemo(() => {
    const bundle = isObject(facts) && isObject(facts.attachments) ? facts.attachments : {};
    return new Map(
      Object.entries(bundle).flatMap(([name, data]) => {
        const picture = isObject(data) ? findPicture(data) : null;
        return picture === null ? [] : [[name, picture] as const];
      }),
    );
  }, [facts]);
  if (text.trim() === '')
    return <p className={classes.empty}>{canEdit ? 'Empty text. Press Enter to write.' : 'Empty text'}</p>;
  if (isObject(facts) && facts.type === 'raw') return <pre className={classes.raw}>{text}</pre>;
  return <MarkdownText markdown={text} attachments={attachments} />;
}
