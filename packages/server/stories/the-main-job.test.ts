import {
  commitAndPush,
  getCheckoutStatus,
  listAuditLog,
  listFiles,
  pullCheckout,
  readFile,
  switchBranch,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { gitAtGitLab as atGitLab, pushFromElsewhere } from './elsewhere.ts';

let world: World;
let admin: Client;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
});
afterAll(() => world?.close());

const inProject = () => ({ params: { projectId: connected.project.id } });
const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const gitAtGitLab = async (...args: string[]) =>
  String(await atGitLab(world, 'acme/analytics', ...args)).trim();

test('the clone is in the project’s files, on the integration’s branch', async () => {
  const names = (await editor.call(listFiles, { ...inProject(), query: { path: 'analytics' } })).map(
    ({ name }) => name,
  );
  expect(names).toContain('README.md');
  expect(names).not.toContain('.git');
  const status = await editor.call(getCheckoutStatus, inCheckout());
  expect(status.head).toEqual({ kind: 'branch', name: 'main' });
  expect(status.changes).toEqual([]);
  expect(status.lastFetch?.by).toBe('Editor');
});

test('a commit arrives at GitLab under the name of who made it, pushed with their token', async () => {
  const before = await gitAtGitLab('rev-parse', 'main');
  const { text, etag } = await editor.call(readFile, {
    ...inProject(),
    query: { path: 'analytics/README.md' },
  });
  await editor.call(writeFile, {
    ...inProject(),
    body: { path: 'analytics/README.md', text: `${text}\nChecked by the editor.\n`, etag },
  });
  await editor.call(writeFile, {
    ...inProject(),
    body: { path: 'analytics/not-this.txt', text: 'left out', etag: null },
  });
  const status = await editor.call(getCheckoutStatus, inCheckout());
  expect(status.changes.map(({ path, kind }) => [path, kind])).toEqual([
    ['README.md', 'modified'],
    ['not-this.txt', 'untracked'],
  ]);

  const operation = await editor.call(commitAndPush, {
    ...inCheckout(),
    body: { message: 'Say who checked it\n\n# is no comment', paths: ['README.md'] },
  });
  const ended = await waitForOperation(editor, operation);
  expect(ended.problem).toBeNull();
  expect(ended.outcome).toMatchObject({ kind: 'pushed', branch: 'main', old: before });

  expect(await gitAtGitLab('log', '-1', '--format=%an <%ae> %cn <%ce>%n%B', 'main')).toBe(
    'Dev Developer <developer@acme.example> Dev Developer <developer@acme.example>\nSay who checked it\n\n# is no comment',
  );
  expect(await gitAtGitLab('show', '--name-only', '--format=', 'main')).toBe('README.md');
  const pushes = world.sandbox.requests().filter((request) => request.path.endsWith('git-receive-pack'));
  expect(new Set(pushes.map((request) => request.username))).toEqual(new Set(['developer']));
});

test('a colleague’s commit is pulled, and a pull with nothing new says so', async () => {
  await pushFromElsewhere(world, 'acme/analytics', 'echo new > from-colleague.txt');

  const pulled = await waitForOperation(editor, await editor.call(pullCheckout, inCheckout()));
  expect(pulled.outcome).toMatchObject({ kind: 'updated', fileCount: 1 });
  const again = await waitForOperation(editor, await editor.call(pullCheckout, inCheckout()));
  expect(again.outcome).toEqual({ kind: 'up-to-date' });
});

test('switching to a branch of GitLab makes a local one that follows it, and offers the merge request page', async () => {
  const operation = await editor.call(switchBranch, {
    ...inCheckout(),
    body: { branch: 'feature/churn-v2', where: 'remote' },
  });
  expect((await waitForOperation(editor, operation)).outcome).toEqual({
    kind: 'switched',
    branch: 'feature/churn-v2',
  });
  const status = await editor.call(getCheckoutStatus, inCheckout());
  expect(status.upstream).toBe('origin/feature/churn-v2');
  expect(status.mergeRequestUrl).toContain(
    '/acme/analytics/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature%2Fchurn-v2',
  );
});

test('the audit log says who cloned, pushed which ref, pulled and switched', async () => {
  const { entries } = await admin.call(listAuditLog, {
    params: { workspaceId: world.workspaceId },
    query: {},
  });
  const git = entries
    .filter(({ subject }) => subject === 'acme/analytics')
    .map(({ actor, action }) => `${actor} ${action}`);
  for (const line of [
    'Editor cloned',
    'Editor pushed',
    'Editor pulled',
    'Editor switched',
    'Admin repository-connected',
  ])
    expect(git).toContain(line);
  const push = entries.find(({ action }) => action === 'pushed')!;
  expect(push.details).toMatchObject({ ref: 'main' });
});
