import { relative } from 'node:path';

/** What happened in a project's folder, as far as open pages care. */
export interface WatchedChanges {
  /** Folders whose entries changed, relative to the project; null for anywhere. */
  folders: string[] | null;
}

/** More than these in one go are told as "anywhere". */
const mostFolders = 50;

/**
 * Not watched: git's object store and large trees that tools make. Their changes show with the next look at
 * the folder.
 */
export const unwatched = [
  '**/.git/objects/**',
  '**/.git/lfs/**',
  '**/.git/logs/**',
  '**/node_modules/**',
  '**/.venv/**',
  '**/__pycache__/**',
];

/**
 * Makes one message of many file events. Lock files of git come and go with every action and say nothing.
 * @returns null when nothing of it matters
 */
export function toChanges(root: string, events: { path: string; type: string }[]): WatchedChanges | null {
  const folders = new Set<string>();
  let matters = false;
  for (const { path, type } of events) {
    const inside = relative(root, path);
    const inGit = /(?:^|\/)\.git(?:\/|$)/.exec(inside);
    if (inGit && inside.endsWith('.lock')) continue;
    matters = true;
    // The name was not UTF-8, or the project's own folder changed.
    if (inside === '' || inside.includes('\uFFFD')) return { folders: null };
    // Of what is in .git the file tree shows nothing; a .git that comes or goes makes a folder a repository.
    if (type !== 'update' && (!inGit || inside.endsWith('.git'))) folders.add(folderOf(inside));
  }
  if (!matters) return null;
  return { folders: folders.size > mostFolders ? null : [...folders] };
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
