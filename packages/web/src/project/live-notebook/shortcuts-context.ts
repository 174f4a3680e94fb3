import { createContext } from 'react';

/** Shows the list of keys. */
export const ShortcutsContext = createContext<() => void>(() => {});
