import {
  deleteRecoveryPoint,
  discardChanges,
  getCheckoutStatus,
  getRecoveryPoint,
  getRecoverySpace,
  listRecoveryPoints,
  readFile,
  restoreRecoveryPoint,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';

let world: World;
let editor: Client;
let viewer: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  viewer = await world.signIn('viewer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  for (const [path, text] of [
    ['README.md', 'rewritten\n'],
    ['new.txt', 'new\n'],
  ])
    await editor.call(writeFile, {
      params: { projectId: connected.project.id },
      body: { path: `analytics/${path}`, text: text!, etag: null },
    });
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const changes = async () =>
  (await editor.call(getCheckoutStatus, inCheckout())).changes.map(({ path }) => path);

test('changes of one file are discarded, the others stay', async () => {
  const operation = await editor.call(discardChanges, { ...inCheckout(), body: { paths: ['README.md'] } });
  expect((await waitForOperation(editor, operation)).outcome).toEqual({ kind: 'discarded', fileCount: 1 });
  expect(await changes()).toEqual(['new.txt']);
});

test('all changes are discarded at once', async () => {
  const operation = await editor.call(discardChanges, { ...inCheckout(), body: { paths: null } });
  expect(await endOf(editor, operation)).toBe('discarded');
  expect(await changes()).toEqual([]);
});

test('each time the state was kept before, and everybody sees what it holds and who discarded it', async () => {
  const points = await viewer.call(listRecoveryPoints, inCheckout());
  expect(
    points.map(({ reason, by, branch, holdsChanges }) => [reason, by, branch, holdsChanges]),
  ).toContainEqual(['Before discarding the changes of README.md', 'Editor', 'main', true]);
  const first = points.find(({ reason }) => reason.includes('README.md'))!;
  expect(
    await viewer.call(getRecoveryPoint, { params: { ...inCheckout().params, pointId: first.id } }),
  ).toEqual({
    branches: [],
    changed: ['README.md'],
    changedCount: 1,
    untracked: ['new.txt'],
    untrackedCount: 1,
  });
});

test('what was discarded comes back', async () => {
  const points = await editor.call(listRecoveryPoints, inCheckout());
  const { id: pointId } = points.find(({ reason }) => reason.includes('README.md'))!;
  const params = { ...inCheckout().params, pointId };
  expect(await endOf(editor, await editor.call(restoreRecoveryPoint, { params }))).toBe('restored');
  expect(await changes()).toEqual(['README.md', 'new.txt']);
  const { text } = await editor.call(readFile, {
    params: { projectId: connected.project.id },
    query: { path: 'analytics/README.md' },
  });
  expect(text).toBe('rewritten\n');
});

test('nothing is discarded by viewers, outside of the repository, or when nothing changed', async () => {
  const refusal = (client: Client, paths: string[] | null) =>
    client.call(discardChanges, { ...inCheckout(), body: { paths } }).catch(({ reply }) => reply.code);
  expect(await refusal(viewer, null)).toBe('forbidden');
  expect(await refusal(editor, ['../other'])).toBe('path-invalid');
  expect(await refusal(editor, ['.git/config'])).toBe('path-invalid');
  expect(await changes()).toEqual(['README.md', 'new.txt']);
  const params = { ...inCheckout().params, pointId: 'a'.repeat(20) };
  expect(await endOf(editor, await editor.call(restoreRecoveryPoint, { params }))).toBe('not-found');
});

test('points hold a known number of bytes, and one can be deleted by an editor', async () => {
  const { heldBytes, limits } = await viewer.call(getRecoverySpace, inCheckout());
  expect(heldBytes).toBeGreaterThan(0);
  expect(limits).toEqual({ days: 90, count: 50, bytes: 2_000_000_000 });
  const [point] = await editor.call(listRecoveryPoints, inCheckout());
  const params = { ...inCheckout().params, pointId: point!.id };
  await editor.call(deleteRecoveryPoint, { params });
  expect((await editor.call(listRecoveryPoints, inCheckout())).map(({ id }) => id)).not.toContain(point!.id);
});
