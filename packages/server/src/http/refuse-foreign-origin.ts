import type { FastifyInstance } from 'fastify';
import { fail } from '../problem.ts';

/**
 * Refuses requests that change something and come from another site, and WebSockets, which any site may open. The
 * session cookie is SameSite=Lax, but ports of one host count as the same site, so the origin itself must match.
 */
export function refuseForeignOrigin(app: FastifyInstance, publicUrl: () => string): void {
  app.addHook('onRequest', async (request) => {
    const isUpgrade = request.headers.upgrade !== undefined;
    if ((request.method === 'GET' || request.method === 'HEAD') && !isUpgrade) return;
    const origin = request.headers.origin;
    const site = request.headers['sec-fetch-site'];
    const foreign =
      origin !== undefined
        ? origin !== new URL(publicUrl()).origin
        : site !== undefined && site !== 'same-origin' && site !== 'none';
    if (foreign) fail('foreign-origin', 'This request came from another site.');
  });
}
