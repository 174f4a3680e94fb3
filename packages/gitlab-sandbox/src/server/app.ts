import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerIntrospectRoutes } from '../oauth/introspect-routes.ts';
import { registerRevokeRoutes } from '../oauth/revoke-routes.ts';
import { registerTokenInfoRoutes } from '../oauth/token-info-routes.ts';
import { registerTokenRoutes } from '../oauth/token-routes.ts';
import { refuseMalformedForms } from '../oauth/well-formed.ts';
import { registerAuthorizeRoutes } from '../pages/authorize-routes.ts';
import { pageRoutes } from '../pages/page-routes.ts';
import { restRoutes } from '../rest/rest-routes.ts';
import { applyFault, type FaultsWithTake } from './faults.ts';
import type { RequestLogEntry } from './request-log.ts';
import type { Site } from './site.ts';

declare module 'fastify' {
  interface FastifyRequest {
    logEntry: RequestLogEntry;
  }
}

// A commit through the API carries its files in one JSON body.
const bodyLimitBytes = 256 * 1024 * 1024;

function observeRequests(app: FastifyInstance, site: Site, faults: FaultsWithTake): void {
  app.decorateRequest('logEntry');
  app.addHook('onRequest', async (request, reply) => {
    const path = (request.raw.url ?? '/').slice(site.basePath.length) || '/';
    const entry: RequestLogEntry = {
      atMs: site.store.clock.now(),
      method: request.method,
      path,
      status: null,
      tokenKind: 'none',
      username: null,
    };
    request.logEntry = entry;
    site.requests.begin(entry);
    reply.raw.once('finish', () => {
      entry.status = reply.raw.statusCode;
    });
    const rule = faults.take(`${request.method} ${path}`);
    if (rule && (await applyFault(rule, request, reply))) return reply;
  });
}

/** Clients send JSON's content type without a body, for example when they merge; GitLab does not mind. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(body as string));
    } catch {
      done(Object.assign(new Error('The body is not valid JSON.'), { statusCode: 400 }));
    }
  });
}

/** The whole site: OAuth, REST, git and pages under the base path. */
export function createApp(site: Site, faults: FaultsWithTake): FastifyInstance {
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 5000 },
  });
  observeRequests(app, site, faults);
  acceptEmptyJson(app);
  app.register(cookie);
  app.register(formbody, { bodyLimit: bodyLimitBytes });
  app.register(
    async (root) => {
      root.register(async (oauth) => {
        refuseMalformedForms(oauth);
        registerAuthorizeRoutes(oauth, site);
        registerTokenRoutes(oauth, site);
        registerRevokeRoutes(oauth, site);
        registerTokenInfoRoutes(oauth, site);
        registerIntrospectRoutes(oauth, site);
      });
      root.register(restRoutes, { prefix: '/api/v4', site });
      root.register(pageRoutes, { site });
    },
    { prefix: site.basePath },
  );
  return app;
}
