import { UnstyledButton } from '@mantine/core';
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconChevronDown,
  IconChevronUp,
} from '@tabler/icons-react';
import { useMe } from '../../app/workspace.ts';
import { GitAccessChips } from './git-access-chips.tsx';
import { SharingChip } from './sharing-chip.tsx';
import { TerminalMenu } from './terminal-menu.tsx';
import { TerminalTabBar } from './terminal-tab-bar.tsx';
import classes from './terminals.module.css';
import { terminalPanelId, useTerminals } from './terminals-context.ts';
import { useShareTerminal } from './use-share-terminal.ts';

interface TerminalHeadProps {
  maximized: boolean;
  onMaximize: (on: boolean) => void;
}

/** Tabs, the state of the terminal in front, and what can be done with it. */
export function TerminalHead({ maximized, onMaximize }: TerminalHeadProps) {
  const { open, active, shown, setShown } = useTerminals();
  const { user } = useMe();
  if (!active) return null;
  const isOwner = active.owner.id === user.id;
  const access = isOwner && !active.typist && !active.ended ? active.git : [];
  const Size = maximized ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  const Fold = shown ? IconChevronDown : IconChevronUp;
  return (
    <div
      className={classes.head}
      data-several={open.length > 1 || undefined}
      data-two-lines={
        open.length > 1 || access.some(({ state }) => state !== 'ready') || access.length > 1 || undefined
      }
    >
      <div className={classes.tabs}>
        <TerminalTabBar />
      </div>
      {shown ? (
        <div className={classes.state}>
          <SharingChip terminal={active} />
          <GitAccessChips access={access} />
        </div>
      ) : null}
      <div className={classes.tools}>
        {shown && isOwner && !active.ended && !active.typist ? <ShareButton /> : null}
        {shown ? <TerminalMenu terminal={active} /> : null}
        {shown ? (
          <UnstyledButton
            className={classes.tool}
            aria-label={maximized ? 'Show the editor above' : 'Use the whole height'}
            title={maximized ? 'Show the editor above' : 'Use the whole height'}
            onClick={() => onMaximize(!maximized)}
          >
            <Size size={15} aria-hidden />
          </UnstyledButton>
        ) : null}
        <UnstyledButton
          className={classes.tool}
          aria-label={shown ? 'Hide terminals' : 'Show terminals'}
          title={`${shown ? 'Hide' : 'Show'} terminals (Ctrl+\`)`}
          aria-expanded={shown}
          aria-controls={terminalPanelId}
          onClick={() => setShown(!shown)}
        >
          <Fold size={15} aria-hidden />
        </UnstyledButton>
      </div>
    </div>
  );
}

function ShareButton() {
  const { active } = useTerminals();
  const { share, sharing } = useShareTerminal(active!);
  return (
    <UnstyledButton className={classes.textTool} disabled={sharing} onClick={() => share(!active!.shared)}>
      {active!.shared ? 'Stop sharing' : 'Share to watch'}
    </UnstyledButton>
  );
}
