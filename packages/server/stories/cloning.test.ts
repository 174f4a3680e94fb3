import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CheckoutId,
  cancelOperation,
  commitAndPush,
  connectIntegration,
  createFile,
  createIntegration,
  createProject,
  disconnectAccount,
  getCheckoutStatus,
  type Integration,
  listCheckouts,
  listFiles,
  type Operation,
  type Project,
  pullCheckout,
  type Repository,
  reCloneCheckout,
  updateIntegration,
  type WorkspaceEvent,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, ProblemReplyError, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { gitAtGitLab } from './elsewhere.ts';
import { inTerminal, putFile } from './in-a-terminal.ts';

const paths = ['acme/analytics', 'acme/empty', 'acme/archive', 'acme/handbook', 'acme/platform/forecasting'];

let world: World;
let admin: Client;
let editor: Client;
const repositories = new Map<string, Repository>();
/** Takes a while, so it is made while the other stories run. */
let large: Promise<Integration>;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  for (const repository of await connectRepositories(world, admin, paths))
    repositories.set(repository.path, repository);
  large = makeLargeRepository();
});
afterAll(() => world?.close());

async function offer(path: string, branch?: string | null, folderName?: string): Promise<Integration> {
  const repository = repositories.get(path)!;
  return admin.call(createIntegration, {
    params: { workspaceId: world.workspaceId },
    body: {
      repositoryId: repository.id,
      defaultBranch: branch === undefined ? repository.defaultBranch : branch,
      folderName: folderName ?? path.split('/').at(-1)!,
    },
  });
}

async function newProject(name: string): Promise<Project> {
  return editor.call(createProject, { params: { workspaceId: world.workspaceId }, body: { name } });
}

const inProject = ({ id }: Project) => ({ params: { projectId: id } });

async function connect(by: Client, project: Project, { id }: Integration, folderName?: string) {
  const { checkout, operation } = await by.call(connectIntegration, {
    ...inProject(project),
    body: { integrationId: id, ...(folderName !== undefined && { folderName }) },
  });
  return { inCheckout: { params: { checkoutId: checkout.id } }, operation };
}

async function clone(by: Client, project: Project, integration: Integration) {
  const { inCheckout, operation } = await connect(by, project, integration);
  return { inCheckout, ended: await waitForOperation(by, operation) };
}

async function refusalOf(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => null,
    (thrown) => thrown,
  );
  if (error instanceof ProblemReplyError) return error.reply;
  throw error ?? new Error('It was not refused');
}

const filesOf = (project: Project) => world.notelab.context.projects.filesOf(project.id);

/** Command lines of living processes in which a text occurs, outside and inside of jails. */
async function findProcesses(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(text));
}

/** Ten files that do not compress; stored by git as they are, which is the quickest. */
async function makeLargeRepository(): Promise<Integration> {
  const path = 'acme/large';
  await world.sandbox.addProject({ path, visibility: 'private', members: { developer: 30 } });
  const settings = ['core.bigFileThreshold=1m', 'core.compression=0', 'pack.compression=0'];
  const options = settings.flatMap((setting) => ['-c', setting]);
  const gitDir = `--git-dir=${world.sandbox.repositoryDir(path)}`;
  const git = spawn('git', [...options, gitDir, 'fast-import', '--quiet'], { stdio: 'pipe' });
  const ended = new Promise((resolve) => git.once('close', resolve));
  git.stdin.write('commit refs/heads/main\ncommitter M <m@acme.example> 1700000000 +0000\ndata 4\nData\n');
  const bytes = randomBytes(30_000_000);
  for (let file = 0; file < 10; file++) {
    bytes[0] = file;
    git.stdin.write(`M 100644 inline data${file}.bin\ndata ${bytes.length}\n`);
    git.stdin.write(Buffer.from(bytes));
  }
  git.stdin.end();
  expect(await ended).toBe(0);
  repositories.set(path, (await connectRepositories(world, admin, [path]))[0]!);
  return offer(path, 'main');
}

describe('an empty repository', () => {
  let project: Project;
  let inCheckout: { params: { checkoutId: CheckoutId } };

  test('is cloned; GitLab’s refusal of a developer’s first push is told in words, and the commit kept', async () => {
    project = await newProject('First steps');
    const cloned = await clone(editor, project, await offer('acme/empty'));
    inCheckout = cloned.inCheckout;
    expect(cloned.ended.problem).toBeNull();
    const status = await editor.call(getCheckoutStatus, inCheckout);
    expect(status).toMatchObject({ head: { kind: 'unborn', name: 'main' }, changes: [], recent: [] });
    expect((await waitForOperation(editor, await editor.call(pullCheckout, inCheckout))).outcome).toEqual({
      kind: 'up-to-date',
    });

    await editor.call(createFile, { ...inProject(project), body: { path: 'empty/README.md', kind: 'file' } });
    const body = { message: 'First', paths: ['README.md'] };
    const refused = await waitForOperation(editor, await editor.call(commitAndPush, { ...inCheckout, body }));
    expect(refused.problem).toMatchObject({ code: 'push-refused' });
    expect(refused.problem!.detail).toBe(
      'The repository is empty and only a maintainer may create its first branch. Your commit is kept here.',
    );
    expect(refused.problem!.raw).toContain('A default branch (e.g. main) does not yet exist for acme/empty');
    const after = await editor.call(getCheckoutStatus, inCheckout);
    expect(after.recent.map(({ subject, author }) => [subject, author])).toEqual([
      ['First', 'Dev Developer'],
    ]);
  });

  test('takes its first branch from a maintainer, with the commit that was kept', async () => {
    const path = { path: 'empty/more.md', text: '# More\n', etag: null };
    await admin.call(writeFile, { ...inProject(project), body: path });
    const body = { message: 'Begin', paths: ['more.md'] };
    const ended = await waitForOperation(admin, await admin.call(commitAndPush, { ...inCheckout, body }));
    expect(ended.outcome).toMatchObject({ kind: 'pushed', branch: 'main', old: null });
    expect(String(await gitAtGitLab(world, 'acme/empty', 'log', '--format=%an: %s', 'HEAD'))).toBe(
      'Mara Maintainer: Begin\nDev Developer: First\n',
    );
  });
});

test('an archived repository is cloned and pulled; a push is refused with that reason and the commit kept', async () => {
  const project = await newProject('Old times');
  const { ended, inCheckout } = await clone(editor, project, await offer('acme/archive'));
  expect(ended.outcome).toMatchObject({ kind: 'cloned' });
  expect((await waitForOperation(editor, await editor.call(pullCheckout, inCheckout))).outcome?.kind).toBe(
    'up-to-date',
  );
  await editor.call(createFile, { ...inProject(project), body: { path: 'archive/late.md', kind: 'file' } });
  const body = { message: 'Too late', paths: ['late.md'] };
  const refused = await waitForOperation(editor, await editor.call(commitAndPush, { ...inCheckout, body }));
  expect(refused.problem).toMatchObject({ code: 'repository-archived' });
  expect(refused.problem!.detail).toMatch(/archived.* Your commit is kept here\.$/);
  expect((await editor.call(getCheckoutStatus, inCheckout)).ahead).toBe(1);
});

test('who is no member of a public repository may clone it; the push is refused in GitLab’s words', async () => {
  const linkEditorAs = async (gitlabUsername: string) => {
    await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });
    return world.signInLinked('editor', gitlabUsername);
  };
  const viewerOnGitLab = await linkEditorAs('outsider');
  try {
    const project = await newProject('A guest');
    const { ended, inCheckout } = await clone(viewerOnGitLab, project, await offer('acme/handbook'));
    expect(ended.outcome).toMatchObject({ kind: 'cloned' });
    await inTerminal(world, project, 'echo more >> handbook/README.md');
    const body = { message: 'Mine too', paths: ['README.md'] };
    const refused = await waitForOperation(
      viewerOnGitLab,
      await viewerOnGitLab.call(commitAndPush, { ...inCheckout, body }),
    );
    expect(refused.problem).toMatchObject({ code: 'push-refused' });
    expect(refused.problem!.detail).toBe(
      'Your GitLab account may not push to this repository. Your commit is kept here.',
    );
    expect(refused.problem!.raw).toContain('You are not allowed to push code to this project.');
    // What GitLab does not show them is said to be so.
    const { ended: hidden } = await clone(viewerOnGitLab, project, await offer('acme/analytics'));
    expect(hidden.problem).toMatchObject({ code: 'gitlab-not-found' });
  } finally {
    editor = await linkEditorAs('developer');
  }
});

test('where the integration’s branch is gone from GitLab, a clone says which and what to do, and a re-clone too', async () => {
  const project = await newProject('Renamed branch');
  await gitAtGitLab(world, 'acme/analytics', 'branch', 'master', 'main');
  const integration = await offer('acme/analytics', 'master');
  const { inCheckout } = await clone(editor, project, integration);
  await gitAtGitLab(world, 'acme/analytics', 'branch', '-D', 'master');

  const second = await connect(editor, project, integration, 'second');
  const body = { discardWork: false };
  for (const operation of [second.operation, await editor.call(reCloneCheckout, { ...inCheckout, body })]) {
    const { problem } = await waitForOperation(editor, operation);
    expect(problem).toMatchObject({ code: 'integration-branch-gone' });
    expect(problem!.detail).toMatch(/“master”.* An admin can choose another branch in the integration\.$/);
  }
  const folders = async () =>
    (await editor.call(listCheckouts, inProject(project))).map(({ folderName }) => folderName);
  expect(await folders()).toEqual(['analytics']);
  expect(await readdir(filesOf(project).root)).toEqual(['analytics']);
  expect((await editor.call(getCheckoutStatus, inCheckout)).head).toEqual({ kind: 'branch', name: 'master' });

  await admin.call(updateIntegration, {
    params: { workspaceId: world.workspaceId, integrationId: integration.id },
    body: { defaultBranch: 'main' },
  });
  const done = await waitForOperation(editor, await editor.call(reCloneCheckout, { ...inCheckout, body }));
  expect(done).toMatchObject({ problem: null, outcome: { kind: 're-cloned' } });
  expect((await editor.call(getCheckoutStatus, inCheckout)).head).toEqual({ kind: 'branch', name: 'main' });
});

describe('the folder of a clone', () => {
  let project: Project;
  let integration: Integration;
  beforeAll(async () => {
    project = await newProject('Folders');
    integration = await offer('acme/handbook', 'main', 'guide');
  });

  test.each([
    '../x',
    '..',
    '.',
    '.git',
    '.GIT',
    'git~1',
    '-u',
    'a\0b',
    'a/b',
    'a\\b',
    'end ',
    'end.',
    '',
    'x'.repeat(300),
    '\ud800',
  ])('is not called %j', async (folderName) => {
    const refusal = await refusalOf(connect(editor, project, integration, folderName));
    expect(refusal).toMatchObject({ code: 'invalid-input', fields: { folderName: expect.any(String) } });
  });

  test('takes the place of nothing: not of a file, a folder, a link, or another checkout', async () => {
    await inTerminal(
      world,
      project,
      'echo mine > file; mkdir folder; ln -s /nowhere dangling; ln -s folder link',
    );
    for (const name of ['file', 'folder', 'dangling', 'link'])
      expect(await refusalOf(connect(editor, project, integration, name))).toMatchObject({
        code: 'folder-exists',
        next: 'choose-other-name',
        detail: `The project has a file or folder “${name}” already.`,
      });
    const { operation } = await connect(editor, project, integration);
    expect(await refusalOf(connect(editor, project, integration))).toMatchObject({ code: 'folder-exists' });
    expect((await waitForOperation(editor, operation)).outcome?.kind).toBe('cloned');
    expect(await refusalOf(connect(editor, project, integration))).toMatchObject({ code: 'folder-exists' });
    expect(await inTerminal(world, project, 'cat file; readlink dangling link; ls -A folder')).toBe(
      'mine\n/nowhere\nfolder',
    );
  });

  test('may differ from another by upper case alone, and has its own files', async () => {
    const { operation } = await connect(editor, project, integration, 'GUIDE');
    expect((await waitForOperation(editor, operation)).outcome?.kind).toBe('cloned');
    const names = (await editor.call(listFiles, { ...inProject(project), query: { path: '' } })).map(
      ({ name }) => name,
    );
    expect(names).toEqual(expect.arrayContaining(['guide', 'GUIDE']));
  });

  test('gives way to what appears there while the clone runs', async () => {
    const match = 'POST /acme/handbook.git/git-upload-pack';
    world.sandbox.faults.set({ match, kind: 'delay', delayMs: 500, times: 1 });
    const { operation } = await connect(editor, project, integration, 'meanwhile');
    await putFile(world, project, 'meanwhile', 'mine');
    const ended = await waitForOperation(editor, operation);
    expect(ended.problem).toMatchObject({ code: 'folder-exists' });
    expect(await inTerminal(world, project, 'cat meanwhile')).toBe('mine');
    expect(await readdir(filesOf(project).staging)).toEqual([]);
  });
});

describe('a repository of 300 MB', () => {
  let project: Project;
  let integration: Integration;
  beforeAll(async () => {
    project = await newProject('Large');
    integration = await large;
  });

  test('a clone that is cancelled in the middle leaves nothing: no file, no process, no checkout', async () => {
    const events = await openEvents();
    const { operation } = await connect(editor, project, integration);
    for await (const { status, progress } of events.of(operation)) {
      expect(status).not.toBe('done');
      if (progress.phase.startsWith('Receiving objects')) break;
    }
    expect(await findProcesses(operation.id)).not.toEqual([]);
    const ended = await editor.call(cancelOperation, { params: { operationId: operation.id } });
    expect(ended).toMatchObject({ status: 'cancelled', problem: { code: 'cancelled' } });

    expect(await findProcesses(operation.id)).toEqual([]);
    expect(await readdir(filesOf(project).root)).toEqual([]);
    expect(await readdir(filesOf(project).staging)).toEqual([]);
    expect(await editor.call(listCheckouts, inProject(project))).toEqual([]);
  });

  test('is cloned whole, with rising percentages on the way', async () => {
    // Git says how much it has received only of what takes its time.
    const match = 'POST /acme/large.git/git-upload-pack';
    world.sandbox.faults.set({ match, kind: 'slow', bytesPerSecond: 150_000_000, times: 2 });
    const events = await openEvents();
    const { operation, inCheckout } = await connect(editor, project, integration);
    const seen: Operation[] = [];
    for await (const state of events.of(operation)) {
      seen.push(state);
      if (state.finishedAt !== null) break;
    }
    expect(seen.at(-1)).toMatchObject({ status: 'done', outcome: { kind: 'cloned', branch: 'main' } });
    const fractions = seen.flatMap(({ progress }) => progress.fraction ?? []);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(new Set(fractions).size).toBeGreaterThan(5);
    const texts = seen.map(({ progress }) => progress.phase);
    expect(texts).toContainEqual(expect.stringMatching(/^Receiving objects \d+% · [\d.]+ MiB$/));
    expect(Math.max(...seen.map(({ progress }) => progress.receivedBytes ?? 0))).toBeGreaterThan(1_000_000);

    expect((await editor.call(getCheckoutStatus, inCheckout)).changes).toEqual([]);
    const tip = (await gitAtGitLab(world, 'acme/large', 'rev-parse', 'main')).toString().trim();
    const checks =
      'cd large && git rev-parse HEAD && git fsck --connectivity-only --no-dangling 2>&1 && ls | wc -l';
    expect(await inTerminal(world, project, checks)).toBe(`${tip}\n10`);
    expect((await lstat(join(filesOf(project).root, 'large/data9.bin'))).size).toBe(30_000_000);
  });
});

/** Listens to the workspace as an open page does. */
async function openEvents() {
  const response = await editor.fetch(`/api/workspaces/${world.workspaceId}/events`);
  const decoder = new TextDecoder();
  return {
    /** The states of one operation as they are told; stops listening when no more are taken. */
    async *of({ id }: Operation): AsyncGenerator<Operation> {
      let text = '';
      for await (const chunk of response.body!) {
        text += decoder.decode(chunk, { stream: true });
        const lines = text.split('\n');
        text = lines.pop()!;
        for (const line of lines) {
          if (!line.startsWith('data: ')) continue;
          const event = JSON.parse(line.slice('data: '.length)) as WorkspaceEvent;
          if (event.type === 'operation' && event.operation.id === id) yield event.operation;
        }
      }
    },
  };
}
