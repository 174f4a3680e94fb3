import * as Y from 'yjs';
import { keep, keptKeys, readKept, removeKept, unsentPrefix } from './kept-in-browser.ts';

const pauseMs = 1_000;

export interface UnsentEdits {
  /** What comes from the server has this origin. */
  serverOrigin: unknown;
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
  const prefix = unsentPrefix(of.userId, of.notebookId);
  const ownKey = prefix + crypto.randomUUID();
  let updates: Uint8Array[] = [];
  let left: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (updates.length === 0) return;
    updates = [Y.mergeUpdates(updates)];
    // Where there is no room the open page still has it all, and warns before it is closed.
    keep(ownKey, toBase64(updates[0]!));
  };
  const onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === unsent.serverOrigin) return;
    updates.push(update);
    timer ??= setTimeout(write, pauseMs);
  };
  const unsent: UnsentEdits = {
    serverOrigin: null,
    has: () => updates.length > 0,
    forget() {
      clearTimeout(timer);
      timer = undefined;
      updates = [];
      for (const key of [ownKey, ...left]) removeKept(key);
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
  left = keptKeys().filter((key) => key.startsWith(prefix));
  for (const key of left) restore(doc, key);
  return unsent;
}

function restore(doc: Y.Doc, key: string): void {
  try {
    Y.applyUpdate(doc, fromBase64(readKept(key) ?? ''), 'left by an earlier tab');
  } catch {
    // It was cut off when it was written, or is not ours.
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
