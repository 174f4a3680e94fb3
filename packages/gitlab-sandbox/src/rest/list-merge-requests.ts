import { isDraft } from '../merge-requests/mergeability.ts';
import type { Site } from '../server/site.ts';
import type { MergeRequestRecord, UserRecord } from '../state/model.ts';
import { findUser } from '../state/users.ts';
import { findChoice, findInteger, findText, type Params } from './params.ts';

const states = ['opened', 'closed', 'locked', 'merged', 'all'] as const;
const orderings = ['created_at', 'updated_at', 'title'] as const;

function listIids(params: Params): number[] | null {
  const value = params['iids[]'] ?? params.iids;
  if (value === undefined) return null;
  return (Array.isArray(value) ? value : [value]).map(Number);
}

/** Filters and orders merge requests as the list endpoints ask. */
export function filterMergeRequests(
  site: Site,
  user: UserRecord | null,
  requests: MergeRequestRecord[],
  params: Params,
  defaultScope: 'all' | 'created_by_me',
): MergeRequestRecord[] {
  const state = findChoice(params, 'state', states) ?? 'all';
  const scope = findText(params, 'scope')?.replaceAll('-', '_') ?? defaultScope;
  const source = findText(params, 'source_branch');
  const target = findText(params, 'target_branch');
  const authorName = findText(params, 'author_username');
  const author = authorName === undefined ? undefined : findUser(site.store, authorName);
  const authorId = findInteger(params, 'author_id');
  const reviewerName = findText(params, 'reviewer_username');
  const reviewer = reviewerName === undefined ? undefined : findUser(site.store, reviewerName);
  const reviewerId = findInteger(params, 'reviewer_id');
  const drafts = findChoice(params, 'wip', ['yes', 'no']);
  const search = findText(params, 'search')?.toLowerCase();
  const iids = listIids(params);
  const order = findChoice(params, 'order_by', orderings) ?? 'created_at';
  const direction = findChoice(params, 'sort', ['asc', 'desc']) === 'asc' ? 1 : -1;

  const found = requests.filter((request) => {
    if (state !== 'all' && request.state !== state) return false;
    if (scope === 'created_by_me' && request.authorId !== user?.id) return false;
    if (scope === 'assigned_to_me' && !(user && request.assigneeIds.includes(user.id))) return false;
    if (scope === 'reviews_for_me' && !(user && request.reviewerIds.includes(user.id))) return false;
    if (reviewer !== undefined && !(reviewer && request.reviewerIds.includes(reviewer.id))) return false;
    if (reviewerId !== undefined && !request.reviewerIds.includes(reviewerId)) return false;
    if (drafts !== undefined && isDraft(request) !== (drafts === 'yes')) return false;
    if (source !== undefined && request.sourceBranch !== source) return false;
    if (target !== undefined && request.targetBranch !== target) return false;
    if (author !== undefined && request.authorId !== author?.id) return false;
    if (authorId !== undefined && request.authorId !== authorId) return false;
    if (iids && !iids.includes(request.iid)) return false;
    return !search || `${request.title}\n${request.description}`.toLowerCase().includes(search);
  });
  const key = (request: MergeRequestRecord) =>
    ({ created_at: request.createdAt, updated_at: request.updatedAt, title: request.title })[order];
  return found.sort((a, b) => (key(a) === key(b) ? a.id - b.id : key(a) < key(b) ? -1 : 1) * direction);
}
