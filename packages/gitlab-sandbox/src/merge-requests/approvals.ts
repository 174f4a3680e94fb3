import type { Site } from '../server/site.ts';
import { canPush } from '../state/access.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';

/** Developers approve what others made, once. */
export function canApprove(
  { store }: Site,
  user: UserRecord | null,
  project: ProjectRecord,
  request: MergeRequestRecord,
): boolean {
  if (!user || request.state !== 'opened' || project.archived) return false;
  return canPush(store, user, project) && request.authorId !== user.id && !hasApproved(user, request);
}

export function hasApproved(user: UserRecord | null, { approvals }: MergeRequestRecord): boolean {
  return approvals.some(({ userId }) => userId === user?.id);
}

/** How many approvals are missing; none on the free edition. */
export function approvalsLeft(project: ProjectRecord, { approvals }: MergeRequestRecord): number {
  return Math.max(0, (project.approvalsRequired ?? 0) - approvals.length);
}

export function approve(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
): 'approved' | 'forbidden' {
  if (!canApprove(site, user, project, request)) return 'forbidden';
  request.approvals.push({ userId: user.id, at: site.store.nowIso() });
  site.store.save();
  return 'approved';
}

export function withdrawApproval(
  site: Site,
  user: UserRecord,
  request: MergeRequestRecord,
): 'withdrawn' | 'not-found' {
  if (!hasApproved(user, request)) return 'not-found';
  request.approvals = request.approvals.filter(({ userId }) => userId !== user.id);
  site.store.save();
  return 'withdrawn';
}
