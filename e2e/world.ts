import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  acceptInvitation,
  type Checkout,
  changeRepositories,
  connectIntegration,
  createIntegration,
  createInvitation,
  createProject,
  type Integration,
  listGitLabProjects,
  type Project,
} from '@notelab/contract';
import { Client, createWorld, samplePassword, type World, waitForOperation } from '@notelab/dev-env';
import { test as base } from '@playwright/test';

const run = promisify(execFile);

/**
 * Notelab and a GitLab in this process, one for all journeys that arrange something on GitLab first. Each makes
 * repositories and projects of its own there.
 */
export const test = base.extend<object, { world: World; admin: Client }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const world = await createWorld();
      await use(world);
      await world.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  admin: [
    async ({ world }, use) => use(await world.signInLinked('admin', 'maintainer')),
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** A copy of a sample repository on GitLab, so that what a journey does to it disturbs no other. */
export async function copyRepository({ sandbox }: World, from: string, path: string): Promise<void> {
  const members = { maintainer: 40, developer: 30 } as const;
  const fromBareRepository = sandbox.repositoryDir(from);
  await sandbox.addProject({ path, visibility: 'private', members, fromBareRepository });
}

/** A colleague without Notelab pushes one more commit. */
export async function pushAsColleague(
  { sandbox, dataDir }: World,
  path: string,
  { message, ...file }: { file: string; text: string; message: string },
): Promise<void> {
  const clone = await mkdtemp(join(dataDir, 'colleague-'));
  const url = sandbox.url.replace('://', '://oauth2:glpat-sandbox-maintainer@');
  await run('git', ['clone', '-q', `${url}/${path}.git`, clone]);
  await writeFile(join(clone, file.file), file.text);
  const who = ['-c', 'user.name=Mara', '-c', 'user.email=mara@acme.example'];
  await run('git', ['add', '--all'], { cwd: clone });
  await run('git', [...who, 'commit', '-qm', message], { cwd: clone });
  await run('git', ['push', '-q'], { cwd: clone });
}

/** What the sandbox's repository says to a git command. */
export async function askGitLab({ sandbox }: World, path: string, ...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: sandbox.repositoryDir(path) })).stdout;
}

/** Connects a repository of GitLab to the workspace and makes an integration from it. */
export async function offerRepository(
  { workspaceId, instanceId }: World,
  admin: Client,
  path: string,
): Promise<Integration> {
  const params = { workspaceId };
  const folderName = path.split('/').at(-1)!;
  const query = { instanceId, search: folderName };
  const { projects } = await admin.call(listGitLabProjects, { params, query });
  const { gitlabId } = projects.find((project) => project.path === path)!;
  const repositories = await admin.call(changeRepositories, {
    params,
    body: { instanceId, connect: [gitlabId], remove: [] },
  });
  const { id: repositoryId, defaultBranch } = repositories.find((repository) => repository.path === path)!;
  return admin.call(createIntegration, { params, body: { repositoryId, defaultBranch, folderName } });
}

/** A project with a clone of a repository in it, and its page. */
export async function openProjectWith(
  world: World,
  admin: Client,
  { name, path }: { name: string; path: string },
): Promise<{ project: Project; checkout: Checkout; url: string }> {
  const { id: integrationId } = await offerRepository(world, admin, path);
  const { workspaceId } = world;
  const project = await admin.call(createProject, { params: { workspaceId }, body: { name } });
  const { checkout, operation } = await admin.call(connectIntegration, {
    params: { projectId: project.id },
    body: { integrationId },
  });
  const { status, problem } = await waitForOperation(admin, operation);
  if (status !== 'done') throw new Error(`Cloning ${path} ended as ${status}: ${problem?.detail}`);
  return { project, checkout, url: projectUrl(world, project) };
}

/** An editor who has just joined, and so has no account of GitLab connected. Their e-mail. */
export async function invite({ notelab, workspaceId }: World, admin: Client, name: string): Promise<string> {
  const params = { workspaceId };
  const { url } = await admin.call(createInvitation, { params, body: { role: 'editor' } });
  const token = new URL(url!).pathname.split('/').at(-1)!;
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;
  const newUser = { name, email, password: samplePassword };
  await new Client(notelab.url).call(acceptInvitation, { params: { token }, body: { newUser } });
  return email;
}

/** The page of a project. */
export function projectUrl({ notelab, workspaceId }: World, { id }: Project): string {
  return `${notelab.url}/w/${workspaceId}/projects/${id}`;
}
