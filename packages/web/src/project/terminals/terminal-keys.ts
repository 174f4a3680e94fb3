/** Keys that are the interface's while a terminal has the focus; all others are the shell's. */
export type TerminalKey = 'toggle' | 'leave' | 'search' | 'copy' | 'paste';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/** Which of the interface's keys was pressed, or null. */
export function terminalKeyOf(event: Pressed): TerminalKey | null {
  const { key, code, ctrlKey, shiftKey, altKey, metaKey } = event;
  if (altKey || metaKey) return null;
  if (key === 'F6' && !ctrlKey && !shiftKey) return 'leave';
  if (!ctrlKey) return null;
  // The key's place, for keyboards on which the letter needs more than one key.
  if (!shiftKey) return key === '`' || code === 'Backquote' ? 'toggle' : null;
  switch (key.toLowerCase()) {
    case 'escape':
      return 'leave';
    case 'f':
      return 'search';
    case 'c':
      return 'copy';
    case 'v':
      return 'paste';
    default:
      return null;
  }
}

/** The same in words, for menus and descriptions. */
export const terminalKeyWords = [
  ['Show or hide terminals', 'Ctrl+`'],
  ['Leave the terminal', 'F6'],
  ['Search', 'Ctrl+Shift+F'],
  ['Copy, paste', 'Ctrl+Shift+C, V'],
] as const;
