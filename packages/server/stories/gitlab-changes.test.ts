import {
  changeRepositories,
  commitAndPush,
  connectIntegration,
  disconnectCheckout,
  getCheckoutStatus,
  listCheckouts,
  listIntegrations,
  listRepositories,
  listRepositoryBranches,
  type Operation,
  pullCheckout,
  pushCheckout,
  readFile,
  switchBranch,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';

let world: World;
let admin: Client;
let editor: Client;
let analytics: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  [admin, editor] = await Promise.all([
    world.signInLinked('admin', 'maintainer'),
    world.signInLinked('editor', 'developer'),
  ]);
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
});
afterAll(() => world?.close());

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const inProject = () => ({ params: { projectId: analytics.project.id } });
const inCheckout = ({ checkout } = analytics) => ({ params: { checkoutId: checkout.id } });

const begin = {
  pull: () => editor.call(pullCheckout, inCheckout()),
  push: () => editor.call(pushCheckout, inCheckout()),
};

let written = 0;

/** Commits something new and pushes it. */
async function commit(by = editor, to = analytics): Promise<Operation> {
  const name = `written-${++written}.txt`;
  const { folderName } = to.checkout;
  await by.call(writeFile, {
    params: { projectId: to.project.id },
    body: { path: `${folderName}/${name}`, text: name, etag: null },
  });
  return by.call(commitAndPush, { ...inCheckout(to), body: { message: name, paths: [name] } });
}

const problemOf = async (operation: Promise<Operation>, by = editor) =>
  (await waitForOperation(by, await operation)).problem;
const refusalOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error) => error.reply,
  );
const end = async (operation: Promise<Operation>) => endOf(editor, await operation);
const statusOf = () => editor.call(getCheckoutStatus, inCheckout());

const gitPaths = () =>
  new Set(
    world.sandbox.requests().flatMap(({ git, status }) => (git && status === 200 ? [git.project] : [])),
  );

async function shownPaths() {
  const [checkout] = await editor.call(listCheckouts, inProject());
  const [repository] = await editor.call(listRepositories, inWorkspace());
  const [integration] = await editor.call(listIntegrations, inWorkspace());
  return [
    checkout?.repositoryPath,
    checkout?.repositoryWebUrl,
    repository?.path,
    integration?.repository.path,
  ];
}

const shown = (path: string) => [path, `${world.sandbox.url}/${path}`, path, path];

describe('a repository that was renamed on GitLab', () => {
  const impostor = { visibility: 'private', members: { developer: 40 } } as const;

  it('is pulled as before, and shown under its new path from then on', async () => {
    await pushFromElsewhere(world, 'acme/analytics', 'echo news > news.txt');
    world.sandbox.renameProject('acme/analytics', 'acme/insights');
    expect(await end(begin.pull())).toBe('updated');
    expect(gitPaths()).toContain('acme/insights');
    expect(await shownPaths()).toEqual(shown('acme/insights'));
    const body = { branch: 'dev', where: 'remote' } as const;
    expect(await end(editor.call(switchBranch, { ...inCheckout(), body }))).toBe('switched');
    expect((await statusOf()).mergeRequestUrl).toContain('/acme/insights/-/merge_requests/new?');
  });

  it('is pushed to by its id, not to whatever lives at its old path now', async () => {
    world.sandbox.renameProject('acme/insights', 'acme/platform/insights');
    await world.sandbox.addProject({ path: 'acme/insights', ...impostor });
    await world.sandbox.addProject({ path: 'acme/analytics', ...impostor });

    const { outcome } = await waitForOperation(editor, await commit());
    expect(outcome).toMatchObject({ kind: 'pushed', branch: 'dev' });
    const pushed = outcome?.kind === 'pushed' ? outcome.new : '';
    expect(await tipAtGitLab(world, 'acme/platform/insights', 'dev')).toBe(pushed);
    for (const path of ['acme/insights', 'acme/analytics'])
      await expect(tipAtGitLab(world, path, 'dev')).rejects.toThrow();
    expect(await shownPaths()).toEqual(shown('acme/platform/insights'));
  });

  it('is reached from a terminal too: by its id at once, at its new address from then on', async () => {
    const { page } = await openedTerminal(editor, analytics.project);
    const git = (command: string) => page.run(`git -C analytics ${command}`);
    const origin = async () => (await git('config remote.origin.url')).output.trim();
    expect(await origin()).toBe(`${world.sandbox.url}/acme/platform/insights.git`);

    world.sandbox.renameProject('acme/platform/insights', 'acme/moved');
    await world.sandbox.addProject({ path: 'acme/platform/insights', ...impostor });
    expect(await git("commit -q --allow-empty -m 'From a terminal'")).toMatchObject({ exitCode: 0 });
    expect(await git('push')).toMatchObject({ exitCode: 0 });
    expect((await git('rev-parse dev')).output.trim()).toBe(await tipAtGitLab(world, 'acme/moved', 'dev'));
    await expect(tipAtGitLab(world, 'acme/platform/insights', 'dev')).rejects.toThrow();
    expect(await origin()).toBe(`${world.sandbox.url}/acme/moved.git`);
    expect(await git('fetch')).toMatchObject({ exitCode: 0 });
    page.close();
  });

  it('is cloned by an integration that was made before', async () => {
    world.sandbox.renameProject('acme/moved', 'acme/platform/churn');
    const body = { integrationId: analytics.integration.id, folderName: 'again' };
    const { checkout, operation } = await editor.call(connectIntegration, { ...inProject(), body });
    expect(await endOf(editor, operation)).toBe('cloned');
    const config = { ...inProject(), query: { path: 'again/README.md' } };
    expect((await editor.call(readFile, config)).text).toContain('# ');
    const discard = { params: { checkoutId: checkout.id }, body: { discardWork: true } };
    expect(await end(editor.call(disconnectCheckout, discard))).toBe('disconnected');
    world.sandbox.deleteProject('acme/analytics');
    world.sandbox.renameProject('acme/platform/churn', 'acme/analytics');
    expect(await end(begin.pull())).toBe('up-to-date');
    expect(await shownPaths()).toEqual(shown('acme/analytics'));
  });
});

describe('a repository that was archived on GitLab', () => {
  beforeAll(() => world.sandbox.setArchived('acme/analytics', true));

  it('is pulled, and says that it cannot be pushed to; the commit is kept', async () => {
    expect(await end(begin.pull())).toBe('up-to-date');
    expect(await problemOf(commit())).toMatchObject({
      code: 'repository-archived',
      detail: expect.stringMatching(/archived .*Your commit is kept here/),
      raw: expect.stringContaining("You can't push code to an archived project."),
    });
    expect((await statusOf()).ahead).toBe(1);
    const [integration] = await editor.call(listIntegrations, inWorkspace());
    expect(integration?.health).toBe('repository-archived');
  });

  it('is pushed to once it is unarchived', async () => {
    world.sandbox.setArchived('acme/analytics', false);
    expect(await end(begin.push())).toBe('pushed');
    const [integration] = await editor.call(listIntegrations, inWorkspace());
    expect(integration?.health).toBe('healthy');
  });
});

describe('a member whose access on GitLab was lowered', () => {
  const setAccess = (level: 10 | 20 | 30 | null) =>
    world.sandbox.setMember('acme/analytics', 'developer', level);

  it('to Reporter still pulls, and is told that pushing needs more', async () => {
    setAccess(20);
    expect(await end(begin.pull())).toBe('up-to-date');
    expect(await problemOf(commit())).toMatchObject({
      code: 'push-refused',
      detail: 'Your GitLab account may not push to this repository. Your commit is kept here.',
      raw: expect.stringContaining('You are not allowed to push code to this project.'),
    });
  });

  it('to Guest is told that reading the code needs more', async () => {
    setAccess(10);
    expect(await problemOf(begin.pull())).toMatchObject({
      code: 'gitlab-forbidden',
      raw: expect.stringContaining('You are not allowed to download code from this project.'),
    });
  });

  it('to nothing is told that the repository is not there for them', async () => {
    setAccess(null);
    const notThere = {
      code: 'gitlab-not-found',
      detail: expect.stringContaining('acme/analytics is not on GitLab sandbox any more, or your account'),
      raw: '404 Project Not Found',
    };
    expect(await problemOf(begin.pull())).toMatchObject(notThere);
    expect(await problemOf(begin.push())).toMatchObject(notThere);
  });

  it('pushes what was kept once it is raised again', async () => {
    setAccess(30);
    expect((await statusOf()).ahead).toBe(1);
    expect(await end(begin.push())).toBe('pushed');
  });
});

describe('a repository that an admin removed from the workspace', () => {
  const change = (connect: number[], remove: (typeof analytics.repository)['id'][]) =>
    admin.call(changeRepositories, {
      ...inWorkspace(),
      body: { instanceId: world.instanceId, connect, remove },
    });

  it('cannot be reached from its checkouts; the refusal says who can change that', async () => {
    await change([], [analytics.repository.id]);
    const before = world.sandbox.requests().length;
    const refused = {
      code: 'repository-not-connected',
      next: 'connect-repository',
      detail:
        'acme/analytics is no longer connected to this workspace. An admin of the workspace who is at least Developer in it on GitLab can connect it again.',
    };
    expect(await refusalOf(begin.pull())).toMatchObject(refused);
    expect(await refusalOf(begin.push())).toMatchObject(refused);
    expect(await refusalOf(commit())).toMatchObject(refused);
    const body = { integrationId: analytics.integration.id, folderName: 'again' };
    expect(await refusalOf(editor.call(connectIntegration, { ...inProject(), body }))).toMatchObject(refused);
    expect(world.sandbox.requests()).toHaveLength(before);
  });

  it('leaves files and local branches as they are', async () => {
    const [checkout] = await editor.call(listCheckouts, inProject());
    expect(checkout).toMatchObject({ repositoryConnected: false, repositoryPath: 'acme/analytics' });
    const { changes } = await statusOf();
    expect(changes).toEqual([{ path: `written-${written}.txt`, originalPath: null, kind: 'untracked' }]);
    const body = { branch: 'main', where: 'local' } as const;
    expect(await end(editor.call(switchBranch, { ...inCheckout(), body }))).toBe('switched');
  });

  it('is reached from the same checkouts when it is connected again', async () => {
    await change([analytics.repository.gitlabId], []);
    expect(await end(begin.pull())).toBe('up-to-date');
    expect(await end(commit())).toBe('pushed');
  });
});

describe('a repository that was deleted on GitLab', () => {
  let handbook: ConnectedProject;

  beforeAll(async () => {
    handbook = await connectProject(world, admin, 'acme/handbook');
    world.sandbox.deleteProject('acme/handbook');
  });

  it('is told to be gone, and is not made anew by a push', async () => {
    const gone = {
      code: 'gitlab-not-found',
      detail: expect.stringContaining('acme/handbook is not on GitLab sandbox any more'),
      raw: '404 Project Not Found',
    };
    expect(await problemOf(admin.call(pullCheckout, inCheckout(handbook)), admin)).toMatchObject(gone);
    // Who may create projects in the group would create one by pushing to a path that is free.
    expect(await problemOf(commit(admin, handbook), admin)).toMatchObject(gone);
    expect(() => world.sandbox.repositoryDir('acme/handbook')).toThrow('There is no project');
    const params = { ...inWorkspace().params, repositoryId: handbook.repository.id };
    expect(await refusalOf(admin.call(listRepositoryBranches, { params, query: {} }))).toMatchObject({
      code: 'gitlab-not-found',
    });
  });

  it('leaves the files and the commit here until somebody takes them away', async () => {
    const { ahead } = await admin.call(getCheckoutStatus, inCheckout(handbook));
    expect(ahead).toBe(1);
    const discard = (discardWork: boolean) =>
      admin.call(disconnectCheckout, { ...inCheckout(handbook), body: { discardWork } });
    expect(await endOf(admin, await discard(false))).toBe('work-would-be-lost');
    expect(await endOf(admin, await discard(true))).toBe('disconnected');
    const left = await admin.call(changeRepositories, {
      ...inWorkspace(),
      body: { instanceId: world.instanceId, connect: [], remove: [handbook.repository.id] },
    });
    expect(left.map(({ path }) => path)).toEqual(['acme/analytics']);
  });
});
