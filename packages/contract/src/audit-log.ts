import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { WorkspaceId } from './ids.ts';

export const AuditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actor: z.string().nullable(),
  action: z.string(),
  /** What it was done to: a repository path, a member's name, … */
  subject: z.string(),
  details: z.record(z.string(), z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const listAuditLog = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/audit-log',
  tag: 'Audit log',
  summary: 'Newest first, 100 at a time (admin)',
  params: z.object({ workspaceId: WorkspaceId }),
  query: z.object({ before: z.coerce.number().int().optional(), search: z.string().max(200).optional() }),
  response: z.object({ entries: z.array(AuditEntry), more: z.boolean() }),
});
export const listMyGitLabUse = endpoint({
  method: 'GET',
  path: '/api/me/gitlab-use',
  tag: 'GitLab',
  summary: 'Where the own GitLab accounts were used, newest first, at most 50',
  response: z.array(AuditEntry),
});
