import { randomBytes } from 'node:crypto';
import type { Site } from '../server/site.ts';
import { canPush } from '../state/access.ts';
import type {
  DiscussionRecord,
  MergeRequestRecord,
  NoteRecord,
  ProjectRecord,
  UserRecord,
} from '../state/model.ts';

export function countNotes({ discussions }: MergeRequestRecord): number {
  return discussions.reduce((sum, { notes }) => sum + notes.length, 0);
}

/** Begins a thread, which stays open until somebody resolves it. */
export function addDiscussion(
  site: Site,
  user: UserRecord,
  request: MergeRequestRecord,
  body: string,
): DiscussionRecord {
  const discussion: DiscussionRecord = {
    id: randomBytes(20).toString('hex'),
    notes: [],
    resolvedById: null,
    resolvedAt: null,
  };
  request.discussions.push(discussion);
  addNote(site, user, request, discussion, body);
  return discussion;
}

export function addNote(
  { store }: Site,
  user: UserRecord,
  request: MergeRequestRecord,
  discussion: DiscussionRecord,
  body: string,
): NoteRecord {
  const note = { id: store.nextId('note'), authorId: user.id, body, createdAt: store.nowIso() };
  discussion.notes.push(note);
  request.updatedAt = note.createdAt;
  store.save();
  return note;
}

/** Developers and the author of the merge request may resolve threads. */
export function resolveDiscussion(
  { store }: Site,
  user: UserRecord,
  project: ProjectRecord,
  request: MergeRequestRecord,
  discussion: DiscussionRecord,
  isResolved: boolean,
): 'changed' | 'forbidden' {
  if (!canPush(store, user, project) && request.authorId !== user.id) return 'forbidden';
  discussion.resolvedById = isResolved ? user.id : null;
  discussion.resolvedAt = isResolved ? store.nowIso() : null;
  store.save();
  return 'changed';
}
