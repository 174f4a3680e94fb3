import { notifications } from '@mantine/notifications';
import type { Terminal } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { terminalsQuery } from '../../api/queries.ts';
import { useMe, useRole } from '../../app/workspace.ts';
import { parseFlag, useSessionState } from '../use-session-state.ts';
import { TerminalDialogs } from './terminal-dialogs.tsx';
import { terminalKeyOf } from './terminal-keys.ts';
import {
  closeTerminalTab,
  keepTerminals,
  noTerminalTabs,
  parseTerminalTabs,
  showTerminal,
} from './terminal-tabs.ts';
import { goneInWords } from './terminal-words.ts';
import {
  openTerminalId,
  type TerminalQuestion,
  type Terminals,
  TerminalsContext,
} from './terminals-context.ts';
import { useOpenTerminal } from './use-open-terminal.ts';

const none: Terminal[] = [];

/** The project's terminals and which of them are open below the editor. */
export function TerminalsProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const { user } = useMe();
  const { canEdit } = useRole();
  const storage = `notelab.project.${projectId}`;
  const { data: all, error } = useQuery(terminalsQuery(projectId));
  const [tabs, setTabs] = useSessionState(`${storage}.terminals`, noTerminalTabs, parseTerminalTabs);
  const [shown, setShown] = useSessionState(`${storage}.terminals-shown`, true, parseFlag);
  const [focus, setFocus] = useState<Terminals['focus']>(null);
  const [asked, setAsked] = useState<{ question: TerminalQuestion; terminalId: string } | null>(null);

  // What ends without having been closed here must not vanish without a word.
  const present = useRef(none);
  useEffect(() => {
    if (!all) return;
    const ids = all.map(({ id }) => id);
    for (const terminal of present.current) {
      const { id, ended } = terminal;
      if (ids.includes(id) || !tabs.open.includes(id) || ended !== null || asked?.terminalId === id) continue;
      notifications.show({ message: goneInWords(terminal, user.id), autoClose: 15_000 });
    }
    present.current = all;
    setTabs((before) => keepTerminals(before, ids));
  }, [all, asked, tabs.open, user.id, setTabs]);

  const activate = useCallback((id: string) => setTabs((before) => showTerminal(before, id)), [setTabs]);
  const show = useCallback(
    (terminalId: string) => {
      activate(terminalId);
      setShown(true);
      setFocus({ terminalId });
    },
    [activate, setShown],
  );
  const closeTab = useCallback((id: string) => setTabs((before) => closeTerminalTab(before, id)), [setTabs]);
  const ask = useCallback(
    (question: TerminalQuestion, { id }: Terminal) => setAsked({ question, terminalId: id }),
    [],
  );
  const { openNew, opening } = useOpenTerminal(projectId, show);

  const known = all ?? none;
  const open = useMemo(
    () => tabs.open.flatMap((id) => known.find((terminal) => terminal.id === id) ?? []),
    [tabs.open, known],
  );
  const active = open.find(({ id }) => id === tabs.active) ?? null;

  const toggle = () => {
    const first = active ?? known.find(({ ended }) => ended === null);
    if (first) show(first.id);
    else if (all && canEdit) openNew();
  };
  useToggleKey({ shown: shown && active !== null, onShow: toggle, onHide: () => setShown(false) });

  const value = useMemo(
    () => ({
      all,
      error,
      open,
      active,
      shown,
      focus,
      openNew,
      opening,
      show,
      activate,
      setShown,
      closeTab,
      ask,
    }),
    [all, error, open, active, shown, focus, openNew, opening, show, activate, setShown, closeTab, ask],
  );
  const about = known.find(({ id }) => id === asked?.terminalId);
  return (
    <TerminalsContext.Provider value={value}>
      {children}
      {asked && about ? (
        <TerminalDialogs question={asked.question} terminal={about} onClose={() => setAsked(null)} />
      ) : null}
    </TerminalsContext.Provider>
  );
}

interface ToggleOptions {
  shown: boolean;
  onShow: () => void;
  onHide: () => void;
}

/** Ctrl+` goes to the terminal, and from the terminal back to where one was. */
function useToggleKey({ shown, onShow, onHide }: ToggleOptions): void {
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || terminalKeyOf(event) !== 'toggle') return;
      // A dialog keeps the keyboard to itself.
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      const inside = document.activeElement?.closest(`#${openTerminalId}`);
      if (!shown || !inside) {
        cameFrom.current = document.activeElement;
        return onShow();
      }
      onHide();
      if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [shown, onShow, onHide]);
}
