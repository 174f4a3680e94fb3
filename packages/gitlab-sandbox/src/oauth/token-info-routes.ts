import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { checkToken } from '../state/tokens.ts';
import { invalidToken, sendOAuthError } from './errors.ts';
import { findSentToken } from './sent-token.ts';
import { uncached } from './uncached.ts';

const seconds = (ms: number) => Math.floor(ms / 1000);

export function registerTokenInfoRoutes(app: FastifyInstance, site: Site): void {
  app.get('/oauth/token/info', (request, reply) => {
    const check = checkToken(site.store, findSentToken(request) ?? '');
    if (check.state !== 'valid' || check.kind !== 'oauth') {
      // Doorkeeper does not tell here what is wrong with it.
      return sendOAuthError(reply, invalidToken('unknown'));
    }
    const { userId, scopes, expiresAtMs, clientId, createdAtMs } = check.oauth;
    const expiresIn = seconds(expiresAtMs - site.store.clock.now());
    return uncached(reply).send({
      resource_owner_id: userId,
      scope: scopes,
      expires_in: expiresIn,
      application: { uid: clientId },
      created_at: seconds(createdAtMs),
      scopes,
      expires_in_seconds: expiresIn,
    });
  });
}
