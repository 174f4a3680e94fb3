import type { VirtualItem } from '@tanstack/react-virtual';

/** How a notebook stood when it was last in front. */
export interface RememberedView {
  offset: number;
  measurements: VirtualItem[];
  parts: Map<string, unknown>;
}

const mostRemembered = 40;
const memory = new Map<string, RememberedView>();

export function recallView(key: string): RememberedView {
  return memory.get(key) ?? { offset: 0, measurements: [], parts: new Map() };
}

export function rememberView(key: string, view: RememberedView): void {
  memory.delete(key);
  memory.set(key, view);
  for (const oldest of [...memory.keys()].slice(0, -mostRemembered)) memory.delete(oldest);
}
