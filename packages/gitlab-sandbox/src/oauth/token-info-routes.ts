import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import type { OAuthTokenRecord } from '../state/model.ts';
import { checkToken, findByAccessToken, findByRefreshToken } from '../state/tokens.ts';
import { findClient } from './client-authentication.ts';
import { invalidClient, sendOAuthError } from './errors.ts';
import { toForm } from './form.ts';

const seconds = (ms: number) => Math.floor(ms / 1000);

export function registerTokenInfoRoutes(app: FastifyInstance, site: Site): void {
  const { store } = site;
  const isLive = (token: OAuthTokenRecord) =>
    token.revokedAtMs === null && token.expiresAtMs > store.clock.now();

  app.get('/oauth/token/info', (request, reply) => {
    const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? toForm(request.query).access_token ?? '';
    const check = checkToken(store, token);
    if (check.state !== 'valid' || check.kind !== 'oauth') {
      return sendOAuthError(reply, {
        status: 401,
        error: 'invalid_token',
        description: {
          valid: 'The access token is invalid',
          unknown: 'The access token is invalid',
          expired: 'The access token expired',
          revoked: 'The access token was revoked',
        }[check.state],
      });
    }
    const expiresIn = seconds(check.oauth.expiresAtMs - store.clock.now());
    return reply.send({
      resource_owner_id: check.oauth.userId,
      scope: check.oauth.scopes,
      expires_in: expiresIn,
      application: { uid: check.oauth.clientId },
      created_at: seconds(check.oauth.createdAtMs),
      scopes: check.oauth.scopes,
      expires_in_seconds: expiresIn,
    });
  });

  app.post('/oauth/introspect', (request, reply) => {
    const form = toForm(request.body);
    const client = findClient(store, request.headers.authorization, form);
    if (!client) return sendOAuthError(reply, invalidClient);
    const token = form.token ?? '';
    const access = findByAccessToken(store, token);
    const record = access && isLive(access) ? access : null;
    const refresh = findByRefreshToken(store, token);
    const found = record ?? (refresh?.revokedAtMs === null ? refresh : null);
    if (found?.clientId !== client.clientId) return reply.send({ active: false });
    return reply.send({
      active: true,
      scope: found.scopes.join(' '),
      client_id: found.clientId,
      token_type: 'Bearer',
      exp: seconds(found.expiresAtMs),
      iat: seconds(found.createdAtMs),
    });
  });
}
