import type { FastifyReply } from 'fastify';

/** An error answer of the token endpoint, in Doorkeeper's words. */
export interface OAuthError {
  status: number;
  error: string;
  description: string;
  /** Doorkeeper adds it to what is wrong with a token. */
  state?: 'unauthorized';
}

export const invalidClient: OAuthError = {
  status: 401,
  error: 'invalid_client',
  description:
    'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
};

export const invalidGrant: OAuthError = {
  status: 400,
  error: 'invalid_grant',
  description:
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
};

export const invalidScope: OAuthError = {
  status: 400,
  error: 'invalid_scope',
  description: 'The requested scope is invalid, unknown, or malformed.',
};

export const unsupportedGrantType: OAuthError = {
  status: 400,
  error: 'unsupported_grant_type',
  description: 'The authorization grant type is not supported by the authorization server.',
};

export const invalidRequest: OAuthError = {
  status: 400,
  error: 'invalid_request',
  description:
    'The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.',
};

const tokenProblems = {
  unknown: 'The access token is invalid',
  expired: 'The access token expired',
  revoked: 'The access token was revoked',
};

export function invalidToken(problem: keyof typeof tokenProblems): OAuthError {
  const description = tokenProblems[problem];
  return { status: 401, error: 'invalid_token', description, state: 'unauthorized' };
}

export function missingParameter(name: string): OAuthError {
  return { status: 400, error: 'invalid_request', description: `Missing required parameter: ${name}.` };
}

export function sendOAuthError(
  reply: FastifyReply,
  { status, error, description, state }: OAuthError,
): FastifyReply {
  return reply
    .code(status)
    .header(
      'WWW-Authenticate',
      `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`,
    )
    .header('Cache-Control', 'no-store')
    .send({ error, error_description: description, state });
}
