import { NotebookId, VersionId } from '@notelab/contract';
import { type HistoryView, parseHistoryView } from '../history/history-view.ts';
import { nameOf, pathAfterRename } from '../paths.ts';

/** What is open in the middle of the page. */
export type Tab =
  | { kind: 'file'; path: string }
  | { kind: 'notebook'; notebookId: NotebookId }
  | {
      kind: 'version';
      versionId: VersionId;
      /** The notebook that is looked at; null: the first that differs. */
      notebookId: NotebookId | null;
    }
  | {
      kind: 'diff';
      checkoutId: string;
      folderName: string;
      /** Relative to the checkout's folder. */
      path: string;
      originalPath: string | null;
    }
  | {
      kind: 'history';
      checkoutId: string;
      folderName: string;
      view: HistoryView;
      /** The selected one. */
      commit: string | null;
    }
  | {
      kind: 'conflicts';
      checkoutId: string;
      folderName: string;
      /** The file that is looked at; null: the first that is not resolved. */
      file: string | null;
    };

export interface Tabs {
  open: Tab[];
  /** Key of the tab in front; null when none is open. */
  active: string | null;
}

export const noTabs: Tabs = { open: [], active: null };

/** What tells one tab from another. */
export function tabKey(tab: Tab): string {
  switch (tab.kind) {
    case 'file':
      return `file:${tab.path}`;
    case 'notebook':
      return `notebook:${tab.notebookId}`;
    case 'version':
      return `version:${tab.versionId}`;
    case 'diff':
      return `diff:${tab.checkoutId}:${tab.path}`;
    case 'history':
    case 'conflicts':
      return `${tab.kind}:${tab.checkoutId}`;
  }
}

/** What a tab is called. A notebook's name is known to the project's list of notebooks alone. */
export function tabLabel(tab: Tab): string {
  switch (tab.kind) {
    case 'file':
      return nameOf(tab.path);
    case 'notebook':
      return 'Notebook';
    case 'version':
      return 'Version';
    case 'diff':
      return `${nameOf(tab.path)} (changes)`;
    case 'history':
      return `History of ${tab.folderName}`;
    case 'conflicts':
      return `Conflicts in ${tab.folderName}`;
  }
}

/** Brings a tab to the front, opening it behind the present one when it is not open yet. */
export function openTab(tabs: Tabs, tab: Tab): Tabs {
  const key = tabKey(tab);
  const at = tabs.open.findIndex((other) => tabKey(other) === key);
  if (at >= 0) return { open: tabs.open.with(at, tab), active: key };
  const present = tabs.open.findIndex((other) => tabKey(other) === tabs.active);
  return { open: tabs.open.toSpliced(present + 1, 0, tab), active: key };
}

/** Closes a tab; its right neighbour, else its left one, comes to the front. */
export function closeTab(tabs: Tabs, key: string): Tabs {
  const at = tabs.open.findIndex((tab) => tabKey(tab) === key);
  if (at < 0) return tabs;
  const open = tabs.open.toSpliced(at, 1);
  if (tabs.active !== key) return { open, active: tabs.active };
  const next = open[at] ?? open[at - 1];
  return { open, active: next ? tabKey(next) : null };
}

/** Brings an open tab to the front. */
export function activateTab(tabs: Tabs, key: string): Tabs {
  return tabs.open.some((tab) => tabKey(tab) === key) ? { open: tabs.open, active: key } : tabs;
}

/** Follows a renamed file or folder. */
export function renameInTabs(tabs: Tabs, from: string, to: string): Tabs {
  let { active } = tabs;
  const open = tabs.open.map((tab): Tab => {
    const path = tab.kind === 'file' ? pathAfterRename(tab.path, from, to) : null;
    if (path === null) return tab;
    const renamed: Tab = { kind: 'file', path };
    if (active === tabKey(tab)) active = tabKey(renamed);
    return renamed;
  });
  return { open, active };
}

/** Tabs out of what was stored before a reload; null when it is not usable. */
export function parseTabs(stored: unknown): Tabs | null {
  if (typeof stored !== 'object' || stored === null || !('open' in stored) || !Array.isArray(stored.open))
    return null;
  const open = stored.open.flatMap((tab) => parseTab(tab) ?? []);
  const active = 'active' in stored && typeof stored.active === 'string' ? stored.active : null;
  const isOpen = open.some((tab) => tabKey(tab) === active);
  return { open, active: isOpen ? active : open[0] ? tabKey(open[0]) : null };
}

function parseTab(stored: unknown): Tab | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { kind, path, notebookId, versionId, checkoutId, folderName, originalPath, view, commit, file } =
    stored as Record<string, unknown>;
  if (kind === 'file') return typeof path === 'string' ? { kind, path } : null;
  const notebook = NotebookId.safeParse(notebookId);
  if (kind === 'notebook') return notebook.success ? { kind, notebookId: notebook.data } : null;
  if (kind === 'version') {
    const version = VersionId.safeParse(versionId);
    return version.success ? { kind, versionId: version.data, notebookId: notebook.data ?? null } : null;
  }
  if (typeof checkoutId !== 'string' || typeof folderName !== 'string') return null;
  const where = { checkoutId, folderName };
  if (kind === 'history')
    return {
      kind,
      ...where,
      view: parseHistoryView(view),
      commit: typeof commit === 'string' ? commit : null,
    };
  if (kind === 'conflicts') return { kind, ...where, file: typeof file === 'string' ? file : null };
  if (kind !== 'diff' || typeof path !== 'string') return null;
  return { kind, ...where, path, originalPath: typeof originalPath === 'string' ? originalPath : null };
}
