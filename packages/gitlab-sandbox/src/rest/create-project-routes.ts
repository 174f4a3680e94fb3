import type { FastifyInstance } from 'fastify';
import { createProject } from '../git/create-project.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canCreateProjectAt, owner } from '../state/access.ts';
import type { UserRecord } from '../state/model.ts';
import { deleteProject, findProjectAt } from '../state/projects.ts';
import { badRequest, forbidden, invalidParameter } from './api-error.ts';
import { getCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { findChoice, findInteger, findText, type Params, toParams } from './params.ts';
import { presentProject } from './present-project.ts';

const taken = ['has already been taken'];

/** The full path of the group or user that the new project goes to: the caller's own when none is named. */
function namespaceOf(site: Site, user: UserRecord, params: Params): string {
  const id = findInteger(params, 'namespace_id');
  if (id === undefined || id === user.id) return user.username;
  const group = site.store.state.groups.find((found) => found.id === id);
  if (!group) throw badRequest({ namespace: ['is not valid'] });
  return group.path;
}

export function registerCreateProjectRoutes(app: FastifyInstance, site: Site): void {
  app.post('/projects', async (request, reply) => {
    const user = getCaller(site, request);
    const params = toParams(request.query, request.body);
    const name = findText(params, 'path') ?? findText(params, 'name');
    if (name === undefined) {
      throw invalidParameter('name, path are missing, at least one parameter must be provided');
    }
    const path = `${namespaceOf(site, user, params)}/${name.toLowerCase().replaceAll(' ', '-')}`;
    if (findProjectAt(site.store, path)) {
      throw badRequest({ 'project_namespace.name': taken, name: taken, path: taken });
    }
    if (!canCreateProjectAt(site.store, user, path)) throw badRequest({ namespace: ['is not valid'] });
    const project = await createProject(site, user, {
      path,
      visibility: findChoice(params, 'visibility', ['private', 'internal', 'public']) ?? 'private',
      description: findText(params, 'description'),
      defaultBranch: findText(params, 'default_branch'),
    });
    project.name = findText(params, 'name') ?? project.name;
    site.store.save();
    return reply.code(201).send(await presentProject(site, user, project));
  });

  app.delete('/projects/:id', (request, reply) => {
    const user = getCaller(site, request);
    const project = getProject(site, request, user);
    if (accessLevel(site.store, user, project) < owner) throw forbidden();
    deleteProject(site.store, project.path);
    return reply.code(202).send({ message: '202 Accepted' });
  });
}
