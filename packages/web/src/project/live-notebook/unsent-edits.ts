import * as Y from 'yjs';

/** Under names of this beginning, edits that the server has not seen are kept in the browser. */
const beginning = 'notelab.unsent.';
const pauseMs = 1_000;

export interface UnsentEdits {
  /** What comes from the server has this origin. */
  ownOrigin: unknown;
  has(): boolean;
  /** The server has all of them. */
  forget(): void;
  close(): void;
}

/**
 * Keeps what was typed and has not reached the server, so that it survives a tab that is closed or dies while there is
 * no connection. What an earlier tab of the same person left behind is put into the document.
 */
export function keepUnsent(doc: Y.Doc, of: { userId: string; notebookId: string }): UnsentEdits {
  const prefix = `${beginning}${of.userId}.${of.notebookId}.`;
  const ownKey = prefix + crypto.randomUUID();
  let updates: Uint8Array[] = [];
  let left: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (updates.length === 0) return;
    updates = [Y.mergeUpdates(updates)];
    store(ownKey, updates[0]!);
  };
  const onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === unsent.ownOrigin) return;
    updates.push(update);
    timer ??= setTimeout(write, pauseMs);
  };
  const unsent: UnsentEdits = {
    ownOrigin: null,
    has: () => updates.length > 0,
    forget() {
      clearTimeout(timer);
      timer = undefined;
      updates = [];
      for (const key of [ownKey, ...left]) remove(key);
      left = [];
    },
    close() {
      write();
      doc.off('update', onUpdate);
      window.removeEventListener('pagehide', write);
    },
  };
  doc.on('update', onUpdate);
  window.addEventListener('pagehide', write);
  left = keys().filter((key) => key.startsWith(prefix));
  for (const key of left) restore(doc, key);
  return unsent;
}

/** For when somebody signs out: what they typed is nobody else's business. */
export function forgetAllUnsent(): void {
  for (const key of keys()) if (key.startsWith(beginning)) remove(key);
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function store(key: string, update: Uint8Array): void {
  try {
    localStorage.setItem(key, toBase64(update));
  } catch {
    // Full or forbidden: the open page still has it all, and warns before it is closed.
  }
}

function restore(doc: Y.Doc, key: string): void {
  try {
    Y.applyUpdate(doc, fromBase64(localStorage.getItem(key) ?? ''), 'left by an earlier tab');
  } catch {
    // It was cut off when it was written, or is not ours.
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then nothing was kept either.
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
