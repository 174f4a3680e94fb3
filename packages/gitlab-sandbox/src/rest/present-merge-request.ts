import { runGit } from '../git/run-git.ts';
import { countNotes } from '../merge-requests/discussions.ts';
import { canMergeInto } from '../merge-requests/merge-merge-request.ts';
import { checkMergeability, isDraft } from '../merge-requests/mergeability.ts';
import type { Site } from '../server/site.ts';
import { listMergeRequests } from '../state/merge-requests.ts';
import type { MergeRequestRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { listHeadPipelines } from '../state/pipelines.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { findUserById } from '../state/users.ts';
import { presentPipeline, presentPipelineBasic } from './present-pipeline.ts';
import { projectUrl } from './present-project.ts';
import { presentUserBasic } from './present-user.ts';

function presentUserId(site: Site, id: number | null) {
  const user = id === null ? null : findUserById(site.store, id);
  return user ? presentUserBasic(site, user) : null;
}

/** API_Entities_MergeRequestBasic: the rows of lists. */
export async function presentMergeRequestBasic(
  site: Site,
  project: ProjectRecord,
  request: MergeRequestRecord,
) {
  const { mergeStatus, detailedStatus, hasConflicts } = await checkMergeability(site.store, project, request);
  const draft = isDraft(request);
  const present = (ids: number[]) => ids.flatMap((id) => presentUserId(site, id) ?? []);
  const name = project.path.slice(project.path.lastIndexOf('/') + 1);
  return {
    id: request.id,
    iid: request.iid,
    project_id: project.id,
    title: request.title,
    description: request.description,
    state: request.state,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
    merged_by: presentUserId(site, request.mergedById),
    merge_user: presentUserId(site, request.mergedById),
    merged_at: request.mergedAt,
    closed_by: presentUserId(site, request.closedById),
    closed_at: request.closedAt,
    target_branch: request.targetBranch,
    source_branch: request.sourceBranch,
    user_notes_count: countNotes(request),
    upvotes: 0,
    downvotes: 0,
    author: presentUserId(site, request.authorId),
    assignees: present(request.assigneeIds),
    assignee: present(request.assigneeIds)[0] ?? null,
    reviewers: present(request.reviewerIds),
    source_project_id: project.id,
    target_project_id: project.id,
    labels: [],
    draft,
    imported: false,
    imported_from: 'none',
    work_in_progress: draft,
    milestone: null,
    merge_when_pipeline_succeeds: false,
    merge_status: mergeStatus,
    detailed_merge_status: detailedStatus,
    merge_after: null,
    sha: request.sha,
    merge_commit_sha: request.mergeCommitSha,
    squash_commit_sha: request.squashCommitSha,
    discussion_locked: null,
    should_remove_source_branch: null,
    force_remove_source_branch: request.removeSourceBranch,
    prepared_at: request.createdAt,
    reference: `!${request.iid}`,
    references: {
      short: `!${request.iid}`,
      relative: `${name}!${request.iid}`,
      full: `${project.path}!${request.iid}`,
    },
    web_url: `${projectUrl(site, project)}/-/merge_requests/${request.iid}`,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    squash: request.squash,
    squash_on_merge: request.squash,
    task_completion_status: { count: 0, completed_count: 0 },
    has_conflicts: hasConflicts,
    blocking_discussions_resolved: true,
  };
}

async function readDiffRefs(site: Site, project: ProjectRecord, request: MergeRequestRecord) {
  const dir = repositoryDirOf(site.store, project);
  const range = [
    request.mergeCommitSha ? `${request.mergeCommitSha}^1` : `refs/heads/${request.targetBranch}`,
  ];
  const head = request.sha ?? '';
  const base = await runGit(dir, ['merge-base', ...range, head]);
  const baseSha = base.exitCode === 0 ? base.stdout.toString('utf8').trim() : null;
  const files = baseSha ? await runGit(dir, ['diff', '--name-only', '-z', baseSha, head, '--']) : null;
  const count = files?.stdout.toString('utf8').split('\0').filter(Boolean).length ?? 0;
  return {
    changes_count: count === 0 ? null : String(count),
    diff_refs: baseSha ? { base_sha: baseSha, head_sha: head, start_sha: baseSha } : null,
  };
}

/** API_Entities_MergeRequest: a single one. */
export async function presentMergeRequest(
  site: Site,
  user: UserRecord | null,
  project: ProjectRecord,
  request: MergeRequestRecord,
) {
  const [head] = listHeadPipelines(site.store, request);
  return {
    ...(await presentMergeRequestBasic(site, project, request)),
    subscribed: user?.id === request.authorId,
    first_contribution: !listMergeRequests(site.store, project).some(
      ({ authorId, state }) => authorId === request.authorId && state === 'merged',
    ),
    ...(await readDiffRefs(site, project, request)),
    latest_build_started_at: null,
    latest_build_finished_at: null,
    first_deployed_to_production_at: null,
    pipeline: head ? presentPipelineBasic(site, project, head) : null,
    head_pipeline: head ? presentPipeline(site, project, head) : null,
    merge_error: null,
    user: { can_merge: user !== null && canMergeInto(site, user, project, request.targetBranch) },
  };
}
