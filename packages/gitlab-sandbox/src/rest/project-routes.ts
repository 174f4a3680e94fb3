import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { ProjectRecord } from '../state/model.ts';
import { ApiError } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { listProjects } from './list-projects.ts';
import { addressWith, paginate, parsePage } from './pagination.ts';
import { findChoice, findInteger, findText, type Params, toParams } from './params.ts';
import { presentProject, presentProjectSimple } from './present-project.ts';

/** Keyset pagination: only by id, and `Link` has nothing but `next`. */
function keysetPage(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Params,
  projects: ProjectRecord[],
): ProjectRecord[] {
  if (findText(params, 'order_by') !== 'id') {
    throw new ApiError(405, { error: 'Keyset pagination is not yet available for this type of request' });
  }
  const after = findInteger(params, 'id_after');
  const before = findInteger(params, 'id_before');
  const rows = projects.filter(
    ({ id }) => (after === undefined || id > after) && (before === undefined || id < before),
  );
  const { perPage } = parsePage(params);
  const page = rows.slice(0, perPage);
  const last = page.at(-1);
  if (last && rows.length > perPage) {
    const cursor = findText(params, 'sort') === 'asc' ? 'id_after' : 'id_before';
    reply.header('Link', `<${addressWith(site, request, { [cursor]: last.id })}>; rel="next"`);
  }
  return page;
}

export function registerProjectRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects', async (request, reply) => {
    const user = findCaller(site, request);
    const params = toParams(request.query);
    const projects = listProjects(site, user, params);
    const isKeyset = findChoice(params, 'pagination', ['keyset', 'legacy', 'offset']) === 'keyset';
    const page = isKeyset
      ? keysetPage(site, request, reply, params, projects)
      : paginate(site, request, reply, params, projects);
    const isSimple = findText(params, 'simple') === 'true';
    if (isSimple) return page.map((project) => presentProjectSimple(site, user, project));
    return Promise.all(page.map((project) => presentProject(site, user, project)));
  });

  app.get('/projects/:id', (request) => {
    const user = findCaller(site, request);
    return presentProject(site, user, getProject(site, request, user));
  });
}
