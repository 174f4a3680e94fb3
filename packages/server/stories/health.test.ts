import {
  getConnectionHealth,
  type HealthCheck,
  startHealthCheck,
  type WorkspaceEvent,
} from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { answers } from './gitlab-faults.ts';

let world: World;
let admin: Client;
let events: WorkspaceEvent[] = [];

const paths = ['acme/analytics', 'acme/platform/forecasting', 'acme/handbook', 'acme/empty'];

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  await connectRepositories(world, admin, paths);
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
    expect(health.instances).toMatchObject([
      { repositoryCount: 4, version: expect.stringMatching(/^\d+\.\d+/) },
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
    expect(events.map(({ type }) => type)).toContain('repositories-changed');
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
