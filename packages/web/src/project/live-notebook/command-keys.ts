/** What a key does while blocks, and not their texts, are what one works on. */
export type KeyCommand =
  | 'edit'
  | 'up'
  | 'down'
  | 'extend-up'
  | 'extend-down'
  | 'first'
  | 'last'
  | 'select-all'
  | 'move-up'
  | 'move-down'
  | 'add-above'
  | 'add-below'
  | 'delete'
  | 'duplicate'
  | 'copy'
  | 'cut'
  | 'paste'
  | 'paste-above'
  | 'join'
  | 'to-code'
  | 'to-text'
  | `heading-${1 | 2 | 3 | 4 | 5 | 6}`
  | 'fold-outputs'
  | 'run'
  | 'run-advance'
  | 'run-insert'
  | 'interrupt'
  | 'restart'
  | 'undo'
  | 'redo'
  | 'shortcuts';

export interface PressedKey {
  key: string;
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Keys that are pressed twice. */
const doubles: Record<string, KeyCommand> = { d: 'delete', i: 'interrupt', '0': 'restart' };
const doubleMs = 800;

const plain: Record<string, KeyCommand> = {
  Enter: 'edit',
  ArrowUp: 'up',
  k: 'up',
  ArrowDown: 'down',
  j: 'down',
  Home: 'first',
  End: 'last',
  a: 'add-above',
  b: 'add-below',
  c: 'copy',
  x: 'cut',
  v: 'paste',
  m: 'to-text',
  y: 'to-code',
  o: 'fold-outputs',
  h: 'shortcuts',
  z: 'undo',
  Delete: 'delete',
  Backspace: 'delete',
  '1': 'heading-1',
  '2': 'heading-2',
  '3': 'heading-3',
  '4': 'heading-4',
  '5': 'heading-5',
  '6': 'heading-6',
  '?': 'shortcuts',
};
const shifted: Record<string, KeyCommand> = {
  Enter: 'run-advance',
  ArrowUp: 'extend-up',
  k: 'extend-up',
  ArrowDown: 'extend-down',
  j: 'extend-down',
  m: 'join',
  v: 'paste-above',
  z: 'redo',
  '?': 'shortcuts',
};
const alone: Record<string, KeyCommand> = { ArrowUp: 'move-up', ArrowDown: 'move-down', Enter: 'run-insert' };
const withControl: Record<string, KeyCommand> = {
  Enter: 'run',
  ArrowUp: 'first',
  ArrowDown: 'last',
  a: 'select-all',
  d: 'duplicate',
  z: 'undo',
  y: 'redo',
};
const withControlAndShift: Record<string, KeyCommand> = {
  z: 'redo',
  m: 'join',
  ArrowUp: 'move-up',
  ArrowDown: 'move-down',
};

/** Makes commands of keys; it remembers the first one of two. */
export function createKeyReader(now: () => number = () => performance.now()) {
  let first: { key: string; at: number } | null = null;
  return (pressed: PressedKey): KeyCommand | null => {
    const { shiftKey, altKey, ctrlKey, metaKey } = pressed;
    const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
    const isWithControl = ctrlKey || metaKey;
    const before = first;
    first = null;
    if (isWithControl && altKey) return null;
    if (altKey) return shiftKey ? null : (alone[key] ?? null);
    if (isWithControl) return (shiftKey ? withControlAndShift[key] : withControl[key]) ?? null;
    if (shiftKey) return shifted[key] ?? null;
    if (doubles[key]) {
      if (before?.key === key && now() - before.at < doubleMs) return doubles[key];
      first = { key, at: now() };
      return null;
    }
    return plain[key] ?? null;
  };
}
