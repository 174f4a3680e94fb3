import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessDeniedText } from '../git/git-access.ts';
import { type GitIdentity, identify } from '../git/git-credentials.ts';
import type { Site } from '../server/site.ts';
import { canDownload, canPush, canSee } from '../state/access.ts';
import type { ProjectRecord } from '../state/model.ts';
import { findMovedProject, findProjectAt } from '../state/projects.ts';
import { answerBatch } from './batch.ts';
import type { LfsEndpoint, LfsRequestPath } from './lfs-path.ts';
import { sendLfsError } from './lfs-replies.ts';
import { createLock, listLocks, unlock, verifyLocks } from './locks.ts';
import { receiveObject, sendObject } from './transfers.ts';

/** Whether a request reads or writes; null when there is no such request. */
function accessOf({ kind }: LfsEndpoint, { method, body }: FastifyRequest): 'download' | 'upload' | null {
  if (kind === 'object') return method === 'GET' || method === 'HEAD' ? 'download' : null;
  if (kind === 'upload') return method === 'PUT' ? 'upload' : null;
  if (kind === 'locks' && method === 'GET') return 'download';
  if (method !== 'POST') return null;
  if (kind !== 'batch') return 'upload';
  const { operation } = (body ?? {}) as { operation?: string };
  return operation === 'download' || operation === 'upload' ? operation : null;
}

function mayDownload(site: Site, { user, mayRead }: GitIdentity, project: ProjectRecord): boolean {
  return mayRead && canSee(site.store, user, project) && canDownload(site.store, user, project);
}

/** Answers a request of the Git LFS API or of its storage. */
export async function handleLfs(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { projectPath, endpoint }: LfsRequestPath,
): Promise<FastifyReply> {
  const { store } = site;
  const identity = identify(site, request.headers.authorization);
  const { user } = identity;
  request.logEntry.tokenKind = identity.kind;
  request.logEntry.username = user?.username ?? null;
  const project = findProjectAt(store, projectPath) ?? findMovedProject(store, projectPath);
  const access = accessOf(endpoint, request);
  const isAnonymousRead = !user && access === 'download' && project && canDownload(store, null, project);
  if (identity.kind === 'invalid' || (!user && !isAnonymousRead)) {
    reply.header('WWW-Authenticate', 'Basic realm="GitLab"').code(401);
    return reply.type('text/plain; charset=utf-8').send(accessDeniedText(site));
  }
  if (endpoint.kind === 'legacy') {
    const message =
      'Server supports batch API only, please update your Git LFS client to version 1.0.1 and up.';
    return sendLfsError(site, reply, 501, message);
  }
  if (!project || !mayDownload(site, identity, project)) {
    return sendLfsError(site, reply, 404, 'Not found.');
  }
  const mayUpload = identity.mayWrite && !project.archived && canPush(store, user, project);
  if (access === null || (access === 'upload' && !mayUpload)) {
    return sendLfsError(site, reply, 403, 'Access forbidden. Check your access level.');
  }

  const of = { project, user };
  switch (endpoint.kind) {
    case 'batch':
      return answerBatch(site, request, reply, of);
    case 'object':
      return sendObject(site, request, reply, { project, oid: endpoint.oid });
    case 'upload':
      return receiveObject(site, request, reply, { project, ...endpoint });
    case 'locks':
      return request.method === 'GET'
        ? listLocks(site, request, reply, of)
        : createLock(site, request, reply, of);
    case 'verify':
      return verifyLocks(site, reply, of);
    case 'unlock':
      return unlock(site, request, reply, of, endpoint.id);
  }
}
