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
  world = await createWorld({ config: { logLevel: 'info', metrics: { host: '127.0.0.1', port: 0 } } });
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

async function readMetrics(): Promise<string> {
  const response = await fetch(world.notelab.metricsUrl!);
  expect(response.headers.get('content-type')).toContain('version=0.0.4');
  return response.text();
}

/** The value of a metric with these labels, in any order. */
function readValue(text: string, name: string, labels: Record<string, string> = {}): number | null {
  const line = text
    .split('\n')
    .find(
      (each) =>
        new RegExp(`^${name}[{ ]`).test(each) &&
        Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)),
    );
  return line === undefined ? null : Number(line.split(' ').at(-1));
}

it('supervisors learn without signing in that Notelab is there and can work, under any of its names', async () => {
  expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'alive' } });
  expect(await ask('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
  const { port } = new URL(world.notelab.url);
  const byOtherName = await fetch(`http://localhost:${port}/readyz`, { redirect: 'manual' });
  expect(byOtherName.status).toBe(200);
});

it('metrics tell what was done, by kinds and patterns, and not whose and where', async () => {
  const { checkout, project } = analytics;
  await endOf(admin, await admin.call(pullCheckout, { params: { checkoutId: checkout.id } }));
  const text = await readMetrics();
  const gitlab = new URL(world.sandbox.url).host;

  expect(readValue(text, 'notelab_operations_total', { kind: 'clone', outcome: 'cloned' })).toBe(1);
  expect(readValue(text, 'notelab_operation_seconds_count', { kind: 'pull' })).toBe(1);
  expect(readValue(text, 'notelab_operations', { status: 'running' })).toBe(0);
  const toGit = { service: 'git-upload-pack', direction: 'to-git' };
  expect(readValue(text, 'notelab_git_bytes_total', toGit)).toBeGreaterThan(1_000);
  expect(readValue(text, 'notelab_git_exchanges_total', { outcome: 'served' })).toBeGreaterThan(1);
  for (const kind of ['api', 'git'])
    expect(readValue(text, 'notelab_gitlab_requests_total', { gitlab, kind, outcome: 'ok' })).toBeGreaterThan(
      0,
    );
  expect(readValue(text, 'notelab_gitlab_circuit_open', { gitlab })).toBe(0);
  const pull = { route: '/api/checkouts/:checkoutId/pull', method: 'POST', status: '200' };
  expect(readValue(text, 'notelab_http_request_duration_seconds_count', pull)).toBe(1);
  for (const name of ['passes', 'terminals', 'kernels', 'notebooks_open', 'notebook_connections'])
    expect(readValue(text, `notelab_${name}`)).not.toBeNull();
  expect(readValue(text, 'notelab_automatic_exports', { state: 'stopped' })).toBe(0);
  expect(readValue(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);

  for (const private_ of [checkout.id, project.id, project.name, 'acme', 'example.com'])
    expect(text).not.toContain(private_);
});

it('metrics are not where browsers get to', async () => {
  const onMainPort = await fetch(`${world.notelab.url}/metrics`);
  expect(await onMainPort.text()).not.toContain('notelab_');
  const otherPath = await fetch(new URL('/', world.notelab.metricsUrl!));
  expect(otherPath.status).toBe(404);
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
