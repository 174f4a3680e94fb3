import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { ProjectRecord } from '../state/model.ts';
import { findObjectSize, readObject, storeObject } from './lfs-objects.ts';
import { lfsType, sendLfsError } from './lfs-replies.ts';

/** Sends an object, or the part of it that an interrupted download still needs. */
export function sendObject(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { project, oid }: { project: ProjectRecord; oid: string },
): FastifyReply {
  const size = findObjectSize(site.store, project, oid);
  if (size === null) return sendLfsError(site, reply, 404, 'Not found.');
  const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = asked ? Number(asked[1]) : 0;
  const end = Math.min(asked?.[2] ? Number(asked[2]) : size - 1, size - 1);
  if (asked && start >= size) return reply.code(416).header('content-range', `bytes */${size}`).send();
  if (asked) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`);
  reply.header('content-type', 'application/octet-stream').header('content-length', end - start + 1);
  if (request.method === 'HEAD' || size === 0) return reply.send();
  return reply.send(readObject(site.store, project, oid, { start, end }));
}

export async function receiveObject(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { project, oid, size }: { project: ProjectRecord; oid: string; size: number },
): Promise<FastifyReply> {
  const isStored = await storeObject(site.store, project, { oid, size }, request.raw);
  if (isStored) return reply.code(200).header('content-type', lfsType).send();
  return reply.code(400).type('text/plain; charset=utf-8').send('SHA256 or size mismatch');
}
