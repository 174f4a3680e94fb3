import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessLevel, maintainer } from '../state/access.ts';
import { protectBranch } from '../state/branch-protection.ts';
import type { AccessLevel, ProjectRecord, ProtectedBranchRecord } from '../state/model.ts';
import { ApiError, forbidden, invalidParameter, notFound } from './api-error.ts';
import { getCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findFlag, findInteger, findText, type Params, requireTexts, toParams } from './params.ts';

const levelTexts: Partial<Record<AccessLevel, string>> = {
  0: 'No one',
  30: 'Developers + Maintainers',
  40: 'Maintainers',
};

function presentLevel(id: number, level: AccessLevel) {
  return {
    id,
    access_level: level,
    access_level_description: levelTexts[level] ?? 'Maintainers',
    deploy_key_id: null,
    user_id: null,
    group_id: null,
  };
}

/** API_Entities_ProtectedBranch. */
function presentProtectedBranch(protection: ProtectedBranchRecord) {
  return {
    id: protection.id,
    name: protection.name,
    push_access_levels: [presentLevel(protection.id, protection.pushLevel)],
    merge_access_levels: [presentLevel(protection.id, protection.mergeLevel)],
    allow_force_push: protection.allowForcePush,
    unprotect_access_levels: [],
    code_owner_approval_required: false,
    inherited: false,
  };
}

function findLevel(params: Params, name: string): AccessLevel {
  const level = findInteger(params, name) ?? maintainer;
  if (level !== 0 && level !== 30 && level !== 40)
    throw invalidParameter(`${name} does not have a valid value`);
  return level;
}

/** Protections are for maintainers, also to read. */
export function registerProtectedBranchRoutes(app: FastifyInstance, site: Site): void {
  const getManagedProject = (request: FastifyRequest) => {
    const user = getCaller(site, request);
    const project = getProject(site, request, user);
    if (accessLevel(site.store, user, project) < maintainer) throw forbidden();
    return project;
  };
  const getProtection = (request: FastifyRequest, project: ProjectRecord) => {
    const { name } = request.params as { name: string };
    const found = project.protectedBranches.find((protection) => protection.name === name);
    if (!found) throw notFound('ProtectedBranch');
    return found;
  };

  app.get('/projects/:id/protected_branches', (request, reply) => {
    const project = getManagedProject(request);
    const params = toParams(request.query);
    const search = findText(params, 'search')?.toLowerCase() ?? '';
    const rows = project.protectedBranches.filter(({ name }) => name.toLowerCase().includes(search));
    return paginate(site, request, reply, params, rows).map(presentProtectedBranch);
  });

  app.post('/projects/:id/protected_branches', (request, reply) => {
    const project = getManagedProject(request);
    const params = toParams(request.query, request.body);
    const { name } = requireTexts(params, 'name');
    if (project.protectedBranches.some((protection) => protection.name === name)) {
      throw new ApiError(409, { message: `Protected branch '${name}' already exists` });
    }
    const levels = {
      pushLevel: findLevel(params, 'push_access_level'),
      mergeLevel: findLevel(params, 'merge_access_level'),
      allowForcePush: findFlag(params, 'allow_force_push') ?? false,
    };
    const protection = Object.assign(protectBranch(site.store, project, name), levels);
    site.store.save();
    return reply.code(201).send(presentProtectedBranch(protection));
  });

  app.get('/projects/:id/protected_branches/:name', (request) =>
    presentProtectedBranch(getProtection(request, getManagedProject(request))),
  );

  app.delete('/projects/:id/protected_branches/:name', (request, reply) => {
    const project = getManagedProject(request);
    const found = getProtection(request, project);
    project.protectedBranches = project.protectedBranches.filter((protection) => protection !== found);
    site.store.save();
    return reply.code(204).send();
  });
}
