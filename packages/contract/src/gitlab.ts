import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { InstanceId, IntegrationId, RepositoryId, WorkspaceId } from './ids.ts';
import { BranchName, DisplayName, FolderName } from './names.ts';

const tag = 'GitLab';
const inWorkspace = z.object({ workspaceId: WorkspaceId });

/** A GitLab project as the admin picks it: not yet connected, or already. */
export const GitLabProject = z.object({
  gitlabId: z.number().int(),
  path: z.string(),
  name: z.string(),
  visibility: z.enum(['private', 'internal', 'public']),
  archived: z.boolean(),
  defaultBranch: z.string().nullable(),
  webUrl: z.string(),
  lastActivityAt: z.iso.datetime().nullable(),
  connected: z.boolean(),
});
export type GitLabProject = z.infer<typeof GitLabProject>;

export const Repository = z.object({
  id: RepositoryId,
  instanceId: InstanceId,
  instanceName: z.string(),
  gitlabId: z.number().int(),
  path: z.string(),
  visibility: z.enum(['private', 'internal', 'public']),
  archived: z.boolean(),
  defaultBranch: z.string().nullable(),
  webUrl: z.string(),
  connectedBy: z.string(),
  connectedAt: z.iso.datetime(),
});
export type Repository = z.infer<typeof Repository>;

export const listGitLabProjects = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/gitlab-projects',
  tag,
  summary: 'The admin’s own GitLab projects where they are at least Developer, one page of GitLab’s',
  params: inWorkspace,
  query: z.object({
    instanceId: InstanceId,
    search: z.string().max(200).optional(),
    page: z.coerce.number().int().min(1).max(500).default(1),
  }),
  response: z.object({
    projects: z.array(GitLabProject),
    nextPage: z.number().int().nullable(),
    total: z.number().int().nullable(),
  }),
});
export const listRepositories = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/repositories',
  tag,
  summary: 'Repositories connected to the workspace',
  params: inWorkspace,
  response: z.array(Repository),
});
export const changeRepositories = endpoint({
  method: 'POST',
  path: '/api/workspaces/:workspaceId/repositories',
  tag,
  summary: 'Connect and remove repositories in one step (admin)',
  params: inWorkspace,
  body: z.object({
    instanceId: InstanceId,
    connect: z.array(z.number().int()).max(200),
    remove: z.array(RepositoryId).max(200),
  }),
  response: z.array(Repository),
});
export const RepositoryUse = z.object({
  integrations: z.array(z.object({ id: IntegrationId, name: z.string() })),
  checkouts: z.array(z.object({ projectName: z.string(), folderName: z.string() })),
});
export type RepositoryUse = z.infer<typeof RepositoryUse>;
export const getRepositoryUse = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/repositories/:repositoryId/use',
  tag,
  summary: 'Which integrations and checkouts a removal affects',
  params: inWorkspace.extend({ repositoryId: RepositoryId }),
  response: RepositoryUse,
});

export const RepositoryBranch = z.object({ name: z.string(), protected: z.boolean(), default: z.boolean() });
export type RepositoryBranch = z.infer<typeof RepositoryBranch>;
export const listRepositoryBranches = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/repositories/:repositoryId/branches',
  tag,
  summary: 'Branches on GitLab, one page, as the acting user sees them',
  params: inWorkspace.extend({ repositoryId: RepositoryId }),
  query: z.object({ search: z.string().max(200).optional() }),
  response: z.array(RepositoryBranch),
});

export const Integration = z.object({
  id: IntegrationId,
  name: z.string(),
  repository: Repository,
  /** Null for a repository without commits: the clone takes what GitLab calls the default. */
  defaultBranch: z.string().nullable(),
  folderName: z.string(),
  projectCount: z.number().int(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** As far as Notelab knows: it was told by GitLab when somebody acted, or an admin checked. */
  health: z.enum([
    'healthy',
    'repository-removed',
    'repository-missing',
    'branch-gone',
    'repository-archived',
  ]),
});
export type Integration = z.infer<typeof Integration>;

const IntegrationSettings = z.object({
  name: DisplayName.optional(),
  defaultBranch: BranchName.nullable(),
  folderName: FolderName,
});
export const listIntegrations = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/integrations',
  tag: 'Integrations',
  summary: 'Integrations of the workspace',
  params: inWorkspace,
  response: z.array(Integration),
});
export const createIntegration = endpoint({
  method: 'POST',
  path: '/api/workspaces/:workspaceId/integrations',
  tag: 'Integrations',
  summary: 'Create an integration (admin)',
  params: inWorkspace,
  body: IntegrationSettings.extend({ repositoryId: RepositoryId }),
  response: Integration,
});
const inIntegration = inWorkspace.extend({ integrationId: IntegrationId });
export const updateIntegration = endpoint({
  method: 'PATCH',
  path: '/api/workspaces/:workspaceId/integrations/:integrationId',
  tag: 'Integrations',
  summary: 'Edit an integration (admin)',
  params: inIntegration,
  body: IntegrationSettings.partial(),
  response: Integration,
});
export const deleteIntegration = endpoint({
  method: 'DELETE',
  path: '/api/workspaces/:workspaceId/integrations/:integrationId',
  tag: 'Integrations',
  summary: 'Delete an integration (admin); checkouts made from it stay',
  params: inIntegration,
  response: z.object({}),
});
export const getIntegrationUse = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/integrations/:integrationId/use',
  tag: 'Integrations',
  summary: 'Which checkouts were made from an integration',
  params: inIntegration,
  response: z.array(z.object({ projectName: z.string(), folderName: z.string() })),
});
