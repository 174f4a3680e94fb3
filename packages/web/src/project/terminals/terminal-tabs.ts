/** Which terminals are open below the editor, in the order of their tabs. */
export interface TerminalTabs {
  open: string[];
  /** The terminal in front; null when none is open. */
  active: string | null;
}

export const noTerminalTabs: TerminalTabs = { open: [], active: null };

/** Brings a terminal to the front, behind the others when it has no tab yet. */
export function showTerminal(tabs: TerminalTabs, id: string): TerminalTabs {
  return { open: tabs.open.includes(id) ? tabs.open : [...tabs.open, id], active: id };
}

/** Closes a tab; its right neighbour, else its left one, comes to the front. */
export function closeTerminalTab(tabs: TerminalTabs, id: string): TerminalTabs {
  const at = tabs.open.indexOf(id);
  if (at < 0) return tabs;
  const open = tabs.open.toSpliced(at, 1);
  return { open, active: tabs.active === id ? (open[at] ?? open[at - 1] ?? null) : tabs.active };
}

/** Closes the tabs of terminals that are there no more; the same tabs when all are. */
export function keepTerminals(tabs: TerminalTabs, present: string[]): TerminalTabs {
  return tabs.open.filter((id) => !present.includes(id)).reduce(closeTerminalTab, tabs);
}

/** Tabs out of what was stored before a reload; null when it is not usable. */
export function parseTerminalTabs(stored: unknown): TerminalTabs | null {
  if (typeof stored !== 'object' || stored === null || !('open' in stored) || !Array.isArray(stored.open))
    return null;
  const open = [...new Set(stored.open.filter((id) => typeof id === 'string'))];
  const active = 'active' in stored ? stored.active : null;
  return { open, active: open.find((id) => id === active) ?? open[0] ?? null };
}
