import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessTokenLifetimeSeconds, type IssuedToken } from '../state/tokens.ts';
import { findClient, findCredentials } from './client-authentication.ts';
import { missingParameter, type OAuthError, sendOAuthError, unsupportedGrantType } from './errors.ts';
import { exchangeCode } from './exchange-code.ts';
import { parametersOf } from './form.ts';
import { refreshToken } from './refresh-token.ts';

function sendToken(reply: FastifyReply, issued: IssuedToken): FastifyReply {
  return reply
    .header('Cache-Control', 'no-store')
    .header('Pragma', 'no-cache')
    .send({
      access_token: issued.accessToken,
      token_type: 'Bearer',
      expires_in: accessTokenLifetimeSeconds,
      refresh_token: issued.refreshToken,
      scope: issued.record.scopes.join(' '),
      created_at: Math.floor(issued.record.createdAtMs / 1000),
    });
}

export function registerTokenRoutes(app: FastifyInstance, site: Site): void {
  app.post('/oauth/token', (request, reply) => {
    const form = parametersOf(request);
    const { authorization } = request.headers;
    const client = findClient(site.store, authorization, form);
    const hasCredentials = findCredentials(authorization, form) !== null;
    const grants: Record<string, () => IssuedToken | OAuthError> = {
      authorization_code: () => exchangeCode(site.store, client, form),
      refresh_token: () => refreshToken(site.store, { application: client, hasCredentials }, form),
    };
    if (!form.grant_type) return sendOAuthError(reply, missingParameter('grant_type'));
    const grant = Object.hasOwn(grants, form.grant_type) ? grants[form.grant_type] : undefined;
    if (!grant) return sendOAuthError(reply, unsupportedGrantType);
    const outcome = grant();
    return 'error' in outcome ? sendOAuthError(reply, outcome) : sendToken(reply, outcome);
  });
}
