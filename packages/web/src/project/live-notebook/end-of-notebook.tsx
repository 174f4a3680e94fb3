import { AddButton } from './add-between.tsx';
import classes from './add-block.module.css';
import { useLiveNotebook } from './live-context.ts';

/** Below the last block. */
export function EndOfNotebook({ isEmpty }: { isEmpty: boolean }) {
  const { canEdit } = useLiveNotebook();
  return (
    <>
      {isEmpty ? (
        <div className={classes.empty}>
          <p>This notebook is empty.</p>
          {canEdit ? <p>Begin with code, or with a text about what it is for.</p> : null}
        </div>
      ) : null}
      {canEdit ? (
        <div className={classes.end}>
          <AddButton type="code" before={null} label="Code" />
          <AddButton type="markdown" before={null} label="Text" />
        </div>
      ) : null}
    </>
  );
}
