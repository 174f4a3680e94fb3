import type { Site } from '../server/site.ts';
import { accessLevel, canSee } from '../state/access.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { findChoice, findFlag, findInteger, findText, type Params } from './params.ts';

const orderings = [
  'id',
  'name',
  'path',
  'created_at',
  'updated_at',
  'last_activity_at',
  'similarity',
] as const;

function matchesSearch(project: ProjectRecord, search: string, withNamespaces: boolean): boolean {
  const text = withNamespaces ? project.path : project.path.slice(project.path.lastIndexOf('/') + 1);
  return `${text}\n${project.name}\n${project.description}`.toLowerCase().includes(search.toLowerCase());
}

function sortKey(project: ProjectRecord, order: (typeof orderings)[number]): string | number {
  switch (order) {
    case 'id':
      return project.id;
    case 'name':
    case 'similarity':
      return project.name.toLowerCase();
    case 'path':
      return project.path.toLowerCase();
    case 'created_at':
      return project.createdAt;
    case 'updated_at':
    case 'last_activity_at':
      return project.lastActivityAt;
  }
}

/** The projects a caller may see, filtered and ordered as `GET /projects` asks. */
export function listProjects(site: Site, user: UserRecord | null, params: Params): ProjectRecord[] {
  const { store } = site;
  const search = findText(params, 'search');
  const withNamespaces = findFlag(params, 'search_namespaces') ?? false;
  const archived = findFlag(params, 'archived');
  const minimum = findInteger(params, 'min_access_level');
  const visibility = findChoice(params, 'visibility', ['public', 'internal', 'private']);
  const isMembership = findFlag(params, 'membership') ?? false;
  const isOwned = findFlag(params, 'owned') ?? false;
  const order = findChoice(params, 'order_by', orderings) ?? 'created_at';
  const direction = (findChoice(params, 'sort', ['asc', 'desc']) ?? 'desc') === 'asc' ? 1 : -1;

  const found = store.state.projects.filter((project) => {
    if (!canSee(store, user, project)) return false;
    const level = accessLevel(store, user, project);
    if (isMembership && level === 0) return false;
    if (isOwned && level < 50) return false;
    if (minimum !== undefined && user && level < minimum) return false;
    if (archived !== undefined && project.archived !== archived) return false;
    if (visibility !== undefined && project.visibility !== visibility) return false;
    return !search || matchesSearch(project, search, withNamespaces);
  });
  return found.sort((a, b) => {
    const [left, right] = [sortKey(a, order), sortKey(b, order)];
    if (left === right) return (a.id - b.id) * direction;
    return (left < right ? -1 : 1) * direction;
  });
}
