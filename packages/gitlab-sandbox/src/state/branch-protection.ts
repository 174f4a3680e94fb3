import { accessLevel, canPush } from './access.ts';
import type { ProjectRecord, ProtectedBranchRecord, UserRecord } from './model.ts';
import type { Store } from './store.ts';

/** Whether a protection's name, in which only `*` is special, covers a branch. */
export function coversBranch(pattern: string, branch: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's').test(branch);
}

export function protectionsOf(project: ProjectRecord, branch: string): ProtectedBranchRecord[] {
  return project.protectedBranches.filter((protection) => coversBranch(protection.name, branch));
}

/** Whether the user may add commits to a branch; of several protections the most permissive counts. */
export function canPushToBranch(
  store: Store,
  user: UserRecord | null,
  project: ProjectRecord,
  branch: string,
): boolean {
  if (project.archived || !canPush(store, user, project)) return false;
  const protections = protectionsOf(project, branch);
  if (protections.length === 0) return true;
  const level = accessLevel(store, user, project);
  return protections.some((protection) => protection.pushLevel > 0 && level >= protection.pushLevel);
}

/** Protects a branch for pushes and merges by maintainers, which is GitLab's default. */
export function protectBranch(store: Store, project: ProjectRecord, name: string): ProtectedBranchRecord {
  const existing = project.protectedBranches.find((protection) => protection.name === name);
  if (existing) return existing;
  const protection: ProtectedBranchRecord = {
    id: store.nextId('protected-branch'),
    name,
    pushLevel: 40,
    mergeLevel: 40,
    allowForcePush: false,
  };
  project.protectedBranches.push(protection);
  return protection;
}
