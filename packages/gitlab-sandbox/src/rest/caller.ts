import type { FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';
import { checkToken, findPersonalAccessToken, type TokenCheck } from '../state/tokens.ts';
import { forbidden, insufficientScope, invalidToken, unauthorized } from './api-error.ts';

type ValidToken = Extract<TokenCheck, { state: 'valid' }>;

interface SentToken {
  text: string;
  /** The PRIVATE-TOKEN header is for personal access tokens; an OAuth token in it is unknown. */
  isPersonalOnly: boolean;
}

function findSentToken(request: FastifyRequest): SentToken | null {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { text: bearer, isPersonalOnly: false };
  const header = request.headers['private-token'];
  return typeof header === 'string' && header !== '' ? { text: header, isPersonalOnly: true } : null;
}

const readScopes = ['api', 'read_api'];

/** The scopes of which one is needed, beyond those that reach the whole API. */
export function scopesFor(method: string, extra: string[] = []): string[] {
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead ? [...readScopes, ...extra] : ['api'];
}

/** The token of the request, or null when there is none; a bad one ends the request. */
export function findToken(
  site: Site,
  request: FastifyRequest,
  extraScopes: string[] = [],
): ValidToken | null {
  const sent = findSentToken(request);
  if (sent === null) return null;
  request.logEntry.tokenKind = 'invalid';
  const isKnown = !sent.isPersonalOnly || findPersonalAccessToken(site.store, sent.text) !== null;
  if (!isKnown) throw unauthorized();
  const check = checkToken(site.store, sent.text);
  if (check.state === 'unknown') throw unauthorized();
  if (check.state !== 'valid') throw invalidToken(check.state);
  request.logEntry.tokenKind = check.kind;
  request.logEntry.username = check.user.username;
  const needed = scopesFor(request.method, extraScopes);
  if (!needed.some((scope) => check.scopes.includes(scope))) throw insufficientScope(needed);
  if (check.user.blocked) throw forbidden('Your account has been blocked.');
  return check;
}

export function findCaller(
  site: Site,
  request: FastifyRequest,
  extraScopes: string[] = [],
): UserRecord | null {
  return findToken(site, request, extraScopes)?.user ?? null;
}

export function getCaller(site: Site, request: FastifyRequest, extraScopes: string[] = []): UserRecord {
  const user = findCaller(site, request, extraScopes);
  if (!user) throw unauthorized();
  return user;
}
