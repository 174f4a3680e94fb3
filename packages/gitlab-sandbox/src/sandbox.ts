import { writeHooks } from './git/hooks.ts';
import { initRepository } from './git/init-repository.ts';
import { findBranchSha } from './git/refs.ts';
import { createLfsTokens } from './lfs/lfs-tokens.ts';
import { approve, parseAuthorizationRequest } from './oauth/authorization-request.ts';
import { toForm } from './oauth/form.ts';
import { seedSandbox } from './seed/seed.ts';
import { createApp } from './server/app.ts';
import { createFaults } from './server/faults.ts';
import { listen } from './server/listen.ts';
import { createRequestLog } from './server/request-log.ts';
import type { Site } from './server/site.ts';
import { deleteApplication, putApplication, revokeApplication } from './state/applications.ts';
import { protectBranch } from './state/branch-protection.ts';
import { deleteUser, renameUser, setBlocked } from './state/change-user.ts';
import { createClock } from './state/clock.ts';
import { addPipeline } from './state/pipelines.ts';
import {
  addProjectRecord,
  deleteProject,
  getProjectAt,
  renameProject,
  repositoryDirOf,
  setMember,
} from './state/projects.ts';
import { openStore } from './state/store.ts';
import { addPersonalAccessToken, issueOAuthToken } from './state/tokens.ts';
import { addUser, getUser } from './state/users.ts';
import type { Sandbox, SandboxOptions } from './types.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

function basePathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** Starts a sandbox; see {@link SandboxOptions} and {@link Sandbox}. Rejects when the port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const clock = createClock();
  const store = openStore(options.dataDir, clock);
  if (store.isNew && options.seed !== false) await seedSandbox(store);
  for (const application of options.oauthApplications ?? []) putApplication(store, application);
  const faults = createFaults();
  const webhooks = createWebhooks({ store, siteUrl: () => site.url, ...options.webhooks });
  const site: Site = {
    webhooks,
    store,
    url: '',
    basePath: basePathOf(options.publicUrl),
    requests: createRequestLog(),
    faults,
    lfsTokens: createLfsTokens(clock),
    hooksDir: writeHooks(store.dataDir),
  };
  const server = await listen(() => createApp(site, faults), options.host ?? '127.0.0.1', options.port ?? 0);
  site.url = (options.publicUrl ?? `http://localhost:${server.port}`).replace(/\/+$/, '');

  return {
    url: site.url,
    close: async () => {
      await server.close();
      await webhooks.close();
    },
    deliveries: webhooks.listDeliveries,
    addUser: async (input) => addUser(store, input),
    renameUser: (username, changes) => renameUser(store, username, changes),
    setBlocked: (username, blocked) => setBlocked(store, username, blocked),
    deleteUser: (username) => deleteUser(store, username),
    addProject: async ({ fromBareRepository, ...input }) => {
      const project = addProjectRecord(store, { ...input, isCopy: fromBareRepository !== undefined });
      await initRepository(store, project, fromBareRepository);
      store.save();
      return project;
    },
    repositoryDir: (path) => repositoryDirOf(store, getProjectAt(store, path)),
    requests: () => site.requests.list(),
    faults: { set: faults.set, clear: faults.clear },
    setClockOffset: clock.setOffset,
    addOAuthApplication: (application) => {
      putApplication(store, application);
    },
    deleteOAuthApplication: (clientId) => deleteApplication(store, clientId),
    addPersonalAccessToken: (username, token, scopes) => {
      addPersonalAccessToken(store, { token, name: token, userId: getUser(store, username).id, scopes });
    },
    issueTokens: (username, clientId, scopes) => {
      const { accessToken, refreshToken } = issueOAuthToken(store, {
        clientId,
        userId: getUser(store, username).id,
        scopes,
      });
      return { accessToken, refreshToken };
    },
    approveAuthorization: (authorizeUrl, username) => {
      const asked = parseAuthorizationRequest(
        store,
        toForm(Object.fromEntries(new URL(authorizeUrl).searchParams)),
      );
      if ('problem' in asked) throw new Error(asked.problem);
      return approve(store, asked, getUser(store, username).id);
    },
    expireAccessTokens: (username) => {
      const userId = getUser(store, username).id;
      for (const token of store.state.oauthTokens) {
        if (token.userId === userId) token.expiresAtMs = Math.min(token.expiresAtMs, clock.now());
      }
      store.save();
    },
    revokeApplication: (username, clientId) =>
      revokeApplication(store, getUser(store, username).id, clientId),
    setMember: (path, username, level) => setMember(store, path, username, level),
    renameProject: (path, newPath) => {
      renameProject(store, path, newPath);
    },
    deleteProject: (path) => deleteProject(store, path),
    setPipeline: async (path, branch, status) => {
      const project = getProjectAt(store, path);
      const sha = await findBranchSha(repositoryDirOf(store, project), branch);
      if (sha === null) throw new Error(`There is no branch ${branch} in ${path}.`);
      const [creator] = store.state.users.filter(({ id }) => id === project.creatorId);
      if (!creator) throw new Error(`Nobody owns ${path}.`);
      Object.assign(addPipeline(store, project, creator, { sha, ref: branch, source: 'push' }), { status });
      store.save();
    },
    setApprovalsRequired: (path, count) => {
      getProjectAt(store, path).approvalsRequired = count;
      store.save();
    },
    setArchived: (path, archived) => {
      getProjectAt(store, path).archived = archived;
      store.save();
    },
    setProtected: (path, branch, isProtected, rules = {}) => {
      const project = getProjectAt(store, path);
      project.protectedBranches = project.protectedBranches.filter(({ name }) => name !== branch);
      if (isProtected) Object.assign(protectBranch(store, project, branch), rules);
      store.save();
    },
  };
}
