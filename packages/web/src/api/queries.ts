import {
  getBranchDeletion,
  getCheckoutStatus,
  getFileDiff,
  getFileHunks,
  getIntegrationUse,
  getInvitation,
  getMe,
  getPreflight,
  getProject,
  getRecoveryPoint,
  getRecoverySpace,
  getRepositoryUse,
  getSetUp,
  getUnpushedWork,
  listAuditLog,
  listBranches,
  listCheckouts,
  listFiles,
  listGitLabProjects,
  listInstances,
  listIntegrations,
  listInvitations,
  listLeftChanges,
  listMembers,
  listMyGitLabUse,
  listMyInstances,
  listOperations,
  listProjects,
  listRecoveryPoints,
  listRepositories,
  listRepositoryBranches,
  listStartPoints,
  listStoppedExports,
  listTerminals,
  readFile,
} from '@notelab/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

export const meQuery = () =>
  queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => call(getMe, { signal }), staleTime: 60_000 });

export const setUpQuery = () =>
  queryOptions({ queryKey: ['set-up'], queryFn: ({ signal }) => call(getSetUp, { signal }) });

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(getInvitation, { params: { token }, signal }),
  });

export const projectsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['projects', workspaceId],
    queryFn: ({ signal }) => call(listProjects, { params: { workspaceId }, signal }),
  });

export const projectQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['project', projectId],
    queryFn: ({ signal }) => call(getProject, { params: { projectId }, signal }),
  });

export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['members', workspaceId],
    queryFn: ({ signal }) => call(listMembers, { params: { workspaceId }, signal }),
  });

export const invitationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['invitations', workspaceId],
    queryFn: ({ signal }) => call(listInvitations, { params: { workspaceId }, signal }),
  });

export const myInstancesQuery = () =>
  queryOptions({
    queryKey: ['my-instances'],
    queryFn: ({ signal }) => call(listMyInstances, { signal }),
  });

export const myGitLabUseQuery = () =>
  queryOptions({
    queryKey: ['my-gitlab-use'],
    queryFn: ({ signal }) => call(listMyGitLabUse, { signal }),
  });

export const instancesQuery = () =>
  queryOptions({ queryKey: ['instances'], queryFn: ({ signal }) => call(listInstances, { signal }) });

/** The admin's GitLab projects that match a search, page after page. */
export const gitlabProjectsQuery = (workspaceId: string, instanceId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ['gitlab-projects', workspaceId, instanceId, search],
    queryFn: ({ pageParam, signal }) =>
      call(listGitLabProjects, {
        params: { workspaceId },
        query: { instanceId, search: search || undefined, page: pageParam },
        signal,
      }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.nextPage,
    placeholderData: keepPreviousData,
  });

export const repositoriesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['repositories', workspaceId],
    queryFn: ({ signal }) => call(listRepositories, { params: { workspaceId }, signal }),
  });

export const repositoryUseQuery = (workspaceId: string, repositoryId: string) =>
  queryOptions({
    queryKey: ['repositories', workspaceId, repositoryId, 'use'],
    queryFn: ({ signal }) => call(getRepositoryUse, { params: { workspaceId, repositoryId }, signal }),
  });

/** Branches on GitLab whose name matches a search. */
export const repositoryBranchesQuery = (workspaceId: string, repositoryId: string, search: string) =>
  queryOptions({
    queryKey: ['repositories', workspaceId, repositoryId, 'branches', search],
    queryFn: ({ signal }) =>
      call(listRepositoryBranches, {
        params: { workspaceId, repositoryId },
        query: { search: search || undefined },
        signal,
      }),
  });

export const integrationsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['integrations', workspaceId],
    queryFn: ({ signal }) => call(listIntegrations, { params: { workspaceId }, signal }),
  });

export const integrationUseQuery = (workspaceId: string, integrationId: string) =>
  queryOptions({
    queryKey: ['integrations', workspaceId, integrationId, 'use'],
    queryFn: ({ signal }) => call(getIntegrationUse, { params: { workspaceId, integrationId }, signal }),
  });

export const auditLogQuery = (workspaceId: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', workspaceId, search],
    queryFn: ({ pageParam, signal }) =>
      call(listAuditLog, {
        params: { workspaceId },
        query: { before: pageParam, search: search || undefined },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.more ? last.entries.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
  });

/** One folder's entries; '' is the project's own folder. */
export const filesQuery = (projectId: string, folder: string) =>
  queryOptions({
    queryKey: ['files', projectId, folder],
    queryFn: ({ signal }) => call(listFiles, { params: { projectId }, query: { path: folder }, signal }),
  });

export const fileQuery = (projectId: string, path: string) =>
  queryOptions({
    queryKey: ['file', projectId, path],
    queryFn: ({ signal }) => call(readFile, { params: { projectId }, query: { path }, signal }),
  });

export const checkoutsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['checkouts', projectId],
    queryFn: ({ signal }) => call(listCheckouts, { params: { projectId }, signal }),
  });

export const checkoutStatusQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'status'],
    queryFn: ({ signal }) => call(getCheckoutStatus, { params: { checkoutId }, signal }),
  });

export const branchesQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'branches'],
    queryFn: ({ signal }) => call(listBranches, { params: { checkoutId }, signal }),
  });

export const leftChangesQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'left-changes'],
    queryFn: ({ signal }) => call(listLeftChanges, { params: { checkoutId }, signal }),
  });

export const startPointsQuery = (checkoutId: string, search: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'start-points', search],
    queryFn: ({ signal }) => call(listStartPoints, { params: { checkoutId }, query: { search }, signal }),
  });

export const branchDeletionQuery = (checkoutId: string, branch: string, where: 'local' | 'remote') =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'branch-deletion', branch, where],
    queryFn: ({ signal }) =>
      call(getBranchDeletion, { params: { checkoutId }, query: { branch, where }, signal }),
  });

export const recoveryPointsQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'recovery-points'],
    queryFn: ({ signal }) => call(listRecoveryPoints, { params: { checkoutId }, signal }),
  });

export const recoveryPointQuery = (checkoutId: string, pointId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'recovery-points', pointId],
    queryFn: ({ signal }) => call(getRecoveryPoint, { params: { checkoutId, pointId }, signal }),
  });

export const recoverySpaceQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'recovery-points', 'space'],
    queryFn: ({ signal }) => call(getRecoverySpace, { params: { checkoutId }, signal }),
  });

/** One changed file, before and after. `originalPath` is where a renamed file was. */
export const fileDiffQuery = (checkoutId: string, path: string, originalPath: string | null) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'diff', path, originalPath],
    queryFn: ({ signal }) =>
      call(getFileDiff, {
        params: { checkoutId },
        query: { path, originalPath: originalPath ?? undefined },
        signal,
      }),
  });

/** Where a changed file differs from the last commit; null when it is taken as a whole. */
export const fileHunksQuery = (checkoutId: string, path: string, originalPath: string | null) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'hunks', path, originalPath],
    queryFn: async ({ signal }) =>
      (
        await call(getFileHunks, {
          params: { checkoutId },
          query: { path, originalPath: originalPath ?? undefined },
          signal,
        })
      ).hunks,
  });

/**
 * What to know before a commit. GitLab is asked for it, so it is read again when `state` changes, not with every change
 * of a file.
 */
export const preflightQuery = (checkoutId: string, state: string) =>
  queryOptions({
    queryKey: ['preflight', checkoutId, state],
    queryFn: ({ signal }) => call(getPreflight, { params: { checkoutId }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const unpushedWorkQuery = (checkoutId: string) =>
  queryOptions({
    queryKey: ['checkout', checkoutId, 'unpushed-work'],
    queryFn: ({ signal }) => call(getUnpushedWork, { params: { checkoutId }, signal }),
    staleTime: 0,
  });

/** Queued, running and lately finished operations; kept up to date by events. */
export const operationsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['operations', projectId],
    queryFn: ({ signal }) => call(listOperations, { params: { projectId }, signal }),
  });

/** One's own terminals of the project and the shared ones; kept up to date by events. */
export const terminalsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['terminals', projectId],
    queryFn: ({ signal }) => call(listTerminals, { params: { projectId }, signal }),
  });

/** Automatic exports of the workspace that wait for somebody. */
export const stoppedExportsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['stopped-exports', workspaceId],
    queryFn: ({ signal }) => call(listStoppedExports, { params: { workspaceId }, signal }),
  });
