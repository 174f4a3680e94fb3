import { Menu, UnstyledButton } from '@mantine/core';
import type { Terminal } from '@notelab/contract';
import {
  IconArrowBackUp,
  IconDots,
  IconEye,
  IconEyeOff,
  IconKeyboard,
  IconPencil,
  IconX,
} from '@tabler/icons-react';
import { useMe } from '../../app/workspace.ts';
import { useScreenReaderMode } from './screen-reader-mode.ts';
import { terminalKeyWords } from './terminal-keys.ts';
import classes from './terminals.module.css';
import { useTerminals } from './terminals-context.ts';
import { useShareTerminal } from './use-share-terminal.ts';

/** The “···” menu of the terminal in front. */
export function TerminalMenu({ terminal }: { terminal: Terminal }) {
  const { user } = useMe();
  const { closeTab } = useTerminals();
  const [readAloud, setReadAloud] = useScreenReaderMode();
  const isOwner = terminal.owner.id === user.id;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.tool} aria-label={`More for ${terminal.name}`} title="More">
          <IconDots size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {isOwner ? <OwnerItems terminal={terminal} /> : null}
        <Menu.CheckboxItem checked={readAloud} onChange={setReadAloud}>
          Screen reader mode
        </Menu.CheckboxItem>
        {isOwner ? null : (
          <Menu.Item leftSection={<IconX size={15} />} onClick={() => closeTab(terminal.id)}>
            Stop watching
          </Menu.Item>
        )}
        <Menu.Divider />
        <div className={classes.keys}>
          {terminalKeyWords.map(([what, keys]) => (
            <div key={what}>
              <span>{what}</span>
              <kbd>{keys}</kbd>
            </div>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

function OwnerItems({ terminal }: { terminal: Terminal }) {
  const { ask } = useTerminals();
  const { share } = useShareTerminal(terminal);
  const { shared, typist, ended } = terminal;
  return (
    <>
      {ended ? null : typist ? (
        <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={() => ask('take-back', terminal)}>
          Take back…
        </Menu.Item>
      ) : (
        <>
          <Menu.Item
            leftSection={shared ? <IconEyeOff size={15} /> : <IconEye size={15} />}
            onClick={() => share(!shared)}
          >
            {shared ? 'Stop sharing' : 'Share to watch'}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={() => ask('hand-over', terminal)}>
            Let somebody else type…
          </Menu.Item>
        </>
      )}
      <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => ask('rename', terminal)}>
        Rename…
      </Menu.Item>
      <Menu.Item color="danger" leftSection={<IconX size={15} />} onClick={() => ask('close', terminal)}>
        Close…
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
