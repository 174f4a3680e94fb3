import type { Site } from '../server/site.ts';
import { canPush } from '../state/access.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';

/** Developers may change merge requests, and so may their authors. */
export function canChange(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
): boolean {
  if (project.archived) return false;
  return canPush(site.store, user, project) || request.authorId === user.id;
}

/** Closes or reopens; nothing changes when the merge request is not in the state to do so. */
export function changeState(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
  event: 'close' | 'reopen',
): 'changed' | 'forbidden' {
  const { store } = site;
  if (!canChange(site, user, project, request)) return 'forbidden';
  if (event === 'close' && request.state === 'opened') {
    request.state = 'closed';
    request.closedById = user.id;
    request.closedAt = store.nowIso();
  }
  if (event === 'reopen' && request.state === 'closed') {
    request.state = 'opened';
    request.closedById = null;
    request.closedAt = null;
  }
  request.updatedAt = store.nowIso();
  store.save();
  return 'changed';
}

/** Takes the word that marks a draft out of the title. */
export function markAsReady(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
): 'changed' | 'forbidden' {
  if (!canChange(site, user, project, request)) return 'forbidden';
  request.title = request.title.replace(/^(?:draft:|\[draft\]|\(draft\))\s*/i, '') || request.title;
  request.updatedAt = site.store.nowIso();
  site.store.save();
  return 'changed';
}
