import {
  changeRepositories,
  createIntegration,
  createWorkspace,
  deleteIntegration,
  getIntegrationUse,
  getMe,
  getRepositoryUse,
  listAuditLog,
  listGitLabProjects,
  listIntegrations,
  listRepositories,
  listRepositoryBranches,
  type Repository,
  updateIntegration,
} from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { linkAs } from './link-as.ts';

let world: World;
let admin: Client;
let viewer: Client;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signIn('admin');
  viewer = await world.signIn('viewer');
});
afterAll(() => world?.close());

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => error.reply.code,
  );

async function pick(client: Client, search?: string) {
  return client.call(listGitLabProjects, {
    ...inWorkspace(),
    query: { instanceId: world.instanceId, ...(search && { search }) },
  });
}

const change = (client: Client, connect: number[], remove: Repository['id'][] = []) =>
  client.call(changeRepositories, {
    ...inWorkspace(),
    body: { instanceId: world.instanceId, connect, remove },
  });

describe('picking repositories', () => {
  it('needs the own GitLab account', async () => {
    const problem = await pick(admin).catch((error) => error.reply);
    expect(problem).toMatchObject({
      code: 'account-missing',
      next: 'connect-account',
      instanceId: world.instanceId,
    });
  });

  it('shows what the admin’s own account can push to, searched and in pages', async () => {
    await linkAs(world, admin, 'maintainer');
    const { projects, nextPage } = await pick(admin);
    const paths = projects.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['acme/analytics', 'acme/platform/forecasting', 'acme/empty']),
    );
    expect(nextPage).toBeNull();
    expect(projects.find(({ path }) => path === 'acme/empty')?.defaultBranch).toBeNull();
    expect((await pick(admin, 'platform/fore')).projects.map(({ path }) => path)).toEqual([
      'acme/platform/forecasting',
    ]);
  });

  it('is for admins', async () => {
    expect(await codeOf(pick(viewer))).toBe('forbidden');
    expect(await codeOf(change(viewer, [1]))).toBe('forbidden');
  });

  it('refuses what the admin’s account is not Developer of, and then connects none', async () => {
    const { projects } = await pick(admin, 'acme/analytics');
    const editor = await world.signIn('editor');
    await linkAs(world, editor, 'reporter');
    const own = projects[0]!.gitlabId;
    const problem = await change(admin, [own, 999_999]).catch((error) => error.reply);
    expect(problem).toMatchObject({ code: 'gitlab-forbidden', files: ['#999999'] });
    expect(await admin.call(listRepositories, inWorkspace())).toEqual([]);
    world.sandbox.setMember('acme/analytics', 'maintainer', 20);
    const reporter = await change(admin, [own]).catch((error) => error.reply);
    expect(reporter).toMatchObject({ code: 'gitlab-forbidden', files: ['acme/analytics'] });
    world.sandbox.setMember('acme/analytics', 'maintainer', 40);
  });
});

describe('connected repositories', () => {
  let analytics: Repository;
  let forecasting: Repository;

  beforeAll(async () => {
    await linkAs(world, admin, 'maintainer');
    [analytics, forecasting] = (await connectRepositories(world, admin, [
      'acme/analytics',
      'acme/platform/forecasting',
    ])) as [Repository, Repository];
  });

  it('are seen by every member, with who connected them', async () => {
    const seen = await viewer.call(listRepositories, inWorkspace());
    expect(seen.map(({ path, connectedBy }) => [path, connectedBy])).toEqual([
      ['acme/analytics', 'Admin'],
      ['acme/platform/forecasting', 'Admin'],
    ]);
    expect((await pick(admin, 'acme/analytics')).projects[0]?.connected).toBe(true);
  });

  it('list branches as the one who asks: no account, no branches', async () => {
    const params = { ...inWorkspace().params, repositoryId: forecasting.id };
    expect(await codeOf(viewer.call(listRepositoryBranches, { params, query: {} }))).toBe('account-missing');
    const branches = await admin.call(listRepositoryBranches, { params, query: {} });
    expect(branches.find(({ name }) => name === 'main')).toEqual({
      name: 'main',
      protected: true,
      default: true,
    });
    await linkAs(world, viewer, 'outsider');
    expect(await codeOf(viewer.call(listRepositoryBranches, { params, query: {} }))).toBe('gitlab-not-found');
    const asked = world.sandbox.requests().filter(({ path }) => path.includes('/repository/branches'));
    expect(asked.map(({ username }) => username)).toEqual(['maintainer', 'outsider']);
  });

  it('follow a rename at GitLab', async () => {
    world.sandbox.renameProject('acme/analytics', 'acme/insights');
    const params = { ...inWorkspace().params, repositoryId: analytics.id };
    await admin.call(listRepositoryBranches, { params, query: {} });
    const now = (await viewer.call(listRepositories, inWorkspace())).find(({ id }) => id === analytics.id);
    expect(now).toMatchObject({ path: 'acme/insights', webUrl: `${world.sandbox.url}/acme/insights` });
    world.sandbox.renameProject('acme/insights', 'acme/analytics');
    await pick(admin, 'acme/analytics');
    const back = (await viewer.call(listRepositories, inWorkspace())).find(({ id }) => id === analytics.id);
    expect(back?.path).toBe('acme/analytics');
  });

  it('keep their default branch when a guest on GitLab, who is not told it, looks', async () => {
    world.sandbox.setMember('acme/platform/forecasting', 'outsider', 10);
    const { user } = await viewer.call(getMe);
    const row = await world.notelab.context.repositories.refresh(user, forecasting.id);
    world.sandbox.setMember('acme/platform/forecasting', 'outsider', 0);
    expect(row.defaultBranch).toBe('main');
    const listed = await viewer.call(listRepositories, inWorkspace());
    expect(listed.find(({ id }) => id === forecasting.id)?.defaultBranch).toBe('main');
  });

  it('can be removed, tell their listeners, and come back as the same', async () => {
    const removed: unknown[] = [];
    // One that fails keeps the others from nothing.
    world.notelab.context.repositories.onRemoved(() => Promise.reject(new Error('a listener that fails')));
    world.notelab.context.repositories.onRemoved((event) => void removed.push(event));
    const left = await change(admin, [], [analytics.id]);
    expect(left.map(({ path }) => path)).toEqual(['acme/platform/forecasting']);
    const by = expect.objectContaining({ email: 'admin@example.com' });
    expect(removed).toEqual([{ repositoryId: analytics.id, workspaceId: world.workspaceId, by }]);
    const params = { ...inWorkspace().params, repositoryId: analytics.id };
    expect(await codeOf(admin.call(listRepositoryBranches, { params, query: {} }))).toBe(
      'repository-not-connected',
    );
    const both = await change(admin, [analytics.gitlabId]);
    expect(both.map(({ id }) => id)).toContain(analytics.id);
  });

  it('of another workspace are not there', async () => {
    const other = await viewer.call(createWorkspace, { body: { name: 'Other' } });
    const params = { workspaceId: other.id, repositoryId: analytics.id };
    expect(await codeOf(viewer.call(listRepositoryBranches, { params, query: {} }))).toBe('not-found');
    expect(await codeOf(viewer.call(getRepositoryUse, { params }))).toBe('not-found');
    const steal = viewer.call(changeRepositories, {
      params: { workspaceId: other.id },
      body: { instanceId: world.instanceId, connect: [], remove: [analytics.id] },
    });
    expect(await codeOf(steal)).toBe('not-found');
  });

  describe('and their integrations', () => {
    const create = (client: Client, body: { name?: string; folderName: string }) =>
      client.call(createIntegration, {
        ...inWorkspace(),
        body: { repositoryId: forecasting.id, defaultBranch: 'main', ...body },
      });

    it('are made by admins, named after the repository', async () => {
      expect(await codeOf(create(viewer, { folderName: 'forecasting' }))).toBe('forbidden');
      const made = await create(admin, { folderName: 'forecasting' });
      expect(made).toMatchObject({
        name: 'Forecasting',
        folderName: 'forecasting',
        defaultBranch: 'main',
        projectCount: 0,
        createdBy: 'Admin',
        health: 'healthy',
        repository: { id: forecasting.id, path: 'acme/platform/forecasting' },
      });
      expect(await viewer.call(listIntegrations, inWorkspace())).toEqual([made]);
    });

    it.each(['../x', '.git', '.GIT', '-u', 'a/b', 'x\u0000', 'x ', ''])(
      'refuse the folder name %j',
      async (folderName) => {
        expect(await codeOf(create(admin, { folderName }))).toBe('invalid-input');
      },
    );

    it('are edited and deleted by admins', async () => {
      const [made] = await admin.call(listIntegrations, inWorkspace());
      const params = { ...inWorkspace().params, integrationId: made!.id };
      expect(await codeOf(viewer.call(updateIntegration, { params, body: { name: 'Mine' } }))).toBe(
        'forbidden',
      );
      const edited = await admin.call(updateIntegration, {
        params,
        body: { name: 'Models', defaultBranch: null },
      });
      expect(edited).toMatchObject({ name: 'Models', defaultBranch: null, folderName: 'forecasting' });
      expect(await admin.call(getIntegrationUse, { params })).toEqual([]);
      const use = await admin.call(getRepositoryUse, {
        params: { ...inWorkspace().params, repositoryId: forecasting.id },
      });
      expect(use).toEqual({ integrations: [{ id: made!.id, name: 'Models' }], checkouts: [] });
    });

    it('say when their repository was removed or archived, and revive with it', async () => {
      const health = async () => (await admin.call(listIntegrations, inWorkspace()))[0]?.health;
      await change(admin, [], [forecasting.id]);
      expect(await health()).toBe('repository-removed');
      expect(await codeOf(create(admin, { folderName: 'again' }))).toBe('repository-not-connected');
      await change(admin, [forecasting.gitlabId]);
      expect(await health()).toBe('healthy');
      world.sandbox.setArchived('acme/platform/forecasting', true);
      await pick(admin, 'forecasting');
      expect(await health()).toBe('repository-archived');
      world.sandbox.setArchived('acme/platform/forecasting', false);
    });

    it('are deleted, and the log tells all of it', async () => {
      const [made] = await admin.call(listIntegrations, inWorkspace());
      await admin.call(deleteIntegration, { params: { ...inWorkspace().params, integrationId: made!.id } });
      expect(await admin.call(listIntegrations, inWorkspace())).toEqual([]);
      const { entries } = await admin.call(listAuditLog, {
        ...inWorkspace(),
        query: { search: 'integration' },
      });
      expect(entries.map(({ action }) => action)).toEqual([
        'integration-deleted',
        'integration-changed',
        'integration-created',
      ]);
    });
  });
});
