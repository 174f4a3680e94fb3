import type { User, UserId } from '@notelab/contract';
import { APIError } from 'better-auth/api';
import { inArray } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import { createAuthentication } from './authentication.ts';
import { users } from './tables.ts';

export interface NewUser {
  name: string;
  email: string;
  password: string;
}

export interface Session {
  /** Names this browser's sign-in; ends with it. */
  id: string;
  user: User;
}

export interface Users {
  /** Who the request's session cookie belongs to, or null. */
  findUser(request: FastifyRequest): Promise<User | null>;
  findSession(request: FastifyRequest): Promise<Session | null>;
  /** Like `findUser`; also prolongs a session that is in use. */
  findUserAndProlongSession(request: FastifyRequest, reply: FastifyReply): Promise<User | null>;
  /** Creates a user and signs them in. Who may do so is for the caller to decide. Throws `email-taken`. */
  signUp(newUser: NewUser, reply: FastifyReply): Promise<User>;
  /** Throws `wrong-credentials`, the same for a wrong password and for an unknown address. */
  signIn(
    credentials: { email: string; password: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<User>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Called with the id of a session that its user has ended. */
  onSignedOut(listener: (sessionId: string) => void | Promise<void>): void;
  list(ids: UserId[]): Promise<User[]>;
  /** Removes every user: only for a set-up that was interrupted before its workspace came to be. */
  removeAll(): Promise<void>;
}

export function createUsers(deps: {
  database: Database;
  log: Log;
  secret: Buffer;
  publicUrl: string;
}): Users {
  const { sql } = deps.database;
  const { api } = createAuthentication(deps);
  const signOutListeners: ((sessionId: string) => void | Promise<void>)[] = [];

  async function findSession(request: FastifyRequest): Promise<Session | null> {
    // Most requests of a page carry no answer to put a cookie on, so only `/api/me` prolongs the session.
    const found = await api.getSession({ headers: toHeaders(request), query: { disableRefresh: true } });
    return found && { id: found.session.id, user: toUser(found.user) };
  }

  return {
    findSession,
    findUser: async (request) => (await findSession(request))?.user ?? null,

    async findUserAndProlongSession(request, reply) {
      const { headers, response } = await api.getSession({
        headers: toHeaders(request),
        returnHeaders: true,
      });
      setCookies(reply, headers);
      return response && toUser(response.user);
    },

    async signUp({ name, email, password }, reply) {
      try {
        const { headers, response } = await api.signUpEmail({
          body: { name, email, password },
          returnHeaders: true,
        });
        setCookies(reply, headers);
        return toUser(response.user);
      } catch (error) {
        if (isAnswer(error, 'USER_ALREADY_EXISTS'))
          fail('email-taken', 'Somebody with this e-mail address is here already. Sign in instead.');
        throw error;
      }
    },

    async signIn(body, request, reply) {
      try {
        const { headers, response } = await api.signInEmail({
          body,
          headers: toHeaders(request),
          returnHeaders: true,
        });
        setCookies(reply, headers);
        return toUser(response.user);
      } catch (error) {
        if (isAnswer(error, 'INVALID_'))
          fail('wrong-credentials', 'E-mail address and password do not belong together.');
        throw error;
      }
    },

    async signOut(request, reply) {
      const session = await findSession(request);
      const { headers } = await api.signOut({ headers: toHeaders(request), returnHeaders: true });
      setCookies(reply, headers);
      if (session) for (const listener of signOutListeners) await listener(session.id);
    },

    onSignedOut: (listener) => void signOutListeners.push(listener),

    async list(ids) {
      const rows = ids.length === 0 ? [] : await sql.select().from(users).where(inArray(users.id, ids));
      return rows.map(toUser);
    },

    async removeAll() {
      await sql.delete(users);
    },
  };
}

function toUser(user: { id: string; name: string; email: string }): User {
  return { id: user.id as UserId, name: user.name, email: user.email };
}

function toHeaders(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name];
    if (value) headers.set(name, value);
  }
  return headers;
}

function setCookies(reply: FastifyReply, headers: Headers | null | undefined): void {
  for (const cookie of headers?.getSetCookie() ?? []) reply.header('set-cookie', cookie);
}

function isAnswer(error: unknown, codePrefix: string): boolean {
  return error instanceof APIError && Boolean(error.body?.code?.startsWith(codePrefix));
}
