import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { isWithin } from '../paths.ts';
import { useSessionState } from '../use-session-state.ts';
import { createDrafts, type Draft, type Drafts } from './drafts.ts';
import {
  activateTab,
  closeTab,
  noTabs,
  openTab,
  parseTabs,
  renameInTabs,
  type Tab,
  type Tabs,
  tabKey,
} from './tabs.ts';

export interface OpenFiles {
  tabs: Tabs;
  drafts: Drafts;
  open(tab: Tab): void;
  activate(key: string): void;
  close(key: string): void;
  /** Tabs and unsaved texts follow a renamed file or folder. */
  follow(from: string, to: string): void;
  /** Closes what is open of deleted files and folders, and forgets unsaved texts of theirs. */
  forget(paths: string[]): void;
}

const OpenFilesContext = createContext<OpenFiles | null>(null);

/** What is open in the middle of the page, and what was typed there. */
export function OpenFilesProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const storage = `notelab.project.${projectId}`;
  const [tabs, setTabs] = useSessionState(`${storage}.tabs`, noTabs, parseTabs);
  const [drafts] = useState(() => createDrafts(`${storage}.drafts`));

  useEffect(() => {
    window.addEventListener('pagehide', drafts.keep);
    return () => {
      window.removeEventListener('pagehide', drafts.keep);
      drafts.keep();
    };
  }, [drafts]);

  const open = useCallback((tab: Tab) => setTabs((before) => openTab(before, tab)), [setTabs]);
  const activate = useCallback((key: string) => setTabs((before) => activateTab(before, key)), [setTabs]);
  const close = useCallback((key: string) => setTabs((before) => closeTab(before, key)), [setTabs]);
  const follow = useCallback(
    (from: string, to: string) => {
      drafts.rename(from, to);
      setTabs((before) => renameInTabs(before, from, to));
    },
    [drafts, setTabs],
  );
  const forget = useCallback(
    (paths: string[]) => {
      const isGone = (path: string) => paths.some((gone) => isWithin(path, gone));
      for (const path of drafts.paths().filter(isGone)) drafts.remove(path);
      setTabs((before) =>
        before.open
          .filter((tab) => tab.kind === 'file' && isGone(tab.path))
          .reduce((rest, tab) => closeTab(rest, tabKey(tab)), before),
      );
    },
    [drafts, setTabs],
  );
  const value = useMemo(
    () => ({ tabs, drafts, open, activate, close, follow, forget }),
    [tabs, drafts, open, activate, close, follow, forget],
  );
  return <OpenFilesContext.Provider value={value}>{children}</OpenFilesContext.Provider>;
}

export function useOpenFiles(): OpenFiles {
  const value = useContext(OpenFilesContext);
  if (!value) throw new Error('Only below the project page.');
  return value;
}

/** Paths with unsaved text. */
export function useUnsavedPaths(): readonly string[] {
  const { drafts } = useOpenFiles();
  return useSyncExternalStore(drafts.subscribe, drafts.paths);
}

/** The unsaved text of a file. */
export function useDraft(path: string): Draft | undefined {
  const { drafts } = useOpenFiles();
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(path));
}
