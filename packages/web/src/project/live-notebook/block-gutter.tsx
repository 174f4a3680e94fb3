import { IconGripVertical } from '@tabler/icons-react';
import { useBlockDrag } from './block-drag.ts';
import classes from './block-view.module.css';
import { useLiveNotebook } from './live-context.ts';
import { RunMark } from './run/run-mark.tsx';

/** Beside a block: what it is dragged by, and how it stands with the kernel. */
export function BlockGutter({ id, type }: { id: string; type: string }) {
  const { canEdit } = useLiveNotebook();
  const drag = useBlockDrag(id);
  return (
    <div className={classes.gutter}>
      {canEdit ? (
        <div className={classes.handle} title="Drag to move" {...drag}>
          <IconGripVertical size={14} aria-hidden />
        </div>
      ) : null}
      {type === 'code' ? <RunMark id={id} /> : null}
    </div>
  );
}
