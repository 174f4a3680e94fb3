import { findBranchSha } from '../git/refs.ts';
import { runGit } from '../git/run-git.ts';
import type { MergeRequestRecord, ProjectRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import type { Store } from '../state/store.ts';
import { approvalsLeft } from './approvals.ts';

export interface Mergeability {
  mergeStatus: 'checking' | 'can_be_merged' | 'cannot_be_merged';
  detailedStatus: string;
  hasConflicts: boolean;
}

export function isDraft({ title }: Pick<MergeRequestRecord, 'title'>): boolean {
  return /^(draft:|\[draft\]|\(draft\))/i.test(title);
}

/** The tree of merging two commits; null when they conflict or share no history. */
export async function mergeTree(dir: string, target: string, source: string): Promise<string | null> {
  const result = await runGit(dir, ['merge-tree', '--write-tree', target, source]);
  return result.exitCode === 0 ? result.stdout.toString('utf8').trim().split('\n')[0]! : null;
}

/**
 * GitLab checks in the background: the answer to the creation says `checking`, the next read knows more. The
 * detailed status is the first of GitLab's checks that fails, and those that need git come last.
 */
export async function checkMergeability(
  store: Store,
  project: ProjectRecord,
  request: MergeRequestRecord,
): Promise<Mergeability> {
  if (request.state !== 'opened') {
    const status = request.state === 'merged' ? 'can_be_merged' : 'cannot_be_merged';
    return { mergeStatus: status, detailedStatus: 'not_open', hasConflicts: false };
  }
  if (!request.mergeabilityChecked) {
    request.mergeabilityChecked = true;
    store.save();
    return { mergeStatus: 'checking', detailedStatus: 'checking', hasConflicts: false };
  }
  const merge = await tryMerge(store, project, request);
  if (isDraft(request)) return { ...merge, detailedStatus: 'draft_status' };
  if (approvalsLeft(project, request) > 0) return { ...merge, detailedStatus: 'not_approved' };
  return merge;
}

async function tryMerge(
  store: Store,
  project: ProjectRecord,
  request: MergeRequestRecord,
): Promise<Mergeability> {
  const dir = repositoryDirOf(store, project);
  const [source, target] = await Promise.all([
    findBranchSha(dir, request.sourceBranch),
    findBranchSha(dir, request.targetBranch),
  ]);
  if (source === null || target === null) {
    return { mergeStatus: 'cannot_be_merged', detailedStatus: 'broken_status', hasConflicts: false };
  }
  if ((await mergeTree(dir, target, source)) === null) {
    return { mergeStatus: 'cannot_be_merged', detailedStatus: 'conflict', hasConflicts: true };
  }
  return { mergeStatus: 'can_be_merged', detailedStatus: 'mergeable', hasConflicts: false };
}
