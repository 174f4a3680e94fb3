import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { OAuthTokenRecord } from '../state/model.ts';
import { findByAccessToken, findByRefreshToken } from '../state/tokens.ts';
import { findClient, findCredentials } from './client-authentication.ts';
import { invalidClient, invalidRequest, invalidToken, type OAuthError, sendOAuthError } from './errors.ts';
import { parametersOf } from './form.ts';
import { findSentToken } from './sent-token.ts';
import { uncached } from './uncached.ts';

const seconds = (ms: number) => Math.floor(ms / 1000);

/** Who asks: an application with its credentials, or the holder of another token of the same application. */
type Asking = { clientId: string } | OAuthError;

/** RFC 7662 as Doorkeeper does it: a token is told about to its own application only. */
export function registerIntrospectRoutes(app: FastifyInstance, site: Site): void {
  const { store } = site;
  const isLive = (token: OAuthTokenRecord) =>
    token.revokedAtMs === null && token.expiresAtMs > store.clock.now();

  const findAsking = (request: FastifyRequest, asked: OAuthTokenRecord | null): Asking => {
    const form = parametersOf(request);
    const { authorization } = request.headers;
    if (findCredentials(authorization, form)) {
      return findClient(store, authorization, form) ?? invalidClient;
    }
    const holder = findByAccessToken(store, findSentToken(request) ?? '');
    if (!holder) return invalidRequest;
    if (holder.revokedAtMs !== null) return invalidToken('revoked');
    if (!isLive(holder)) return invalidToken('expired');
    return holder !== asked && holder.clientId === asked?.clientId ? holder : invalidToken('unknown');
  };

  app.post('/oauth/introspect', (request, reply) => {
    const token = parametersOf(request).token ?? '';
    const asked = findByAccessToken(store, token) ?? findByRefreshToken(store, token);
    const asking = findAsking(request, asked);
    if ('error' in asking) return sendOAuthError(reply, asking);
    uncached(reply);
    if (!asked || !isLive(asked) || asked.clientId !== asking.clientId) return reply.send({ active: false });
    return reply.send({
      active: true,
      scope: asked.scopes.join(' '),
      client_id: asked.clientId,
      token_type: 'Bearer',
      exp: seconds(asked.expiresAtMs),
      iat: seconds(asked.createdAtMs),
    });
  });
}
