import type { GroupRecord } from './model.ts';
import type { Store } from './store.ts';
import { findUser } from './users.ts';

/** `a/b/c` → `a`, `a/b`. */
export function ancestorPaths(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function findGroup(store: Store, path: string): GroupRecord | null {
  const wanted = path.toLowerCase();
  return store.state.groups.find((group) => group.path.toLowerCase() === wanted) ?? null;
}

/** Creates the groups above a project path that do not exist; a user's own namespace is not a group. */
export function ensureGroupsAbove(store: Store, projectPath: string): void {
  for (const path of ancestorPaths(projectPath)) {
    if (findGroup(store, path)) continue;
    if (!path.includes('/') && findUser(store, path)) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    store.state.groups.push({
      id: store.nextId('namespace') + 1000,
      path,
      name: name.charAt(0).toUpperCase() + name.slice(1),
      members: {},
      createdAt: store.nowIso(),
    });
  }
}
