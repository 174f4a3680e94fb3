import { pathAfterRename } from '../paths.ts';
import { readSession, writeSession } from '../use-session-state.ts';

/** Text of a file that was typed and not saved yet. */
export interface Draft {
  text: string;
  /** Of the content that the text was edited from. */
  etag: string;
}

const keepAfterMs = 400;

/** The unsaved texts of a project. They are kept in the browser tab's storage, so a reload loses none. */
export interface Drafts {
  get(path: string): Draft | undefined;
  /** Paths with unsaved text; the same list until it changes. */
  paths(): readonly string[];
  set(path: string, draft: Draft): void;
  remove(path: string): void;
  rename(from: string, to: string): void;
  /** Writes to the storage at once, for a page that is about to go. */
  keep(): void;
  subscribe(listener: () => void): () => void;
}

export function createDrafts(storageKey: string): Drafts {
  const drafts = new Map<string, Draft>(Object.entries(readSession(storageKey, parseDrafts) ?? {}));
  const listeners = new Set<() => void>();
  let paths: readonly string[] = [...drafts.keys()];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
    writeSession(storageKey, Object.fromEntries(drafts));
  };
  const changed = () => {
    if (paths.length !== drafts.size || paths.some((path) => !drafts.has(path))) paths = [...drafts.keys()];
    timer ??= setTimeout(keep, keepAfterMs);
    for (const listener of listeners) listener();
  };

  return {
    get: (path) => drafts.get(path),
    paths: () => paths,
    set(path, draft) {
      drafts.set(path, draft);
      changed();
    },
    remove(path) {
      if (drafts.delete(path)) changed();
    },
    rename(from, to) {
      for (const [path, draft] of [...drafts]) {
        const renamed = pathAfterRename(path, from, to);
        if (renamed === null) continue;
        drafts.delete(path);
        drafts.set(renamed, draft);
        changed();
      }
    },
    keep,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parseDrafts(stored: unknown): Record<string, Draft> | null {
  if (typeof stored !== 'object' || stored === null) return null;
  return Object.fromEntries(Object.entries(stored).filter(([, draft]) => isDraft(draft)));
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'etag' in value &&
    typeof value.etag === 'string'
  );
}
