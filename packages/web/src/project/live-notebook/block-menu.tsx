import { Menu } from '@mantine/core';
import classes from './block-view.module.css';
import type { KeyCommand } from './command-keys.ts';
import { RunMenuItems } from './run/run-menu-items.tsx';

interface BlockMenuProps {
  id: string;
  type: string;
  isWritable: boolean;
  onChoose: (command: KeyCommand) => void;
}

/** All that can be done with a block, and the keys for it. */
export function BlockMenu({ id, type, isWritable, onChoose }: BlockMenuProps) {
  const item = (command: KeyCommand, label: string, keys: string) => (
    <Menu.Item rightSection={<kbd className={classes.keys}>{keys}</kbd>} onClick={() => onChoose(command)}>
      {label}
    </Menu.Item>
  );
  return (
    <>
      {type === 'code' ? <RunMenuItems id={id} /> : null}
      {item('add-above', 'Add above', 'A')}
      {item('add-below', 'Add below', 'B')}
      {item('duplicate', 'Duplicate', 'Ctrl D')}
      <Menu.Divider />
      {item('copy', 'Copy', 'C')}
      {item('cut', 'Cut', 'X')}
      {item('paste', 'Paste below', 'V')}
      {isWritable ? (
        <>
          <Menu.Divider />
          {type === 'code'
            ? item('to-text', 'Make text of it', 'M')
            : item('to-code', 'Make code of it', 'Y')}
          {item('join', 'Join with the next', 'Shift M')}
        </>
      ) : null}
      {type === 'code' ? item('fold-outputs', 'Fold or show the output', 'O') : null}
    </>
  );
}
