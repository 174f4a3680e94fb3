import type { FastifyInstance } from 'fastify';
import { canChange, changeState } from '../merge-requests/change-state.ts';
import { createMergeRequest, keepReaders } from '../merge-requests/create-merge-request.ts';
import { mergeMergeRequest } from '../merge-requests/merge-merge-request.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canDownload } from '../state/access.ts';
import { listMergeRequests } from '../state/merge-requests.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { findProjectById } from '../state/projects.ts';
import { ApiError, badRequest, forbidden } from './api-error.ts';
import { findCaller, getCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { getMergeRequest } from './get-merge-request.ts';
import { filterMergeRequests } from './list-merge-requests.ts';
import { paginate } from './pagination.ts';
import {
  findChoice,
  findFlag,
  findInteger,
  findIntegers,
  findText,
  type Params,
  requireTexts,
  toParams,
} from './params.ts';
import { presentMergeRequest, presentMergeRequestBasic } from './present-merge-request.ts';

/** Assignees come as one id or as several. */
function findAssigneeIds(params: Params): number[] | undefined {
  const one = findInteger(params, 'assignee_id');
  return findIntegers(params, 'assignee_ids') ?? (one === undefined ? undefined : one === 0 ? [] : [one]);
}

function updateMergeRequest(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  found: MergeRequestRecord,
  body: unknown,
): void {
  const { store } = site;
  const params = toParams(body);
  if (!canChange(site, user, project, found)) throw forbidden();
  const event = findChoice(params, 'state_event', ['close', 'reopen']);
  const title = findText(params, 'title');
  if (title !== undefined && title.trim() === '') throw badRequest({ title: ["can't be blank"] });
  found.title = title ?? found.title;
  found.description = findText(params, 'description') ?? found.description;
  found.targetBranch = findText(params, 'target_branch') ?? found.targetBranch;
  const reviewers = findIntegers(params, 'reviewer_ids');
  if (reviewers) found.reviewerIds = keepReaders(site, project, reviewers);
  const assignees = findAssigneeIds(params);
  if (assignees) found.assigneeIds = keepReaders(site, project, assignees);
  found.squash = findFlag(params, 'squash') ?? found.squash;
  found.removeSourceBranch = findFlag(params, 'remove_source_branch') ?? found.removeSourceBranch;
  if (event) changeState(site, user, project, found, event);
  found.updatedAt = store.nowIso();
  store.save();
}

export function registerMergeRequestRoutes(app: FastifyInstance, site: Site): void {
  const { store } = site;

  app.get('/merge_requests', async (request, reply) => {
    const user = getCaller(site, request);
    const params = toParams(request.query);
    const visible = store.state.mergeRequests.filter((row) => {
      const project = findProjectById(store, row.projectId);
      return project && accessLevel(store, user, project) > 0 && canDownload(store, user, project);
    });
    const rows = filterMergeRequests(site, user, visible, params, 'created_by_me');
    return Promise.all(
      paginate(site, request, reply, params, rows).map((row) =>
        presentMergeRequestBasic(site, findProjectById(store, row.projectId)!, row),
      ),
    );
  });

  app.get('/projects/:id/merge_requests', async (request, reply) => {
    const user = findCaller(site, request);
    const project = getReadableProject(site, request, user);
    const params = toParams(request.query);
    const rows = filterMergeRequests(site, user, listMergeRequests(store, project), params, 'all');
    return Promise.all(
      paginate(site, request, reply, params, rows).map((row) => presentMergeRequestBasic(site, project, row)),
    );
  });

  app.post('/projects/:id/merge_requests', async (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const params = toParams(request.query, request.body);
    const texts = requireTexts(params, 'title', 'source_branch', 'target_branch');
    const result = await createMergeRequest(site, user, project, {
      title: texts.title,
      description: findText(params, 'description') ?? '',
      sourceBranch: texts.source_branch,
      targetBranch: texts.target_branch,
      assigneeIds: findAssigneeIds(params),
      reviewerIds: findIntegers(params, 'reviewer_ids'),
      removeSourceBranch: findFlag(params, 'remove_source_branch'),
      squash: findFlag(params, 'squash'),
    });
    if (result.outcome === 'forbidden') throw forbidden();
    if (result.outcome === 'conflict') throw new ApiError(409, { message: [result.message] });
    if (result.outcome === 'unprocessable') throw new ApiError(422, { message: [result.message] });
    if (result.outcome === 'invalid') throw badRequest(result.errors);
    return reply.code(201).send(await presentMergeRequest(site, user, project, result.request));
  });

  app.get('/projects/:id/merge_requests/:iid', (request) => {
    const user = findCaller(site, request);
    const project = getReadableProject(site, request, user);
    return presentMergeRequest(site, user, project, getMergeRequest(site, request, project));
  });

  app.put('/projects/:id/merge_requests/:iid', (request) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    updateMergeRequest(site, user, project, found, request.body);
    return presentMergeRequest(site, user, project, found);
  });

  app.put('/projects/:id/merge_requests/:iid/merge', async (request) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    const sha = findText(toParams(request.body), 'sha');
    if (sha !== undefined && sha !== found.sha) {
      throw new ApiError(409, { message: 'SHA does not match HEAD of source branch' });
    }
    const outcome = await mergeMergeRequest(site, user, project, found);
    if (outcome === 'forbidden') throw new ApiError(401, { message: '401 Unauthorized' });
    if (outcome === 'not-open') throw new ApiError(405, { message: '405 Method Not Allowed' });
    if (outcome === 'not-mergeable') throw new ApiError(422, { message: 'Branch cannot be merged' });
    return presentMergeRequest(site, user, project, found);
  });
}
