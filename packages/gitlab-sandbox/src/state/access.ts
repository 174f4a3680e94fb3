import { ancestorPaths, findGroup } from './groups.ts';
import type { AccessLevel, ProjectRecord, UserRecord } from './model.ts';
import type { Store } from './store.ts';

export const guest = 10;
export const reporter = 20;
export const developer = 30;
export const maintainer = 40;
export const owner = 50;

/** The level a user has through the groups above a path; 0 for none. */
export function groupAccess(store: Store, user: UserRecord, path: string): AccessLevel {
  let level: AccessLevel = 0;
  for (const ancestor of ancestorPaths(path)) {
    const inherited = findGroup(store, ancestor)?.members[user.id] ?? 0;
    if (inherited > level) level = inherited;
  }
  return level;
}

function ownsNamespace(user: UserRecord, path: string): boolean {
  return path.toLowerCase().startsWith(`${user.username.toLowerCase()}/`);
}

/** The level a user has as a member, directly or inherited; 0 for none. */
export function accessLevel(store: Store, user: UserRecord | null, project: ProjectRecord): AccessLevel {
  if (!user) return 0;
  if (ownsNamespace(user, project.path)) return owner;
  const direct = project.members[user.id] ?? 0;
  const inherited = groupAccess(store, user, project.path);
  return Math.max(direct, inherited) as AccessLevel;
}

/** Whether the project may be seen at all; if not, every answer is 404. */
export function canSee(store: Store, user: UserRecord | null, project: ProjectRecord): boolean {
  if (project.visibility === 'public') return true;
  if (project.visibility === 'internal' && user) return true;
  return accessLevel(store, user, project) >= guest;
}

/** Guests see a private project but not its code. */
export function canDownload(store: Store, user: UserRecord | null, project: ProjectRecord): boolean {
  if (project.visibility === 'private') return accessLevel(store, user, project) >= reporter;
  return canSee(store, user, project);
}

/** Whether the role allows pushes; archived projects and protected branches are checked apart. */
export function canPush(store: Store, user: UserRecord | null, project: ProjectRecord): boolean {
  return accessLevel(store, user, project) >= developer;
}

/** Whether pushing to a missing path would create a project there. */
export function canCreateProjectAt(store: Store, user: UserRecord, path: string): boolean {
  if (!/^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)+$/.test(path)) return false;
  const namespace = path.slice(0, path.lastIndexOf('/'));
  if (namespace.toLowerCase() === user.username.toLowerCase()) return true;
  return findGroup(store, namespace) !== null && groupAccess(store, user, path) >= maintainer;
}
