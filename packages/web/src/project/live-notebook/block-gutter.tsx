import { IconGripVertical } from '@tabler/icons-react';
import { useBlockDrag } from './block-drag.ts';
import classes from './block-view.module.css';
import { useLiveNotebook } from './live-context.ts';
import { useBlock } from './use-block.ts';

/** Beside a block: what it is dragged by, and how often it was run. */
export function BlockGutter({ id, type }: { id: string; type: string }) {
  const { canEdit } = useLiveNotebook();
  const count = useBlock(id, 'members', (block) => block.get('executionCount') as number | null, null);
  const drag = useBlockDrag(id);
  return (
    <div className={classes.gutter}>
      {canEdit ? (
        <div className={classes.handle} title="Drag to move" {...drag}>
          <IconGripVertical size={14} aria-hidden />
        </div>
      ) : null}
      {type === 'code' ? <span className={classes.count}>[{count ?? ' '}]</span> : null}
    </div>
  );
}
