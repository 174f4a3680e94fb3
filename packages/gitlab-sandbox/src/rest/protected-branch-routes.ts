import type { FastifyInstance } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessLevel, maintainer } from '../state/access.ts';
import type { AccessLevel, ProtectedBranchRecord } from '../state/model.ts';
import { forbidden, notFound } from './api-error.ts';
import { getCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findText, toParams } from './params.ts';

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

/** Protections may be read by maintainers only. */
export function registerProtectedBranchRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/protected_branches', (request, reply) => {
    const user = getCaller(site, request);
    const project = getProject(site, request, user);
    if (accessLevel(site.store, user, project) < maintainer) throw forbidden();
    const params = toParams(request.query);
    const search = findText(params, 'search')?.toLowerCase() ?? '';
    const rows = project.protectedBranches.filter(({ name }) => name.toLowerCase().includes(search));
    return paginate(site, request, reply, params, rows).map(presentProtectedBranch);
  });

  app.get('/projects/:id/protected_branches/:name', (request) => {
    const user = getCaller(site, request);
    const project = getProject(site, request, user);
    if (accessLevel(site.store, user, project) < maintainer) throw forbidden();
    const { name } = request.params as { name: string };
    const found = project.protectedBranches.find((protection) => protection.name === name);
    if (!found) throw notFound('ProtectedBranch');
    return presentProtectedBranch(found);
  });
}
