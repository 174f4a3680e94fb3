import type { FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { findMergeRequest } from '../state/merge-requests.ts';
import type { MergeRequestRecord, ProjectRecord } from '../state/model.ts';
import { ApiError } from './api-error.ts';

/** The merge request that `:iid` names. */
export function getMergeRequest(
  site: Site,
  request: FastifyRequest,
  project: ProjectRecord,
): MergeRequestRecord {
  const { iid } = request.params as { iid: string };
  const found = findMergeRequest(site.store, project, Number(iid));
  if (!found) throw new ApiError(404, { message: '404 Not found' });
  return found;
}
