import type { FastifyRequest } from 'fastify';
import { parametersOf } from './form.ts';

/** The access token of a request to the OAuth endpoints, in the order in which GitLab looks for it. */
export function findSentToken(request: FastifyRequest): string | null {
  const form = parametersOf(request);
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return form.access_token ?? bearer ?? form.bearer_token ?? null;
}
