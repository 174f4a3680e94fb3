/** Lines that editors are to show, by the editor's memory key: of open files at once, of others when they open. */
const wanted = new Map<string, number>();
const listeners = new Set<() => void>();

/** @param line from 1 */
export function showLine(memoryKey: string, line: number): void {
  wanted.set(memoryKey, line);
  for (const listener of listeners) listener();
}

/** The line that an editor was asked for, once. */
export function takeLine(memoryKey: string): number | null {
  const line = wanted.get(memoryKey) ?? null;
  wanted.delete(memoryKey);
  return line;
}

export function onLineWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
