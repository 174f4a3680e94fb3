import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { getCaller } from './caller.ts';

const version = '18.5.1';
const revision = '5a7d1e0f3b2';

export function registerVersionRoutes(app: FastifyInstance, site: Site): void {
  app.get('/version', (request) => {
    getCaller(site, request, ['read_user']);
    return { version, revision };
  });

  app.get('/metadata', (request) => {
    getCaller(site, request, ['read_user']);
    const kas = { enabled: false, externalUrl: null, externalK8sProxyUrl: null, version: null };
    return { version, revision, kas, enterprise: false };
  });
}
