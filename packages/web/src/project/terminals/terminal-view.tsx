import type { Terminal } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../../app/workspace.ts';
import { EndedTerminal } from './ended-terminal.tsx';
import { useScreenReaderMode } from './screen-reader-mode.ts';
import type { TerminalKey } from './terminal-keys.ts';
import { TerminalSearch } from './terminal-search.tsx';
import { whose, whyNotTyping } from './terminal-words.ts';
import classes from './terminals.module.css';
import { terminalPanelId, useTerminals } from './terminals-context.ts';
import { useBrief } from './use-brief.ts';
import { useTerminalScreen } from './use-terminal-screen.ts';

/** One terminal: its screen, its search, and a quiet line about the connection. */
export function TerminalView({ terminal, visible }: { terminal: Terminal; visible: boolean }) {
  const { user } = useMe();
  const { focus } = useTerminals();
  const [readAloud] = useScreenReaderMode();
  const [searching, setSearching] = useState(false);
  const [typedInVain, onInVain] = useBrief();
  const container = useRef<HTMLDivElement>(null);
  const onKey = (key: TerminalKey) => {
    if (key === 'search') setSearching(true);
    if (key === 'leave') focusTab();
  };
  const { screen, state, matches } = useTerminalScreen(terminal, container, { visible, onKey, onInVain });

  const followed = useRef<typeof focus>(null);
  useEffect(() => {
    if (!screen || !visible || focus === followed.current || focus?.terminalId !== terminal.id) return;
    followed.current = focus;
    screen.focus();
  }, [screen, visible, focus, terminal.id]);

  useEffect(() => screen?.readAloud(readAloud), [screen, readAloud]);
  const keysId = `keys-of-${terminal.id}`;
  const label = `${terminal.name}, ${whose(terminal, user.id)}`;
  useEffect(() => screen?.describe(label, keysId), [screen, label, keysId]);

  const ended = state.reason ?? terminal.ended;
  const whyInVain = typedInVain && state.link === 'live' ? whyNotTyping(terminal, user.id) : null;
  return (
    <div className={classes.view} hidden={!visible}>
      <p id={keysId} hidden>
        F6 or Ctrl+Shift+Escape leaves the terminal. Ctrl+Shift+F searches in it.
      </p>
      <div className={classes.body}>
        <div ref={container} className={classes.screen} />
        {searching && screen ? (
          <TerminalSearch
            matches={matches}
            onFind={screen.find}
            onClose={() => {
              setSearching(false);
              screen.endSearch();
              screen.focus();
            }}
          />
        ) : null}
        <p className={classes.quiet} role="status">
          {ended ? null : state.link === 'lost' ? 'Reconnecting…' : whyInVain}
        </p>
      </div>
      {ended ? <EndedTerminal terminal={terminal} reason={ended} /> : null}
    </div>
  );
}

/** The way out of a terminal leads to its tab. */
function focusTab(): void {
  document.querySelector<HTMLElement>(`#${terminalPanelId} [role="tab"][aria-selected="true"]`)?.focus();
}
