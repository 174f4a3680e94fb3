import type { FastifyInstance, FastifyRequest } from 'fastify';
import { getCommit, getCommits } from '../git/commits.ts';
import {
  type Branch,
  findBranchSha,
  findCommitSha,
  isAncestor,
  isBranchName,
  listBranches,
  noCommit,
} from '../git/refs.ts';
import { gitText, runGit } from '../git/run-git.ts';
import type { Site } from '../server/site.ts';
import { canPush } from '../state/access.ts';
import { canPushToBranch, protectionsOf } from '../state/branch-protection.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { badRequest, forbidden, notFound } from './api-error.ts';
import { findCaller, getCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findChoice, findText, requireTexts, toParams } from './params.ts';
import { presentCommit } from './present-commit.ts';
import { projectUrl } from './present-project.ts';

/** `^x` matches the beginning, `x$` the end, anything else any part. */
function matchesSearch(name: string, search: string): boolean {
  const wanted = search.replace(/^\^/, '').replace(/\$$/, '').toLowerCase();
  const text = name.toLowerCase();
  if (search.startsWith('^') && search.endsWith('$')) return text === wanted;
  if (search.startsWith('^')) return text.startsWith(wanted);
  if (search.endsWith('$')) return text.endsWith(wanted);
  return text.includes(wanted);
}

function toPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw badRequest('400 Bad request - Branch name regex is invalid');
  }
}

async function presentBranch(
  site: Site,
  user: UserRecord | null,
  project: ProjectRecord,
  branch: Branch,
  commit: Awaited<ReturnType<typeof getCommit>>,
  defaultSha: string | null,
) {
  const protections = protectionsOf(project, branch.name);
  const dir = repositoryDirOf(site.store, project);
  const isDefault = branch.name === project.defaultBranch;
  const isMerged = !isDefault && defaultSha !== null && (await isAncestor(dir, branch.sha, defaultSha));
  const open = (level: 'pushLevel' | 'mergeLevel') =>
    protections.some((protection) => protection[level] > 0 && protection[level] <= 30);
  return {
    name: branch.name,
    commit: presentCommit(site, project, commit),
    merged: isMerged,
    protected: protections.length > 0,
    developers_can_push: open('pushLevel'),
    developers_can_merge: open('mergeLevel'),
    can_push: canPushToBranch(site.store, user, project, branch.name),
    default: isDefault,
    web_url: `${projectUrl(site, project)}/-/tree/${branch.name.split('/').map(encodeURIComponent).join('/')}`,
  };
}

async function presentOne(site: Site, user: UserRecord | null, project: ProjectRecord, branch: Branch) {
  const dir = repositoryDirOf(site.store, project);
  const defaultSha = await findBranchSha(dir, project.defaultBranch);
  return presentBranch(site, user, project, branch, await getCommit(dir, branch.sha), defaultSha);
}

export function registerBranchRoutes(app: FastifyInstance, site: Site): void {
  const branchParam = (request: FastifyRequest) => (request.params as { branch: string }).branch;

  app.get('/projects/:id/repository/branches', async (request, reply) => {
    const user = findCaller(site, request);
    const project = getReadableProject(site, request, user);
    const params = toParams(request.query);
    const dir = repositoryDirOf(site.store, project);
    const search = findText(params, 'search');
    const regex = findText(params, 'regex');
    const pattern = regex ? toPattern(regex) : null;
    const sort = findChoice(params, 'sort', ['name_asc', 'updated_asc', 'updated_desc']) ?? 'name_asc';
    const branches = (await listBranches(dir)).filter(
      ({ name }) => (!search || matchesSearch(name, search)) && (!pattern || pattern.test(name)),
    );
    const commits = await getCommits(
      dir,
      branches.map(({ sha }) => sha),
    );
    if (sort !== 'name_asc') {
      const time = (branch: Branch) => Date.parse(commits.get(branch.sha)!.committedDate);
      branches.sort((a, b) => (sort === 'updated_asc' ? time(a) - time(b) : time(b) - time(a)));
    }
    const page = paginate(site, request, reply, params, branches);
    const defaultSha = await findBranchSha(dir, project.defaultBranch);
    return Promise.all(
      page.map((branch) => presentBranch(site, user, project, branch, commits.get(branch.sha)!, defaultSha)),
    );
  });

  app.get('/projects/:id/repository/branches/:branch', async (request) => {
    const user = findCaller(site, request);
    const project = getReadableProject(site, request, user);
    const name = branchParam(request);
    const sha = await findBranchSha(repositoryDirOf(site.store, project), name);
    if (sha === null) throw notFound('Branch');
    return presentOne(site, user, project, { name, sha });
  });

  app.post('/projects/:id/repository/branches', async (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const { branch, ref } = requireTexts(toParams(request.query, request.body), 'branch', 'ref');
    if (project.archived || !canPush(site.store, user, project)) throw forbidden();
    const dir = repositoryDirOf(site.store, project);
    if (!(await isBranchName(dir, branch))) throw badRequest('Branch name is invalid');
    if ((await findBranchSha(dir, branch)) !== null) throw badRequest('Branch already exists');
    const sha = await findCommitSha(dir, ref);
    if (sha === null) throw badRequest(`Invalid reference name: ${ref}`);
    const created = { before: noCommit, after: sha, ref: `refs/heads/${branch}` };
    await gitText(dir, ['update-ref', created.ref, sha, noCommit]);
    site.webhooks.notePush(project, user, [created]);
    return reply.code(201).send(await presentOne(site, user, project, { name: branch, sha }));
  });

  app.delete('/projects/:id/repository/branches/:branch', async (request, reply) => {
    const user = getCaller(site, request);
    const project = getReadableProject(site, request, user);
    const name = branchParam(request);
    if (project.archived || !canPush(site.store, user, project)) throw forbidden();
    const dir = repositoryDirOf(site.store, project);
    const before = await findBranchSha(dir, name);
    if (before === null) throw notFound('Branch');
    if (name === project.defaultBranch) throw badRequest('Cannot remove HEAD branch');
    if (protectionsOf(project, name).length > 0) throw badRequest('Protected branch cant be removed');
    const ref = `refs/heads/${name}`;
    await runGit(dir, ['update-ref', '-d', ref]);
    site.webhooks.notePush(project, user, [{ before, after: noCommit, ref }]);
    return reply.code(204).send();
  });
}
