import type { FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { canDownload, canSee } from '../state/access.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { findMovedProject, findProjectAt, findProjectById } from '../state/projects.ts';
import { ApiError, forbidden, notFound } from './api-error.ts';

/** The address of the same endpoint under the numeric id, for projects that were renamed. */
function movedError(site: Site, request: FastifyRequest, project: ProjectRecord): ApiError {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new ApiError(405, { message: 'Non GET methods are not allowed for moved projects' });
  }
  const address = (request.raw.url ?? '').replace(
    /\/api\/v4\/projects\/[^/?]+/,
    `/api/v4/projects/${project.id}`,
  );
  const location = `${site.url}${address.slice(site.basePath.length)}`;
  return new ApiError(
    302,
    { message: `This resource has been moved temporarily to ${location}` },
    {
      Location: location,
    },
  );
}

/** The project that `:id` names, by number or path; one that the caller may not see does not exist. */
export function getProject(site: Site, request: FastifyRequest, user: UserRecord | null): ProjectRecord {
  const id = (request.params as { id: string }).id;
  const { store } = site;
  const isNumber = /^\d+$/.test(id);
  const project = isNumber ? findProjectById(store, Number(id)) : findProjectAt(store, id);
  if (project && canSee(store, user, project)) return project;
  const moved = project || isNumber ? null : findMovedProject(store, id);
  if (moved && canSee(store, user, moved)) throw movedError(site, request, moved);
  throw notFound('Project');
}

/** The project of a repository endpoint, whose code the caller must be allowed to read. */
export function getReadableProject(
  site: Site,
  request: FastifyRequest,
  user: UserRecord | null,
): ProjectRecord {
  const project = getProject(site, request, user);
  if (!canDownload(site.store, user, project)) throw forbidden();
  return project;
}
