import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';
import { sameText } from '../state/secrets.ts';
import { findSession, type Session, startSession } from '../state/sessions.ts';

export const cookieName = '_gitlab_sandbox_session';

/** The session of the browser, if it has one; other cookies are ignored. */
export function findRequestSession(site: Site, request: FastifyRequest): Session | null {
  const id = request.cookies[cookieName];
  const session = id ? findSession(site.store, id) : null;
  if (session?.user) {
    request.logEntry.tokenKind = 'session';
    request.logEntry.username = session.user.username;
  }
  return session;
}

export function findVisitor(site: Site, request: FastifyRequest): UserRecord | null {
  return findRequestSession(site, request)?.user ?? null;
}

/** Starts a session and sets its cookie. A new one at sign-in keeps an old id from being planted. */
export function openSession(site: Site, reply: FastifyReply, userId: number | null): Session {
  const { id, session } = startSession(site.store, userId);
  reply.setCookie(cookieName, id, { path: site.basePath || '/', httpOnly: true, sameSite: 'lax' });
  return session;
}

/** Whether a form was sent from one of the sandbox's own pages. */
export function isOwnForm(site: Site, request: FastifyRequest): boolean {
  const session = findRequestSession(site, request);
  const sent = (request.body as Record<string, unknown> | null)?.authenticity_token;
  return session !== null && typeof sent === 'string' && sameText(sent, session.record.csrfToken);
}
