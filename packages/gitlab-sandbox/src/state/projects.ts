import { join } from 'node:path';
import { protectBranch } from './branch-protection.ts';
import { ancestorPaths, ensureGroupsAbove, findGroup } from './groups.ts';
import type { AccessLevel, ProjectRecord, Visibility } from './model.ts';
import type { Store } from './store.ts';
import { getUser } from './users.ts';

export interface NewProject {
  /** Full path, for example `acme/platform/forecasting`; missing groups are created. */
  path: string;
  visibility: Visibility;
  /** Direct members by username; members of the groups above have access too. */
  members: Record<string, AccessLevel>;
  /**
   * Protected branch names. When left out, the first branch pushed to an empty project becomes protected,
   * as on GitLab; a copy of an existing repository gets no protection.
   */
  protectedBranches?: string[];
  archived?: boolean;
  runsPipelines?: boolean;
  approvalsRequired?: number;
  defaultBranch?: string;
  description?: string;
  creatorId?: number;
  isCopy?: boolean;
}

/** Repositories are stored by id, so renaming a project moves no files. */
export function repositoryDirOf(store: Store, project: ProjectRecord): string {
  return join(store.dataDir, 'repositories', `${project.id}.git`);
}

export function addProjectRecord(store: Store, input: NewProject): ProjectRecord {
  if (findProjectAt(store, input.path)) throw new Error(`The project ${input.path} exists already.`);
  ensureGroupsAbove(store, input.path);
  const name = input.path.slice(input.path.lastIndexOf('/') + 1);
  const project: ProjectRecord = {
    id: store.nextId('project'),
    path: input.path,
    name,
    description: input.description ?? '',
    visibility: input.visibility,
    defaultBranch: input.defaultBranch ?? 'main',
    archived: input.archived ?? false,
    members: {},
    protectedBranches: [],
    protectsFirstBranch: input.protectedBranches === undefined && !input.isCopy,
    runsPipelines: input.runsPipelines ?? false,
    approvalsRequired: input.approvalsRequired ?? null,
    creatorId: input.creatorId ?? store.state.users[0]?.id ?? 1,
    createdAt: store.nowIso(),
    lastActivityAt: store.nowIso(),
  };
  for (const [username, level] of Object.entries(input.members)) {
    project.members[getUser(store, username).id] = level;
  }
  for (const branch of input.protectedBranches ?? []) protectBranch(store, project, branch);
  delete store.state.redirects[input.path.toLowerCase()];
  store.state.projects.push(project);
  return project;
}

/** The project that has this path now. */
export function findProjectAt(store: Store, path: string): ProjectRecord | null {
  const wanted = path.toLowerCase();
  return store.state.projects.find((project) => project.path.toLowerCase() === wanted) ?? null;
}

/** The project that had this path before it was renamed. */
export function findMovedProject(store: Store, path: string): ProjectRecord | null {
  const id = store.state.redirects[path.toLowerCase()];
  return id === undefined ? null : findProjectById(store, id);
}

export function findProjectById(store: Store, id: number): ProjectRecord | null {
  return store.state.projects.find((project) => project.id === id) ?? null;
}

export function getProjectAt(store: Store, path: string): ProjectRecord {
  const project = findProjectAt(store, path) ?? findMovedProject(store, path);
  if (!project) throw new Error(`There is no project ${path} in the sandbox.`);
  return project;
}

export function renameProject(store: Store, path: string, newPath: string): ProjectRecord {
  const project = getProjectAt(store, path);
  if (findProjectAt(store, newPath)) throw new Error(`The project ${newPath} exists already.`);
  ensureGroupsAbove(store, newPath);
  store.state.redirects[project.path.toLowerCase()] = project.id;
  delete store.state.redirects[newPath.toLowerCase()];
  project.path = newPath;
  project.name = newPath.slice(newPath.lastIndexOf('/') + 1);
  store.save();
  return project;
}

export function deleteProject(store: Store, path: string): void {
  const { state } = store;
  const { id } = getProjectAt(store, path);
  state.projects = state.projects.filter((project) => project.id !== id);
  state.mergeRequests = state.mergeRequests.filter(({ projectId }) => projectId !== id);
  state.pipelines = state.pipelines.filter(({ projectId }) => projectId !== id);
  state.hooks = state.hooks.filter(({ projectId }) => projectId !== id);
  state.redirects = Object.fromEntries(Object.entries(state.redirects).filter(([, to]) => to !== id));
  store.save();
}

/**
 * Gives the user exactly this access to a project (or membership of a group). On a project, a membership
 * inherited from a group above is ended when it would give more than the level asked for.
 */
export function setMember(store: Store, path: string, username: string, level: AccessLevel | null): void {
  const user = getUser(store, username);
  const group = findGroup(store, path);
  const members = group ? group.members : getProjectAt(store, path).members;
  if (!group) {
    for (const ancestor of ancestorPaths(path)) {
      const inherited = findGroup(store, ancestor)?.members;
      if ((inherited?.[user.id] ?? 0) > (level ?? 0)) delete inherited?.[user.id];
    }
  }
  if (level === null) delete members[user.id];
  else members[user.id] = level;
  store.save();
}
