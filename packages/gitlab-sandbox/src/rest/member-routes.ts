import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessLevel } from '../state/access.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { findUserById } from '../state/users.ts';
import { notFound } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findIntegers, findText, type Params, toParams } from './params.ts';
import { presentUserBasic } from './present-user.ts';

/** API_Entities_Member. */
function presentMember(site: Site, user: UserRecord, project: ProjectRecord, level: number) {
  return {
    ...presentUserBasic(site, user),
    access_level: level,
    created_at: project.createdAt,
    expires_at: null,
    membership_state: 'active',
  };
}

export function registerMemberRoutes(app: FastifyInstance, site: Site): void {
  // Whoever has access, members of groups above included.
  app.get('/projects/:id/users', (request, reply) => {
    const project = getProject(site, request, findCaller(site, request));
    const params: Params = toParams(request.query);
    const search = findText(params, 'search')?.toLowerCase() ?? '';
    const skipped = findIntegers(params, 'skip_users') ?? [];
    const users = site.store.state.users.filter(
      (user) =>
        accessLevel(site.store, user, project) > 0 &&
        !skipped.includes(user.id) &&
        `${user.username}\n${user.name}`.toLowerCase().includes(search),
    );
    return paginate(site, request, reply, params, users).map((user) => presentUserBasic(site, user));
  });

  const levelOf = (user: UserRecord, project: ProjectRecord, withInherited: boolean) =>
    withInherited ? accessLevel(site.store, user, project) : (project.members[user.id] ?? 0);

  for (const [suffix, withInherited] of [
    ['', false],
    ['/all', true],
  ] as const) {
    app.get(`/projects/:id/members${suffix}`, (request, reply) => {
      const project = getProject(site, request, findCaller(site, request));
      const params: Params = toParams(request.query);
      const query = findText(params, 'query')?.toLowerCase() ?? '';
      const members = site.store.state.users.filter(
        (user) =>
          levelOf(user, project, withInherited) > 0 &&
          `${user.username}\n${user.name}`.toLowerCase().includes(query),
      );
      return paginate(site, request, reply, params, members).map((user) =>
        presentMember(site, user, project, levelOf(user, project, withInherited)),
      );
    });

    app.get(`/projects/:id/members${suffix}/:userId`, (request: FastifyRequest) => {
      const project = getProject(site, request, findCaller(site, request));
      const { userId } = request.params as { userId: string };
      const user = findUserById(site.store, Number(userId));
      const level = user ? levelOf(user, project, withInherited) : 0;
      if (!user || level === 0) throw notFound('Member');
      return presentMember(site, user, project, level);
    });
  }
}
