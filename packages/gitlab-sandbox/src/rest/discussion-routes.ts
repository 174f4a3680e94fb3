import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addDiscussion, addNote, resolveDiscussion } from '../merge-requests/discussions.ts';
import type { Site } from '../server/site.ts';
import type {
  DiscussionRecord,
  MergeRequestRecord,
  NoteRecord,
  ProjectRecord,
  UserRecord,
} from '../state/model.ts';
import { findUserById } from '../state/users.ts';
import { forbidden, invalidParameter, notFound } from './api-error.ts';
import { findCaller, getCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { getMergeRequest } from './get-merge-request.ts';
import { paginate } from './pagination.ts';
import { findFlag, requireTexts, toParams } from './params.ts';
import { presentUserBasic } from './present-user.ts';

/** API_Entities_Note. */
function presentNote(
  site: Site,
  project: ProjectRecord,
  request: MergeRequestRecord,
  { resolvedById, resolvedAt }: DiscussionRecord,
  note: NoteRecord,
) {
  const present = (id: number | null) => {
    const user: UserRecord | null = id === null ? null : findUserById(site.store, id);
    return user ? presentUserBasic(site, user) : null;
  };
  return {
    id: note.id,
    type: 'DiscussionNote',
    body: note.body,
    author: present(note.authorId),
    created_at: note.createdAt,
    updated_at: note.createdAt,
    system: false,
    noteable_id: request.id,
    noteable_type: 'MergeRequest',
    project_id: project.id,
    resolvable: true,
    resolved: resolvedById !== null,
    resolved_by: present(resolvedById),
    resolved_at: resolvedAt,
    suggestions: [],
    confidential: false,
    internal: false,
    imported: false,
    imported_from: 'none',
    noteable_iid: request.iid,
    commands_changes: {},
  };
}

/** API_Entities_Discussion. */
function presentDiscussion(
  site: Site,
  project: ProjectRecord,
  request: MergeRequestRecord,
  discussion: DiscussionRecord,
) {
  return {
    id: discussion.id,
    individual_note: false,
    notes: discussion.notes.map((note) => presentNote(site, project, request, discussion, note)),
  };
}

function getDiscussion(request: FastifyRequest, found: MergeRequestRecord): DiscussionRecord {
  const { discussionId } = request.params as { discussionId: string };
  const discussion = found.discussions.find(({ id }) => id === discussionId);
  if (!discussion) throw notFound('Discussion');
  return discussion;
}

export function registerDiscussionRoutes(app: FastifyInstance, site: Site): void {
  const list = '/projects/:id/merge_requests/:iid/discussions';

  app.get(list, (request, reply) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const found = getMergeRequest(site, request, project);
    return paginate(site, request, reply, toParams(request.query), found.discussions).map((discussion) =>
      presentDiscussion(site, project, found, discussion),
    );
  });

  app.post(list, (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    const { body } = requireTexts(toParams(request.query, request.body), 'body');
    const discussion = addDiscussion(site, user, found, body);
    return reply.code(201).send(presentDiscussion(site, project, found, discussion));
  });

  app.get(`${list}/:discussionId`, (request) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const found = getMergeRequest(site, request, project);
    return presentDiscussion(site, project, found, getDiscussion(request, found));
  });

  app.put(`${list}/:discussionId`, (request) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    const discussion = getDiscussion(request, found);
    const resolved = findFlag(toParams(request.query, request.body), 'resolved');
    if (resolved === undefined) throw invalidParameter('resolved is missing');
    if (resolveDiscussion(site, user, project, found, discussion, resolved) === 'forbidden')
      throw forbidden();
    return presentDiscussion(site, project, found, discussion);
  });

  app.post(`${list}/:discussionId/notes`, (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    const discussion = getDiscussion(request, found);
    const { body } = requireTexts(toParams(request.query, request.body), 'body');
    const note = addNote(site, user, found, discussion, body);
    return reply.code(201).send(presentNote(site, project, found, discussion, note));
  });
}
