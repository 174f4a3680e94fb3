import type { Site } from '../server/site.ts';
import type { PipelineRecord, PipelineStatus, ProjectRecord } from '../state/model.ts';
import { pipelineStatus, pipelineTimes } from '../state/pipelines.ts';
import { findUserById } from '../state/users.ts';
import { projectUrl } from './present-project.ts';
import { presentUserBasic } from './present-user.ts';

const texts: Partial<Record<PipelineStatus, string>> = { success: 'passed', canceled: 'canceled' };

/** API_Entities_Ci_PipelineBasic: the rows of lists. */
export function presentPipelineBasic(site: Site, project: ProjectRecord, pipeline: PipelineRecord) {
  const { id, iid, sha, ref, source, createdAt } = pipeline;
  return {
    id,
    iid,
    project_id: project.id,
    sha,
    ref,
    status: pipelineStatus(site.store, pipeline),
    source,
    created_at: createdAt,
    updated_at: createdAt,
    web_url: `${projectUrl(site, project)}/-/pipelines/${id}`,
  };
}

/** API_Entities_Ci_Pipeline: a single one. */
export function presentPipeline(site: Site, project: ProjectRecord, pipeline: PipelineRecord) {
  const basic = presentPipelineBasic(site, project, pipeline);
  const { status } = basic;
  const user = findUserById(site.store, pipeline.userId);
  const { startedMs, finishedMs } = pipelineTimes(pipeline);
  const isFinished = ['success', 'failed', 'canceled', 'skipped'].includes(status);
  const isStarted = isFinished || status === 'running';
  const text = texts[status] ?? status.replaceAll('_', ' ');
  return {
    ...basic,
    before_sha: '0'.repeat(40),
    tag: false,
    yaml_errors: null,
    user: user ? presentUserBasic(site, user) : null,
    started_at: isStarted ? new Date(startedMs).toISOString() : null,
    finished_at: isFinished ? new Date(finishedMs).toISOString() : null,
    committed_at: null,
    duration: isFinished ? Math.round((finishedMs - startedMs) / 1000) : null,
    queued_duration: null,
    coverage: null,
    detailed_status: {
      icon: `status_${status}`,
      text,
      label: text,
      group: status,
      tooltip: text,
      has_details: true,
      details_path: `${site.basePath}/${project.path}/-/pipelines/${pipeline.id}`,
      illustration: null,
      favicon: `${site.basePath}/favicon.ico`,
    },
  };
}
