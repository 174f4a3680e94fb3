import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { canDownload } from '../state/access.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { findObjectSize } from './lfs-objects.ts';
import { sendLfs, sendLfsError } from './lfs-replies.ts';

interface AskedObject {
  oid?: string;
  size?: number;
}

/** Says where each object is downloaded from, or uploaded to when the project does not have it. */
export function answerBatch(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { project, user }: { project: ProjectRecord; user: UserRecord | null },
): FastifyReply {
  const { operation, objects } = request.body as { operation?: string; objects?: AskedObject[] };
  if (!objects?.length) return sendLfsError(site, reply, 404, 'Not found.');
  const authorization = user ? { Authorization: site.lfsTokens.issue(user) } : {};
  const storage = `${site.url}/${project.path}.git/gitlab-lfs/objects`;
  const isKept = ({ oid = '' }: AskedObject) =>
    /^[0-9a-f]{64}$/.test(oid) && findObjectSize(site.store, project, oid) !== null;

  const answers = objects.map((object) => {
    if (operation === 'upload') {
      if (isKept(object)) return object;
      const header = {
        ...authorization,
        'Content-Type': 'application/octet-stream',
        'Transfer-Encoding': 'chunked',
      };
      return { ...object, actions: { upload: { href: `${storage}/${object.oid}/${object.size}`, header } } };
    }
    if (!isKept(object)) {
      const message = "Object does not exist on the server or you don't have permissions to access it";
      return { ...object, error: { code: 404, message } };
    }
    return {
      ...object,
      actions: { download: { href: `${storage}/${object.oid}`, header: authorization } },
      ...(canDownload(site.store, null, project) && { authenticated: true }),
    };
  });
  return sendLfs(reply, 200, { objects: answers });
}
