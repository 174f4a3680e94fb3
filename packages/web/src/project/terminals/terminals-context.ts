import type { Terminal } from '@notelab/contract';
import { createContext, useContext } from 'react';

/** What the user is asked about a terminal. */
export type TerminalQuestion = 'rename' | 'hand-over' | 'take-back' | 'close';

export interface Terminals {
  /** One's own and the shared ones; undefined while they are being asked for. */
  all: Terminal[] | undefined;
  error: unknown;
  /** Those with a tab. */
  open: Terminal[];
  active: Terminal | null;
  /** Whether the terminals below the editor are unfolded. */
  shown: boolean;
  /** The terminal that shall have the keyboard: a new value each time somebody asks for it. */
  focus: { terminalId: string } | null;
  /** Opens a new terminal in front. */
  openNew(): void;
  opening: boolean;
  /** Brings a terminal to the front and gives it the keyboard. */
  show(terminalId: string): void;
  /** Brings a terminal to the front and leaves the keyboard where it is. */
  activate(terminalId: string): void;
  setShown(shown: boolean): void;
  closeTab(terminalId: string): void;
  ask(question: TerminalQuestion, terminal: Terminal): void;
}

export const TerminalsContext = createContext<Terminals | null>(null);

export function useTerminals(): Terminals {
  const value = useContext(TerminalsContext);
  if (!value) throw new Error('Only below the project page.');
  return value;
}

/** Everything below the editor that belongs to terminals. */
export const terminalPanelId = 'terminals';
/** In it, the terminal in front. */
export const openTerminalId = 'open-terminal';
