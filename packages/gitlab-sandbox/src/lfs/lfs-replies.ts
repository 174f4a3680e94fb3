import type { FastifyReply } from 'fastify';
import type { Site } from '../server/site.ts';

export const lfsType = 'application/vnd.git-lfs+json';

export function sendLfs(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).header('content-type', lfsType).send(JSON.stringify(body));
}

export function sendLfsError(site: Site, reply: FastifyReply, status: number, message: string): FastifyReply {
  return sendLfs(reply, status, { message, documentation_url: `${site.url}/help` });
}
