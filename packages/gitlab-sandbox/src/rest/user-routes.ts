import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import type { PersonalAccessTokenRecord, UserRecord } from '../state/model.ts';
import { findUserById } from '../state/users.ts';
import { badRequest, notFound, unauthorized } from './api-error.ts';
import { findToken, getCaller } from './caller.ts';
import { paginate } from './pagination.ts';
import { findText, toParams } from './params.ts';
import { presentOwnUser, presentUser, presentUserBasic } from './present-user.ts';

function presentToken(token: PersonalAccessTokenRecord) {
  return {
    id: token.id,
    name: token.name,
    revoked: token.revoked,
    created_at: token.createdAt,
    description: null,
    scopes: token.scopes,
    user_id: token.userId,
    last_used_at: null,
    active: !token.revoked,
    expires_at: token.expiresAtMs === null ? null : new Date(token.expiresAtMs).toISOString().slice(0, 10),
  };
}

function matchesUser(user: UserRecord, username?: string, search?: string): boolean {
  if (username !== undefined) return user.username.toLowerCase() === username.toLowerCase();
  if (search === undefined) return true;
  const wanted = search.toLowerCase();
  if (user.email.toLowerCase() === wanted) return true;
  return user.username.toLowerCase().includes(wanted) || user.name.toLowerCase().includes(wanted);
}

export function registerUserRoutes(app: FastifyInstance, site: Site): void {
  app.get('/user', (request) => presentOwnUser(site, getCaller(site, request, ['read_user'])));

  app.get('/users', (request, reply) => {
    getCaller(site, request, ['read_user']);
    const params = toParams(request.query);
    const username = findText(params, 'username');
    const search = findText(params, 'search');
    const users = site.store.state.users.filter((user) => matchesUser(user, username, search));
    return paginate(site, request, reply, params, users).map((user) => presentUserBasic(site, user));
  });

  app.get('/users/:id', (request) => {
    getCaller(site, request, ['read_user']);
    const user = findUserById(site.store, Number((request.params as { id: string }).id));
    if (!user) throw notFound('User');
    return presentUser(site, user);
  });

  app.get('/personal_access_tokens/self', (request) => {
    const token = findToken(site, request, ['read_user', 'read_repository', 'write_repository']);
    if (!token) throw unauthorized();
    if (token.kind !== 'pat') {
      throw badRequest('400 Bad request - This endpoint requires token type to be a personal access token');
    }
    return presentToken(token.pat);
  });
}
