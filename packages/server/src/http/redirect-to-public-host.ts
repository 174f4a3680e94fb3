import type { FastifyInstance } from 'fastify';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What browsers show; not what programs ask. */
const isPage = (url: string) => !/^\/(?:api\/|healthz(?:\?|$)|readyz(?:\?|$))/.test(url);

/**
 * Sends pages that are opened under another name of this machine (`localhost` for `127.0.0.1`) to the public
 * address: cookies belong to one name, and GitLab sends people back to the public one. Other names are left
 * alone, because a proxy may put any name on its requests and would be sent round in circles.
 */
export function redirectToPublicHost(app: FastifyInstance, publicUrl: () => string): void {
  app.addHook('onRequest', async (request, reply) => {
    const publicHost = new URL(publicUrl());
    if (request.method !== 'GET' || !isPage(request.url)) return;
    if (request.host === publicHost.host || !loopbackNames.has(publicHost.hostname)) return;
    if (!loopbackNames.has(request.hostname.replace(/:\d+$/, ''))) return;
    return reply.redirect(`${publicHost.origin}${request.url}`);
  });
}
