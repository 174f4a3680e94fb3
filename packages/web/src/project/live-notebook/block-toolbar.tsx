import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isWritable } from './block-kinds.ts';
import { BlockMenu } from './block-menu.tsx';
import classes from './block-view.module.css';
import type { KeyCommand } from './command-keys.ts';
import { useLiveNotebook } from './live-context.ts';
import { performCommand } from './perform-command.ts';

/** What can be done with a block: shown while it is active or pointed at. */
export function BlockToolbar({ id, type }: { id: string; type: string }) {
  const notebook = useLiveNotebook();
  if (!notebook.canEdit) return null;
  const perform = (command: KeyCommand) => {
    const { ids } = notebook.selection.state.get();
    if (!ids.includes(id)) notebook.selection.select(id);
    performCommand(notebook, command);
  };
  return (
    <div className={classes.toolbar}>
      <Tool label="Move up" onClick={() => perform('move-up')}>
        <IconArrowUp size={14} aria-hidden />
      </Tool>
      <Tool label="Move down" onClick={() => perform('move-down')}>
        <IconArrowDown size={14} aria-hidden />
      </Tool>
      <Tool label="Delete block" onClick={() => perform('delete')}>
        <IconTrash size={14} aria-hidden />
      </Tool>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label="More for this block" tabIndex={-1}>
            <IconDots size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <BlockMenu id={id} isWritable={isWritable(type)} type={type} onChoose={perform} />
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={label}
      title={label}
      // The keyboard has keys for it; hundreds of stops on the way through the page would be none.
      tabIndex={-1}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
