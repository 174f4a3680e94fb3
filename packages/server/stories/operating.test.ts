import { rename } from 'node:fs/promises';
import { pullCheckout } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';

let world: World;
let admin: Client;
let analytics: ConnectedProject;
const logged: string[] = [];

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  world = await createWorld({ config: { logLevel: 'info' } });
  admin = await world.signInLinked('admin', 'maintainer');
  analytics = await connectProject(world, admin, 'acme/analytics');
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world?.close();
});

const ask = async (path: string) => {
  const response = await fetch(`${world.notelab.url}${path}`, { redirect: 'manual' });
  return { status: response.status, body: await response.json() };
};

it('supervisors learn without signing in that Notelab is there and can work, under any of its names', async () => {
  expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  expect(await ask('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
  const { port } = new URL(world.notelab.url);
  const byOtherName = await fetch(`http://localhost:${port}/readyz`, { redirect: 'manual' });
  expect(byOtherName.status).toBe(200);
});

it('the log has one line for each operation that ended, and for each failure of GitLab', async () => {
  const { checkout } = analytics;
  world.sandbox.faults.set({ match: '/api/v4/projects/', kind: 'status', status: 503, times: 3 });
  await endOf(admin, await admin.call(pullCheckout, { params: { checkoutId: checkout.id } }));
  world.sandbox.faults.clear();
  const lines = logged
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const ended = lines.filter(({ msg, kind }) => msg === 'operation ended' && kind === 'pull');
  expect(ended.at(-1)).toMatchObject({
    status: 'failed',
    outcome: 'gitlab-unavailable',
    userId: expect.any(String),
    projectId: analytics.project.id,
    ranMs: expect.any(Number),
  });
  expect(lines.filter(({ msg }) => msg === 'GitLab failed')).toHaveLength(3);
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: 'GitLab failed',
      kind: 'api',
      outcome: 'server-error',
      words: 'HTTP 503',
    }),
  );
});

it('what Notelab cannot do without is named while it is missing', async () => {
  const folder = world.notelab.context.config.dataDir;
  await rename(folder, `${folder}-elsewhere`);
  const reasons = ['The data folder cannot be written.'];
  await expect.poll(() => ask('/readyz')).toEqual({ status: 503, body: { status: 'not ready', reasons } });
  await rename(`${folder}-elsewhere`, folder);
  await world.notelab.context.gateway.close();
  await expect
    .poll(() => ask('/readyz'))
    .toEqual({
      status: 503,
      body: { status: 'not ready', reasons: ['The gateway that git uses does not answer.'] },
    });
  expect((await ask('/healthz')).status).toBe(200);
});
