import {
  cancelHealthCheck,
  changeMemberRole,
  connectIntegration,
  countHealthFindings,
  createIntegration,
  createNotebook,
  createProject,
  createWorkspace,
  getConnectionHealth,
  getMe,
  type HealthCheck,
  type Integration,
  listIntegrations,
  listRepositoryBranches,
  type Repository,
  saveExport,
  startHealthCheck,
  updateIntegration,
  type WorkspaceEvent,
} from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRepositories, endOf } from './a-connected-project.ts';
import { answers } from './gitlab-faults.ts';
import { readFromGitLab } from './on-gitlab.ts';

let world: World;
let admin: Client;
let editor: Client;
let analytics: Repository;
let forecasting: Repository;
let events: WorkspaceEvent[] = [];

const paths = ['acme/analytics', 'acme/platform/forecasting', 'acme/handbook', 'acme/empty'];

beforeAll(async () => {
  world = await createWorld();
  [admin, editor] = await Promise.all([
    world.signInLinked('admin', 'maintainer'),
    world.signInLinked('editor', 'developer'),
  ]);
  [analytics, forecasting] = (await connectRepositories(world, admin, paths)) as [Repository, Repository];
  world.notelab.context.events.subscribe(world.workspaceId, (event) => events.push(event));
});
afterAll(() => world?.close());
beforeEach(() => {
  events = [];
  world.sandbox.faults.clear();
});

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const read = () => admin.call(getConnectionHealth, inWorkspace());
const start = (by = admin) => by.call(startHealthCheck, inWorkspace());

/** Waits for the event with which a check ends. */
function whenEnded(): Promise<HealthCheck> {
  return new Promise((resolve) => {
    const stop = world.notelab.context.events.subscribe(world.workspaceId, (event) => {
      if (event.type !== 'health-check' || event.check.status === 'running') return;
      stop();
      resolve(event.check);
    });
  });
}

async function check(by = admin): Promise<HealthCheck> {
  const ended = whenEnded();
  await start(by);
  return ended;
}

/** What the page tells: kind and path, with what was called otherwise before. */
async function told() {
  const { repositories, branches, unjudged, attention } = await read();
  return {
    attention,
    repositories: repositories.map(({ kind, repository, before }) =>
      [kind, repository.path, before].filter(Boolean).join(' '),
    ),
    branches: branches.map(({ repository, branch, of }) => `${of.kind} ${repository.path} ${branch}`),
    unjudged: unjudged.map(({ reason, repository }) => `${reason} ${repository.path}`),
  };
}

const asked = () =>
  world.sandbox
    .requests()
    .filter(({ path }) => path.startsWith('/api/v4/'))
    .map(({ path, username }) => `${username} ${path.slice('/api/v4/'.length).replace(/\?.*/, '')}`);

describe('a check', () => {
  it('asks GitLab as the admin, with a request for all that they are a member of', async () => {
    const before = asked().length;
    expect(await check()).toMatchObject({ status: 'done', total: 4, done: 4, by: { name: 'Admin' } });
    expect(asked().slice(before)).toEqual(['maintainer projects', 'maintainer version']);
    const health = await read();
    expect(health).toMatchObject({ attention: 0, repositories: [], branches: [], unjudged: [] });
    const traffic = { reach: 'answering', errors: 0, latencyMs: { p95: expect.any(Number) } };
    expect(health.instances).toMatchObject([
      { repositoryCount: 4, version: expect.stringMatching(/^\d+\.\d+/), traffic },
    ]);
    expect(health.check).toMatchObject({ status: 'done', endedAt: expect.any(String) });
  });

  it('finds what was renamed, archived, shown to others and deleted', async () => {
    world.sandbox.renameProject('acme/analytics', 'acme/platform/insights');
    world.sandbox.setArchived('acme/handbook', true);
    world.sandbox.deleteProject('acme/empty');
    expect(await check()).toMatchObject({ status: 'done', done: 4 });
    expect(await told()).toEqual({
      attention: 1,
      repositories: [
        'missing acme/empty',
        'archived acme/handbook',
        'moved acme/platform/insights acme/analytics',
      ],
      branches: [],
      unjudged: [],
    });
    const [missing] = (await read()).repositories;
    expect(missing).toMatchObject({ missedBy: { name: 'Admin' }, seenBy: { name: 'Admin' } });
    await expect.poll(() => events.map(({ type }) => type)).toContain('repositories-changed');
  });

  it('says what it could not judge when GitLab breaks off, and keeps what it had found', async () => {
    world.sandbox.setArchived('acme/handbook', false);
    world.sandbox.faults.set({ match: /GET \/api\/v4\/projects\/\d+/, ...answers.tooMany });
    world.sandbox.setMember('acme/platform/forecasting', 'maintainer', null);
    const { status, done } = await check();
    expect({ status, done }).toEqual({ status: 'done', done: 4 });
    const { repositories: found, unjudged } = await told();
    expect(found).toEqual(['missing acme/empty', 'moved acme/platform/insights acme/analytics']);
    // What is missing for all is told already.
    expect(unjudged).toEqual(['slow-down acme/platform/forecasting']);
  });
});

describe('who checks', () => {
  const delay = () => world.sandbox.faults.set({ match: 'GET /api/v4', kind: 'delay', delayMs: 200 });
  const userIdOf = async (client: Client) => (await client.call(getMe)).user.id;

  it('can cancel; whoever asks meanwhile gets the same check', async () => {
    delay();
    const ended = whenEnded();
    const [first, second] = [await start(), await start()];
    expect(second).toEqual(first);
    await admin.call(cancelHealthCheck, inWorkspace());
    expect(await ended).toMatchObject({ status: 'cancelled' });
    expect((await told()).unjudged).toContain('not-reached acme/platform/forecasting');
  });

  it('asks no further once they are no admin any more', async () => {
    const asEditor = { ...inWorkspace().params, userId: await userIdOf(editor) };
    await admin.call(changeMemberRole, { params: asEditor, body: { role: 'admin' } });
    delay();
    const ended = whenEnded();
    await start(editor);
    await admin.call(changeMemberRole, { params: asEditor, body: { role: 'editor' } });
    expect(await ended).toMatchObject({ status: 'interrupted', by: { name: 'Editor' } });
  });
});

describe('what members meet while they work', () => {
  const listBranches = (client: Client, { id: repositoryId }: Repository) =>
    client.call(listRepositoryBranches, { params: { ...inWorkspace().params, repositoryId }, query: {} });
  const setAccess = (who: string, level: 30 | 40 | null) =>
    world.sandbox.setMember('acme/platform/forecasting', who, level);
  let integration: Integration;
  const healthOf = async () =>
    (await editor.call(listIntegrations, inWorkspace())).find(({ id }) => id === integration.id)?.health;

  beforeAll(async () => {
    setAccess('maintainer', 40);
    integration = await admin.call(createIntegration, {
      ...inWorkspace(),
      body: { repositoryId: forecasting.id, defaultBranch: 'main', folderName: 'forecasting' },
    });
    await check();
  });

  it('tells that a repository is gone for one, until another one sees it: then no admin does', async () => {
    expect(await healthOf()).toBe('healthy');
    setAccess('maintainer', null);
    await listBranches(admin, forecasting).catch(() => {});
    // What is met is noted beside the reply, which does not wait for it.
    await expect.poll(healthOf).toBe('repository-missing');
    await listBranches(editor, forecasting);
    await expect.poll(healthOf).toBe('healthy');
    const finding = (await read()).repositories.find(({ repository }) => repository.id === forecasting.id);
    expect(finding).toMatchObject({ kind: 'no-admin', seenBy: { name: 'Editor' } });
    setAccess('maintainer', 40);
    await listBranches(admin, forecasting);
    expect((await told()).repositories.filter((words) => words.includes('forecasting'))).toEqual([]);
  });

  it('tells that a branch is gone when a clone finds that out, until another one is chosen', async () => {
    const params = { ...inWorkspace().params, integrationId: integration.id };
    const choose = (defaultBranch: string) =>
      admin.call(updateIntegration, { params, body: { defaultBranch } });
    await choose('gone');
    const project = await editor.call(createProject, { ...inWorkspace(), body: { name: 'Forecasts' } });
    const { operation } = await editor.call(connectIntegration, {
      params: { projectId: project.id },
      body: { integrationId: integration.id },
    });
    expect(await endOf(editor, operation)).toBe('integration-branch-gone');
    expect(await healthOf()).toBe('branch-gone');
    expect((await told()).branches).toEqual(['integration acme/platform/forecasting gone']);
    expect(await choose('main')).toMatchObject({ health: 'healthy' });
    expect((await told()).branches).toEqual([]);
  });

  it('leaves branches that only exports lead to for a check', async () => {
    const project = await admin.call(createProject, { ...inWorkspace(), body: { name: 'Reports' } });
    const params = { projectId: project.id };
    await admin.call(createNotebook, { params, body: { name: 'Sales' } });
    const settings = { path: 'out', outputs: true, automatic: false, repositoryId: analytics.id };
    const save = (branch: string) => {
      const body = { ...settings, formats: ['ipynb' as const], branch, createFrom: 'main' };
      return admin.call(saveExport, { params, body });
    };
    await save('notebooks');
    await check();
    expect((await told()).branches).toEqual([]);
    readFromGitLab(world, 'acme/platform/insights', '', ['branch', '-D', 'notebooks']);
    await check();
    expect((await told()).branches).toEqual(['export acme/platform/insights notebooks']);
    await save('notebooks');
    expect((await told()).branches).toEqual([]);
  });

  it('tells whose account has to be reconnected, and why, but nothing that is in it', async () => {
    world.sandbox.revokeApplication('developer', 'notelab-sample-application');
    await listBranches(editor, forecasting).catch(() => {});
    const found = await read();
    expect(found.accounts).toMatchObject([
      {
        kind: 'needs-reconnect',
        user: { name: 'Editor' },
        username: 'developer',
        trouble: { reason: 'revoked', since: expect.any(String) },
      },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/token|sealed|secret|clientId/i);
    const { attention } = await admin.call(countHealthFindings, inWorkspace());
    expect(attention).toBe(found.attention);
  });

  it('is told to admins of that workspace alone', async () => {
    const { id } = await editor.call(createWorkspace, { body: { name: 'Elsewhere' } });
    const elsewhere = await editor.call(getConnectionHealth, { params: { workspaceId: id } });
    expect(elsewhere).toMatchObject({ instances: [], accounts: [], repositories: [], memberCount: 1 });
  });
});
