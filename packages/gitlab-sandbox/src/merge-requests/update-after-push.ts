import type { RefChange } from '../git/record-push.ts';
import { isAncestor, noCommit } from '../git/refs.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import type { Store } from '../state/store.ts';

function findChange(changes: RefChange[], branch: string): RefChange | undefined {
  return changes.find(({ ref, after }) => ref === `refs/heads/${branch}` && after !== noCommit);
}

/** Whether a push to the target branch brought the commits of the merge request. */
async function isMergedBy(dir: string, request: MergeRequestRecord, push: RefChange): Promise<boolean> {
  if (request.sha === null || push.before === noCommit) return false;
  if (await isAncestor(dir, request.sha, push.before)) return false;
  return isAncestor(dir, request.sha, push.after);
}

/** Open merge requests follow their source branch, and are merged when a push brings them to the target. */
export async function updateMergeRequests(
  store: Store,
  project: ProjectRecord,
  user: UserRecord,
  changes: RefChange[],
): Promise<void> {
  const dir = repositoryDirOf(store, project);
  for (const request of store.state.mergeRequests) {
    if (request.projectId !== project.id || request.state !== 'opened') continue;
    const source = findChange(changes, request.sourceBranch);
    const target = findChange(changes, request.targetBranch);
    if (!source && !target) continue;
    if (source) {
      request.sha = source.after;
      // GitLab's default where approvals can be required: new commits need new ones.
      if (project.approvalsRequired !== null) request.approvals = [];
    }
    request.mergeabilityChecked = false;
    request.updatedAt = store.nowIso();
    if (target && (await isMergedBy(dir, request, target))) {
      request.state = 'merged';
      request.mergedById = user.id;
      request.mergedAt = store.nowIso();
    }
  }
}
