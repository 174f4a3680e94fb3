import type { FastifyInstance, FastifyRequest } from 'fastify';
import { listCommits } from '../git/commits.ts';
import { findBranchSha, noCommit } from '../git/refs.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, maintainer } from '../state/access.ts';
import { addHook, alertStatusOf, type HookSettings, listHooks, removeHook } from '../state/hooks.ts';
import type { HookRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { isAcceptedHookUrl } from '../webhooks/hook-url.ts';
import { isSigningToken } from '../webhooks/sign.ts';
import { ApiError, badRequest, forbidden } from './api-error.ts';
import { getCaller } from './caller.ts';
import { getProject } from './find-project.ts';
import { paginate } from './pagination.ts';
import { findFlag, findText, type Params, requireTexts, toParams } from './params.ts';

/** With what each is when it is left out. */
const eventDefaults: Record<string, boolean> = {
  push_events: true,
  tag_push_events: false,
  merge_requests_events: false,
  repository_update_events: false,
  issues_events: false,
  confidential_issues_events: false,
  note_events: false,
  confidential_note_events: false,
  pipeline_events: false,
  wiki_page_events: false,
  deployment_events: false,
  feature_flag_events: false,
  job_events: false,
  releases_events: false,
  milestone_events: false,
  emoji_events: false,
  resource_access_token_events: false,
};

/** API_Entities_ProjectHook. Secrets are never shown. */
function presentHook({ store, webhooks }: Site, hook: HookRecord) {
  const { disabledUntilMs } = hook;
  const status = alertStatusOf(hook, store.clock.now());
  return {
    id: hook.id,
    url: hook.url,
    name: hook.name,
    description: hook.description,
    created_at: hook.createdAt,
    ...hook.events,
    enable_ssl_verification: hook.verifiesTls,
    alert_status: status,
    disabled_until:
      status === 'temporarily_disabled' && disabledUntilMs ? new Date(disabledUntilMs).toISOString() : null,
    url_variables: [],
    push_events_branch_filter: null,
    branch_filter_strategy: 'wildcard',
    custom_webhook_template: null,
    custom_headers: [],
    project_id: hook.projectId,
    ...(webhooks.signs && {
      token_present: hook.token !== null,
      signing_token_present: hook.signingToken !== null,
    }),
  };
}

/** What the parameters say; what they leave out is as before. */
function readSettings({ webhooks }: Site, params: Params, before: HookSettings): HookSettings {
  const url = findText(params, 'url') ?? before.url;
  if (!isAcceptedHookUrl(url, webhooks)) throw new ApiError(422, { error: 'Invalid url given' });
  const signingToken = webhooks.signs ? findText(params, 'signing_token') : undefined;
  if (signingToken && !isSigningToken(signingToken)) throw badRequest({ signing_token: ['is invalid'] });
  const events = Object.fromEntries(
    Object.entries(before.events).map(([name, value]) => [name, findFlag(params, name) ?? value]),
  );
  return {
    url,
    events,
    name: findText(params, 'name') ?? before.name,
    description: findText(params, 'description') ?? before.description,
    verifiesTls: findFlag(params, 'enable_ssl_verification') ?? before.verifiesTls,
    token: (findText(params, 'token') ?? before.token) || null,
    signingToken: (signingToken ?? before.signingToken) || null,
  };
}

const newHook: HookSettings = {
  url: '',
  name: null,
  description: null,
  events: eventDefaults,
  verifiesTls: true,
  token: null,
  signingToken: null,
};

/** Webhooks are for maintainers only. */
export function registerHookRoutes(app: FastifyInstance, site: Site): void {
  const { store, webhooks } = site;

  function getManaged(request: FastifyRequest): { user: UserRecord; project: ProjectRecord } {
    const user = getCaller(site, request);
    const project = getProject(site, request, user);
    if (accessLevel(store, user, project) < maintainer) throw forbidden();
    return { user, project };
  }

  function getHook(request: FastifyRequest, project: ProjectRecord): HookRecord {
    const { hookId } = request.params as { hookId: string };
    const found = listHooks(store, project.id).find(({ id }) => id === Number(hookId));
    if (!found) throw new ApiError(404, { message: '404 Not found' });
    return found;
  }

  app.get('/projects/:id/hooks', (request, reply) => {
    const { project } = getManaged(request);
    const params = toParams(request.query);
    return paginate(site, request, reply, params, listHooks(store, project.id)).map((hook) =>
      presentHook(site, hook),
    );
  });

  app.get('/projects/:id/hooks/:hookId', (request) => {
    const { project } = getManaged(request);
    return presentHook(site, getHook(request, project));
  });

  app.post('/projects/:id/hooks', (request, reply) => {
    const { project } = getManaged(request);
    const params = toParams(request.query, request.body);
    requireTexts(params, 'url');
    const hook = addHook(store, project.id, readSettings(site, params, newHook));
    return reply.code(201).send(presentHook(site, hook));
  });

  app.put('/projects/:id/hooks/:hookId', (request) => {
    const { project } = getManaged(request);
    const hook = getHook(request, project);
    Object.assign(hook, readSettings(site, toParams(request.query, request.body), hook));
    store.save();
    return presentHook(site, hook);
  });

  app.delete('/projects/:id/hooks/:hookId', (request, reply) => {
    const { project } = getManaged(request);
    removeHook(store, getHook(request, project));
    return reply.code(204).send();
  });

  app.post('/projects/:id/hooks/:hookId/test/push_events', async (request, reply) => {
    const { user, project } = getManaged(request);
    const hook = getHook(request, project);
    const dir = repositoryDirOf(store, project);
    const after = await findBranchSha(dir, project.defaultBranch);
    if (after === null) {
      throw new ApiError(422, { message: 'Ensure the project has at least one commit.' });
    }
    const before = (await listCommits(dir, after, { count: 1 }))[0]?.parents[0] ?? noCommit;
    const change = { before, after, ref: `refs/heads/${project.defaultBranch}` };
    const { status } = await webhooks.test(hook, { project, user, change });
    if (status === null) throw new ApiError(422, { message: 'Failed to open TCP connection' });
    if (status < 200 || status > 299)
      throw new ApiError(422, { message: `Hook execution failed: HTTP ${status}` });
    return reply.code(201).send({ message: '201 Created' });
  });
}
