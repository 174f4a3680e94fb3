import { UnstyledButton } from '@mantine/core';
import type { Terminal } from '@notelab/contract';
import type { ReactNode } from 'react';
import { useMe } from '../../app/workspace.ts';
import { handOverInWords } from './terminal-words.ts';
import classes from './terminals.module.css';
import { useTerminals } from './terminals-context.ts';

/** A line above the screen where something about the terminal must not be overlooked. */
export function TerminalBanner({ terminal }: { terminal: Terminal }) {
  const { user } = useMe();
  const { ask } = useTerminals();
  const { owner, ended } = terminal;
  if (ended) return null;
  const handedOver = handOverInWords(terminal, user.id);
  if (handedOver) {
    return (
      <Banner>
        {handedOver}
        {owner.id === user.id ? (
          <UnstyledButton className={classes.bannerButton} onClick={() => ask('take-back', terminal)}>
            Take back…
          </UnstyledButton>
        ) : null}
      </Banner>
    );
  }
  if (terminal.git.some(({ state }) => state === 'no-jail')) {
    return (
      <Banner>
        Notelab cannot keep processes apart on this machine, so git gets access to GitLab in terminals only
        where one person alone may edit. The Git panel works as ever.
      </Banner>
    );
  }
  return null;
}

function Banner({ children }: { children: ReactNode }) {
  return (
    <div className={classes.banner} role="status">
      {children}
    </div>
  );
}
