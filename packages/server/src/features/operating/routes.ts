import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness.ts';

const unlisted = { schema: { hide: true }, config: { rateLimit: false } } as const;

/** What load balancers and supervisors ask, without signing in. */
export function operatingRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get('/healthz', unlisted, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );

  app.get('/readyz', unlisted, async (_request, reply) => {
    const reasons = await readiness.listReasons();
    const isReady = reasons.length === 0;
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(isReady ? { status: 'ready' } : { status: 'not ready', reasons });
  });
}
