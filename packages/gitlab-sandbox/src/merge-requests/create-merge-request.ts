import { findBranchSha } from '../git/refs.ts';
import type { Site } from '../server/site.ts';
import { canDownload, canPush } from '../state/access.ts';
import { addMergeRequest, findOpenMergeRequest, type MergeRequestInput } from '../state/merge-requests.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { addPipeline, listHeadPipelines, mergeRequestRef } from '../state/pipelines.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { findUserById } from '../state/users.ts';

export type CreateOutcome =
  | { outcome: 'created'; request: MergeRequestRecord }
  | { outcome: 'forbidden' }
  | { outcome: 'conflict'; message: string }
  | { outcome: 'unprocessable'; message: string }
  | { outcome: 'invalid'; errors: Record<string, string[]> };

/** Opens a merge request within one project, for the REST API and the page alike. */
export async function createMergeRequest(
  site: Site,
  user: UserRecord,
  project: ProjectRecord,
  input: MergeRequestInput,
): Promise<CreateOutcome> {
  const { store } = site;
  const { sourceBranch, targetBranch } = input;
  if (project.archived || !canPush(store, user, project)) return { outcome: 'forbidden' };
  if (sourceBranch === targetBranch) {
    const message = "You can't use same project/branch for source and target";
    return { outcome: 'unprocessable', message };
  }
  const dir = repositoryDirOf(store, project);
  const sha = await findBranchSha(dir, sourceBranch);
  const errors: Record<string, string[]> = {};
  if (input.title.trim() === '') errors.title = ["can't be blank"];
  if (sha === null) errors.source_branch = ['does not exist'];
  if ((await findBranchSha(dir, targetBranch)) === null) errors.target_branch = ['does not exist'];
  if (Object.keys(errors).length > 0) return { outcome: 'invalid', errors };
  const open = findOpenMergeRequest(store, project, sourceBranch, targetBranch);
  if (open) {
    const message = `Another open merge request already exists for this source branch: !${open.iid}`;
    return { outcome: 'conflict', message };
  }
  const people = {
    assigneeIds: keepReaders(site, project, input.assigneeIds),
    reviewerIds: keepReaders(site, project, input.reviewerIds),
  };
  const request = addMergeRequest(store, project, user, { ...input, ...people, sha });
  if (project.runsPipelines && listHeadPipelines(store, request).length === 0) {
    const ref = mergeRequestRef(request);
    addPipeline(store, project, user, { sha: sha!, ref, source: 'merge_request_event' });
    store.save();
  }
  return { outcome: 'created', request };
}

/** GitLab leaves out, without a word, who cannot read the merge request; its free edition takes one person. */
export function keepReaders({ store }: Site, project: ProjectRecord, ids: number[] = []): number[] {
  const readers = [...new Set(ids)].filter((id) => canDownload(store, findUserById(store, id), project));
  return project.approvalsRequired === null ? readers.slice(0, 1) : readers;
}
