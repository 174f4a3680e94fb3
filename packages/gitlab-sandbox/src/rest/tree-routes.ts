import type { FastifyInstance } from 'fastify';
import { findCommitSha, isEmptyRepository } from '../git/refs.ts';
import { listTree } from '../git/trees.ts';
import type { Site } from '../server/site.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { notFound } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findFlag, findText, toParams } from './params.ts';

export function registerTreeRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/repository/tree', async (request, reply) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const dir = repositoryDirOf(site.store, project);
    const params = toParams(request.query);
    const path = (findText(params, 'path') ?? '').replace(/^\/+|\/+$/g, '');
    if (await isEmptyRepository(dir)) throw notFound('Tree');
    const sha = await findCommitSha(dir, findText(params, 'ref') ?? project.defaultBranch);
    const entries = sha && (await listTree(dir, sha, path, findFlag(params, 'recursive') ?? false));
    if (!entries) throw notFound('Tree');
    return paginate(site, request, reply, params, entries).map((entry) => ({
      id: entry.sha,
      name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
      type: entry.type,
      path: entry.path,
      mode: entry.mode,
    }));
  });
}
