import type { FastifyInstance } from 'fastify';
import {
  approvalsLeft,
  approve,
  canApprove,
  hasApproved,
  withdrawApproval,
} from '../merge-requests/approvals.ts';
import type { Site } from '../server/site.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { findUserById } from '../state/users.ts';
import { ApiError, unauthorized } from './api-error.ts';
import { findCaller, getCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { getMergeRequest } from './get-merge-request.ts';
import { presentUserBasic } from './present-user.ts';

/** API_Entities_MergeRequestApprovals, or EE_API_Entities_ApprovalState where approvals can be required. */
function presentApprovals(
  site: Site,
  user: UserRecord | null,
  project: ProjectRecord,
  request: MergeRequestRecord,
) {
  const approvedBy = request.approvals.flatMap(({ userId, at }) => {
    const approver = findUserById(site.store, userId);
    return approver ? [{ user: presentUserBasic(site, approver), approved_at: at }] : [];
  });
  const free = {
    user_has_approved: hasApproved(user, request),
    user_can_approve: canApprove(site, user, project, request),
    approved: request.approvals.length > 0,
    approved_by: approvedBy,
  };
  if (project.approvalsRequired === null) return free;
  const left = approvalsLeft(project, request);
  return {
    id: request.id,
    iid: request.iid,
    project_id: project.id,
    title: request.title,
    description: request.description,
    state: request.state,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    merge_status: 'can_be_merged',
    ...free,
    approved: left === 0,
    approvals_required: project.approvalsRequired,
    approvals_left: left,
    require_password_to_approve: false,
    suggested_approvers: [],
    approvers: [],
    approver_groups: [],
    approval_rules_left: [],
    has_approval_rules: true,
    merge_request_approvers_available: true,
    multiple_approval_rules_available: true,
    invalid_approvers_rules: [],
  };
}

export function registerApprovalRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/merge_requests/:iid/approvals', (request) => {
    const user = findCaller(site, request);
    const project = getReadableProject(site, request, user);
    return presentApprovals(site, user, project, getMergeRequest(site, request, project));
  });

  app.post('/projects/:id/merge_requests/:iid/approve', (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    if (approve(site, user, project, found) === 'forbidden') throw unauthorized();
    return reply.code(201).send(presentApprovals(site, user, project, found));
  });

  app.post('/projects/:id/merge_requests/:iid/unapprove', (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const found = getMergeRequest(site, request, project);
    if (withdrawApproval(site, user, found) === 'not-found')
      throw new ApiError(404, { message: '404 Not Found' });
    return reply.code(201).send(presentApprovals(site, user, project, found));
  });
}
