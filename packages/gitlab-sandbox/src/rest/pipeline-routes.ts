import type { FastifyInstance } from 'fastify';
import { runGit } from '../git/run-git.ts';
import type { Site } from '../server/site.ts';
import type { MergeRequestRecord, PipelineRecord, ProjectRecord } from '../state/model.ts';
import { mergeRequestRef, pipelineStatus } from '../state/pipelines.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { notFound } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { getMergeRequest } from './get-merge-request.ts';
import { paginate } from './pagination.ts';
import { findText, toParams } from './params.ts';
import { presentPipeline, presentPipelineBasic } from './present-pipeline.ts';

function listPipelines({ store }: Site, project: ProjectRecord): PipelineRecord[] {
  return store.state.pipelines.filter(({ projectId }) => projectId === project.id).toReversed();
}

/** Those of the merge request's own ref, and those of its commits on its branch. */
async function listOfMergeRequest(
  site: Site,
  project: ProjectRecord,
  request: MergeRequestRecord,
): Promise<PipelineRecord[]> {
  const range = [`refs/heads/${request.targetBranch}..${request.sha ?? 'HEAD'}`];
  const result = await runGit(repositoryDirOf(site.store, project), ['rev-list', ...range, '--']);
  const commits = new Set([request.sha, ...result.stdout.toString('utf8').split('\n')]);
  return listPipelines(site, project).filter(
    ({ sha, ref }) => ref === mergeRequestRef(request) || (ref === request.sourceBranch && commits.has(sha)),
  );
}

export function registerPipelineRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/pipelines', (request, reply) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const params = toParams(request.query);
    const [ref, sha, status] = ['ref', 'sha', 'status'].map((name) => findText(params, name));
    const rows = listPipelines(site, project).filter(
      (row) =>
        (ref === undefined || row.ref === ref) &&
        (sha === undefined || row.sha === sha) &&
        (status === undefined || pipelineStatus(site.store, row) === status),
    );
    return paginate(site, request, reply, params, rows).map((row) =>
      presentPipelineBasic(site, project, row),
    );
  });

  app.get('/projects/:id/pipelines/:pipelineId', (request) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const { pipelineId } = request.params as { pipelineId: string };
    const found = listPipelines(site, project).find(({ id }) => id === Number(pipelineId));
    if (!found) throw notFound('Pipeline');
    return presentPipeline(site, project, found);
  });

  app.get('/projects/:id/merge_requests/:iid/pipelines', async (request, reply) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const rows = await listOfMergeRequest(site, project, getMergeRequest(site, request, project));
    return paginate(site, request, reply, toParams(request.query), rows).map((row) =>
      presentPipelineBasic(site, project, row),
    );
  });
}
