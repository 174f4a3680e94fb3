import type { MergeRequestRecord, UserRecord } from './model.ts';
import { renameProject } from './projects.ts';
import { randomToken } from './secrets.ts';
import type { Store } from './store.ts';
import { addUser, findUser, getUser } from './users.ts';

export interface UserChanges {
  username?: string;
  name?: string;
  email?: string;
}

/** Tokens and the id stay; projects of the user's own namespace move with it. */
export function renameUser(store: Store, username: string, changes: UserChanges): void {
  const user = getUser(store, username);
  const { username: newName = user.username } = changes;
  const taken = findUser(store, newName);
  if (taken && taken !== user) throw new Error(`The user ${newName} exists already.`);
  const own = `${user.username.toLowerCase()}/`;
  const projects = store.state.projects.filter(({ path }) => path.toLowerCase().startsWith(own));
  Object.assign(user, changes);
  if (newName.toLowerCase() !== username.toLowerCase())
    for (const { path } of projects) renameProject(store, path, `${newName}/${path.slice(own.length)}`);
  store.save();
}

/** A blocked user keeps memberships and tokens, and may do nothing until unblocked. Sessions end for good. */
export function setBlocked(store: Store, username: string, blocked: boolean): void {
  const user = getUser(store, username);
  user.blocked = blocked;
  store.state.sessions = store.state.sessions.filter(({ userId }) => userId !== user.id);
  store.save();
}

/** What the user did stays, as that of GitLab's "Ghost User"; tokens are unknown and memberships gone afterwards. */
export function deleteUser(store: Store, username: string): void {
  const { state } = store;
  const { id } = getUser(store, username);
  const ghost = findUser(store, 'ghost') ?? addGhost(store);
  const isOthers = ({ userId }: { userId: number | null }) => userId !== id;
  const give = (userId: number | null) => (userId === id ? ghost.id : userId);

  for (const request of state.mergeRequests) giveMergeRequest(request, id, give);
  for (const pipeline of state.pipelines) if (pipeline.userId === id) pipeline.userId = ghost.id;
  for (const project of state.projects) if (project.creatorId === id) project.creatorId = ghost.id;
  for (const { members } of [...state.groups, ...state.projects]) delete members[id];
  state.oauthTokens = state.oauthTokens.filter(isOthers);
  state.authorizationCodes = state.authorizationCodes.filter(isOthers);
  state.personalAccessTokens = state.personalAccessTokens.filter(isOthers);
  state.sessions = state.sessions.filter(isOthers);
  state.lfsLocks = state.lfsLocks.filter(isOthers);
  state.users = state.users.filter((user) => user.id !== id);
  store.save();
}

function giveMergeRequest(
  request: MergeRequestRecord,
  id: number,
  give: (userId: number | null) => number | null,
): void {
  request.authorId = give(request.authorId) as number;
  request.mergedById = give(request.mergedById);
  request.closedById = give(request.closedById);
  request.assigneeIds = request.assigneeIds.filter((assignee) => assignee !== id);
  request.reviewerIds = request.reviewerIds.filter((reviewer) => reviewer !== id);
  request.approvals = request.approvals.filter(({ userId }) => userId !== id);
  for (const discussion of request.discussions) {
    discussion.resolvedById = give(discussion.resolvedById);
    for (const note of discussion.notes) note.authorId = give(note.authorId) as number;
  }
}

function addGhost(store: Store): UserRecord {
  const password = randomToken();
  return addUser(store, { username: 'ghost', name: 'Ghost User', email: 'ghost@sandbox.invalid', password });
}
