import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Checkout,
  commitAndPush,
  connectIntegration,
  createProject,
  fetchLargeFiles,
  getCheckoutStatus,
  getPreflight,
  listLargeFiles,
  listSubmodules,
  type Project,
  pushCheckout,
  updateSubmodules,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectedProject, connectProject, connectRepositories, endOf } from './a-connected-project.ts';
import { inTerminal, putFile } from './in-a-terminal.ts';

let world: World;
let admin: Client;
let editor: Client;
let connected: ConnectedProject;
let here: { params: { checkoutId: Checkout['id'] } };

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  here = { params: { checkoutId: connected.checkout.id } };
});
afterAll(() => world?.close());

const content = Buffer.alloc(11_000_000, 'large ');
const fileOf = (project: Project, path: string) =>
  join(world.notelab.context.projects.filesOf(project.id).root, path);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const lfsRequests = () => world.sandbox.requests().filter(({ path }) => path.includes('lfs'));

describe('large files without a terminal', () => {
  it('are committed as pointers and uploaded before the push that names them, as who pushes', async () => {
    const { project } = connected;
    await putFile(world, project, 'analytics/.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n');
    await putFile(world, project, 'analytics/model, [1].bin', content);
    // Git LFS keeps it: there is nothing to warn of.
    expect(await editor.call(getPreflight, here)).toMatchObject({ large: [] });
    const body = { message: 'A model', paths: ['.gitattributes', 'model, [1].bin'] };
    expect(await endOf(editor, await editor.call(commitAndPush, { ...here, body }))).toBe('pushed');

    const committed = await inTerminal(
      world,
      project,
      'cd analytics && git cat-file blob "HEAD:model, [1].bin"',
    );
    expect(committed).toContain(`oid sha256:${sha256(content)}`);
    expect(lfsRequests().map(({ method, username }) => `${method} ${username}`)).toEqual([
      'POST developer',
      'PUT developer',
    ]);
    expect(await editor.call(getCheckoutStatus, here)).toMatchObject({ changeCount: 0, ahead: 0 });
  });

  it('are shown for what they are where they are not, and fetched one by one or all', async () => {
    const project = await editor.call(createProject, {
      params: { workspaceId: world.workspaceId },
      body: { name: 'Elsewhere' },
    });
    const { checkout, operation } = await editor.call(connectIntegration, {
      params: { projectId: project.id },
      body: { integrationId: connected.integration.id },
    });
    await waitForOperation(editor, operation);
    const there = { params: { checkoutId: checkout.id } };
    const file = { path: 'model, [1].bin', sizeBytes: content.length };
    expect(await editor.call(listLargeFiles, there)).toEqual({
      installed: true,
      total: 1,
      files: [{ ...file, fetched: false }],
    });
    const fetched = await waitForOperation(
      editor,
      await editor.call(fetchLargeFiles, { ...there, body: { path: file.path } }),
    );
    expect(fetched.outcome).toEqual({ kind: 'large-files-fetched', fileCount: 1, sizeBytes: content.length });
    expect(sha256(readFileSync(fileOf(project, 'analytics/model, [1].bin')))).toBe(sha256(content));
    expect((await editor.call(listLargeFiles, there)).files).toEqual([{ ...file, fetched: true }]);
    // What was fetched is no change.
    expect(await editor.call(getCheckoutStatus, there)).toMatchObject({ changeCount: 0 });
  });

  it('go to the repository alone, whatever its configuration says', async () => {
    const { project } = connected;
    const elsewhere = 'http://127.0.0.1:1/acme/analytics.git/info/lfs';
    await inTerminal(
      world,
      project,
      `cd analytics && git config -f .lfsconfig lfs.url ${elsewhere} && git config lfs.url ${elsewhere} && git config remote.origin.lfsurl ${elsewhere}`,
    );
    await putFile(world, project, 'analytics/other.bin', Buffer.alloc(1000, 'other'));
    const body = { message: 'Another', paths: ['other.bin', '.lfsconfig'] };
    expect(await endOf(editor, await editor.call(commitAndPush, { ...here, body }))).toBe('pushed');
    await inTerminal(world, project, 'cd analytics && git config --unset lfs.url');
  });
});

describe('submodules', () => {
  const add = (project: Project, path: string, url: string, commit: string) =>
    inTerminal(
      world,
      project,
      `cd analytics && git config -f .gitmodules submodule.${path}.path ${path} && git config -f .gitmodules submodule.${path}.url '${url}' && git update-index --add --cacheinfo 160000,${commit},${path} && git add .gitmodules`,
    );
  const tipOf = (path: string) =>
    execFileSync('git', ['-C', world.sandbox.repositoryDir(path), 'rev-parse', 'main'], {
      encoding: 'utf8',
    }).trim();

  it('are told with where they come from, and left with the reason where Notelab does not go', async () => {
    const { project } = connected;
    const commit = tipOf('acme/platform/forecasting');
    await add(project, 'lib', '../platform/forecasting.git', commit);
    await add(project, 'evil', 'ext::sh -c "touch /tmp/ran"', commit);
    await add(project, 'far', 'https://git.example.com/far.git', commit);
    const all = await editor.call(listSubmodules, here);
    expect(
      all.map(({ path, access, repositoryPath, checkedOut }) => [path, access, repositoryPath, checkedOut]),
    ).toEqual([
      ['lib', 'not-connected', 'acme/platform/forecasting', null],
      ['evil', 'unusable', null, null],
      ['far', 'elsewhere', null, null],
    ]);
    const { outcome } = await waitForOperation(editor, await editor.call(updateSubmodules, here));
    expect(outcome).toMatchObject({ kind: 'submodules-updated', updated: [] });
    expect(JSON.stringify(outcome)).toContain('acme/platform/forecasting is not connected to this workspace');
    expect(existsSync(fileOf(project, 'analytics/lib/.git'))).toBe(false);
  });

  it('of connected repositories are fetched as who acts, and only those', async () => {
    const { project } = connected;
    await connectRepositories(world, admin, ['acme/platform/forecasting']);
    await inTerminal(
      world,
      project,
      'cd analytics && git config submodule.lib.url https://elsewhere.invalid/x.git',
    );
    const { outcome, problem } = await waitForOperation(editor, await editor.call(updateSubmodules, here));
    expect(problem).toBeNull();
    expect(outcome).toMatchObject({ updated: ['lib'], left: [{ path: 'evil' }, { path: 'far' }] });
    expect(existsSync(fileOf(project, 'analytics/lib/README.md'))).toBe(true);
    const [lib] = await editor.call(listSubmodules, here);
    expect(lib).toMatchObject({ access: 'connected', checkedOut: tipOf('acme/platform/forecasting') });
    const config = readFileSync(fileOf(project, 'analytics/.git/modules/lib/config'), 'utf8');
    expect(config).toContain(`url = ${world.sandbox.url}/acme/platform/forecasting.git`);
    const asked = world.sandbox.requests().filter(({ git }) => git?.project === 'acme/platform/forecasting');
    expect(new Set(asked.map(({ username }) => username))).toEqual(new Set(['developer']));
    // A push of what is around them goes on as ever.
    await inTerminal(world, project, 'cd analytics && git commit -qm Submodules');
    expect(await endOf(editor, await editor.call(pushCheckout, here))).toBe('pushed');
  });
});
