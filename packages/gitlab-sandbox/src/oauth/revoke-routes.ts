import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { findApplication } from '../state/applications.ts';
import { findByAccessToken, findByRefreshToken } from '../state/tokens.ts';
import { findClient } from './client-authentication.ts';
import { parametersOf } from './form.ts';
import { uncached } from './uncached.ts';

/** RFC 7009 as Doorkeeper does it: an unknown token is a success, another client's token is not. */
export function registerRevokeRoutes(app: FastifyInstance, site: Site): void {
  app.post('/oauth/revoke', (request, reply) => {
    const { store } = site;
    const form = parametersOf(request);
    const token = form.token ?? '';
    const record = findByAccessToken(store, token) ?? findByRefreshToken(store, token);
    if (!record) return uncached(reply).send({});
    const client = findClient(store, request.headers.authorization, form);
    const isPublic = findApplication(store, record.clientId)?.clientSecretHash === null;
    if (!isPublic && client?.clientId !== record.clientId) {
      return reply.code(403).header('Cache-Control', 'no-cache').send({
        error: 'unauthorized_client',
        error_description: 'You are not authorized to revoke this token',
      });
    }
    record.revokedAtMs ??= store.clock.now();
    store.save();
    return uncached(reply).send({});
  });
}
