/** Names under which parts of notebooks stand in the browser's storage. */
const unsentBeginning = 'notelab.unsent.';
export const copiedKey = 'notelab.copied-blocks';
export const unsentPrefix = (userId: string, notebookId: string) =>
  `${unsentBeginning}${userId}.${notebookId}.`;

let hasLeft = false;

/** For when somebody signs out: what they typed and copied is nobody else's business. */
export function forgetKept(): void {
  hasLeft = true;
  for (const key of keptKeys()) if (key.startsWith(unsentBeginning) || key === copiedKey) removeKept(key);
}

export function keptKeys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A full or forbidden storage must not stop the page from working. @returns whether it is kept */
export function keep(key: string, text: string): boolean {
  if (hasLeft) return false;
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function removeKept(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then nothing was kept either.
  }
}
