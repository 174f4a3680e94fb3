import type { Terminal } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { terminalsQuery } from '../../api/queries.ts';
import {
  type ConnectionState,
  connectTerminal,
  type TerminalConnection,
  terminalAddress,
} from './terminal-connection.ts';
import type { TerminalKey } from './terminal-keys.ts';
import {
  createTerminalScreen,
  loadTerminalFont,
  type Matches,
  type TerminalScreen,
} from './terminal-screen.ts';

const noConnection: ConnectionState = { link: 'connecting', typing: false, reason: null };
const noMatches: Matches = { count: 0, current: 0 };
/** Dragging an edge passes many sizes; the shell is told where it stops. */
const settleMs = 80;

interface TerminalScreenEvents {
  onKey: (key: TerminalKey) => void;
  onInVain: () => void;
}

/** Draws a terminal into an element and keeps it joined to the server while it is mounted. */
export function useTerminalScreen(
  { id, projectId }: Terminal,
  container: RefObject<HTMLElement | null>,
  { visible, onKey, onInVain }: TerminalScreenEvents & { visible: boolean },
) {
  const client = useQueryClient();
  const [screen, setScreen] = useState<TerminalScreen | null>(null);
  const [state, setState] = useState(noConnection);
  const [matches, setMatches] = useState(noMatches);
  const connection = useRef<TerminalConnection | null>(null);
  const present = useRef({ typing: false, visible, onKey, onInVain });
  present.current = { typing: state.typing, visible, onKey, onInVain };

  /** Who types fills the room there is and tells the shell; who watches sees the typist's size. */
  const arrange = useCallback((drawn: TerminalScreen) => {
    const { visible, typing } = present.current;
    if (!visible) return;
    if (!typing) return drawn.follow();
    const size = drawn.fill();
    if (size) connection.current?.resize(size);
  }, []);

  useEffect(() => {
    let left = false;
    let made: TerminalScreen | null = null;
    void loadTerminalFont().then(() => {
      if (left || !container.current) return;
      const drawn = createTerminalScreen({
        container: container.current,
        onInput: (data) => connection.current?.type(data),
        onInVain: () => present.current.onInVain(),
        onKey: (key) => present.current.onKey(key),
        onMatches: setMatches,
        onRedrawn: () => arrange(drawn),
      });
      made = drawn;
      connection.current = connectTerminal({
        address: terminalAddress(id),
        surface: drawn,
        onState: setState,
      });
      setScreen(drawn);
    });
    const onOnline = () => connection.current?.reconnect();
    window.addEventListener('online', onOnline);
    return () => {
      left = true;
      window.removeEventListener('online', onOnline);
      connection.current?.close();
      connection.current = null;
      made?.dispose();
      setScreen(null);
      setState(noConnection);
    };
  }, [id, container, arrange]);

  const { link, typing } = state;
  useEffect(() => screen?.allowTyping(typing), [screen, typing]);

  // The terminal may be gone, or the session over: the list tells.
  useEffect(() => {
    if (link !== 'connecting' && link !== 'live') void client.invalidateQueries(terminalsQuery(projectId));
  }, [link, client, projectId]);

  // `typing` is read through `present`; a change of it is a reason to arrange again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const element = container.current;
    if (!screen || !visible || !element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onSize = () => {
      clearTimeout(timer);
      timer = setTimeout(() => arrange(screen), settleMs);
    };
    const observer = new ResizeObserver(onSize);
    observer.observe(element);
    // Another page of the same person's may have changed the size meanwhile.
    element.addEventListener('focusin', onSize);
    arrange(screen);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      element.removeEventListener('focusin', onSize);
    };
  }, [screen, visible, typing, container, arrange]);

  return { screen, state, matches };
}
