import { Checkbox } from '@mantine/core';
import { metadataOf } from '@notelab/notebook/live';
import { useLiveNotebook } from './live-context.ts';
import classes from './text-cell.module.css';
import { useBlockMetadata, useBlockText } from './use-block.ts';

/** Text of one of the native kinds: a heading, a paragraph, a point, a to-do, a callout. */
export function TextCell({ id, type }: { id: string; type: string }) {
  const text = useBlockText(id);
  const shown = text === '' ? <span className={classes.empty}>Empty text</span> : text;
  switch (type) {
    case 'text-cell-h1':
      return <h1 className={classes.h1}>{shown}</h1>;
    case 'text-cell-h2':
      return <h2 className={classes.h2}>{shown}</h2>;
    case 'text-cell-h3':
      return <h3 className={classes.h3}>{shown}</h3>;
    case 'text-cell-bullet':
      return (
        <ul className={classes.bullet}>
          <li>{shown}</li>
        </ul>
      );
    case 'text-cell-todo':
      return <ToDo id={id} text={text} />;
    case 'text-cell-callout':
      return <Callout id={id}>{shown}</Callout>;
    default:
      return <p className={classes.paragraph}>{shown}</p>;
  }
}

function ToDo({ id, text }: { id: string; text: string }) {
  const { canEdit, history, blocks } = useLiveNotebook();
  const isDone = useBlockMetadata(id).checked === true;
  return (
    <Checkbox
      size="xs"
      className={classes.todo}
      label={text === '' ? 'Empty to-do' : text}
      checked={isDone}
      readOnly={!canEdit}
      data-done={isDone || undefined}
      onChange={({ currentTarget: { checked } }) => {
        const block = blocks.find(id);
        if (block && canEdit) history.change(() => metadataOf(block).set('checked', checked));
      }}
    />
  );
}

function Callout({ id, children }: { id: string; children: React.ReactNode }) {
  const { color } = useBlockMetadata(id);
  return (
    <p className={classes.callout} data-colour={typeof color === 'string' ? color : 'blue'}>
      {children}
    </p>
  );
}
