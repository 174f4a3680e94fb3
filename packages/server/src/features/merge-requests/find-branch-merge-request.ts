import type { GitLabClient, GitLabMergeRequest } from '@notelab/gitlab';
import type { ReadMergeRequest } from './present-merge-request.ts';

/**
 * The merge request of a branch: the open one, else the one that ended with the commit the branch has now. An older
 * one that ended says nothing about what is on the branch today.
 */
export async function findBranchMergeRequest(
  client: GitLabClient,
  projectId: number,
  { branch, oid }: { branch: string; oid: string | null },
): Promise<ReadMergeRequest | null> {
  const { mergeRequests } = await client.listMergeRequests(projectId, { sourceBranch: branch });
  const chosen = chooseMergeRequest(mergeRequests, projectId, oid);
  if (!chosen) return null;
  const { iid, noteCount } = chosen;
  const [mergeRequest, approvals, threads] = await Promise.all([
    client.getMergeRequest(projectId, iid),
    client.findApprovals(projectId, iid),
    noteCount > 0 ? client.countThreads(projectId, iid) : null,
  ]);
  return { mergeRequest, approvals, threads };
}

/** Branches of forks have the same names and are others' branches. */
export function chooseMergeRequest<Row extends Pick<GitLabMergeRequest, 'state' | 'sha' | 'sourceProjectId'>>(
  rows: Row[],
  projectId: number,
  oid: string | null,
): Row | null {
  const own = rows.filter(({ sourceProjectId }) => sourceProjectId === projectId);
  const isOpen = ({ state }: Row) => state === 'opened' || state === 'locked';
  return own.find(isOpen) ?? own.find(({ sha }) => sha !== null && sha === oid) ?? null;
}
