import { ActionIcon } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useContext } from 'react';
import { ConnectionChip } from './connection-chip.tsx';
import classes from './live-notebook.module.css';
import { LookButtons } from './look-buttons.tsx';
import { PeopleHere } from './people-here.tsx';
import { KernelMenu } from './run/kernel-menu.tsx';
import { RunButtons } from './run/run-buttons.tsx';
import { ShortcutsContext } from './shortcuts-context.ts';

/** The line above a notebook: how it stands, who is here, what can be done. */
export function NotebookToolbar() {
  const showShortcuts = useContext(ShortcutsContext);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Notebook">
      <RunButtons />
      <ConnectionChip />
      <div className={classes.toolbarEnd}>
        <PeopleHere />
        <KernelMenu />
        <LookButtons />
        <ActionIcon
          className={classes.shortcuts}
          variant="subtle"
          color="gray"
          size={28}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (H)"
          onClick={showShortcuts}
        >
          <IconKeyboard size={16} aria-hidden />
        </ActionIcon>
      </div>
    </div>
  );
}
