import type { Terminal } from '@notelab/contract';

/** The list with a terminal's newer state in its place, or at the end when it is new. */
export function withTerminal(known: Terminal[], terminal: Terminal): Terminal[] {
  const at = known.findIndex(({ id }) => id === terminal.id);
  return at < 0 ? [...known, terminal] : known.with(at, terminal);
}
