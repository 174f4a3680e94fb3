import type { FastifyReply } from 'fastify';

/** What Rails says about good answers whose controller says nothing. */
export function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('Cache-Control', 'max-age=0, private, must-revalidate');
}
