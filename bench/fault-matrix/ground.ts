import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Checkout,
  changeRepositories,
  connectIntegration,
  createIntegration,
  createProject,
  type ErrorCode,
  type Integration,
  type Problem,
  type Project,
  type Repository,
  readFile as readProjectFile,
  writeFile as writeProjectFile,
} from '@notelab/contract';
import {
  type Client,
  linkGitLabAccount,
  ProblemReplyError,
  type World,
  waitForOperation,
} from '@notelab/dev-env';

const run = promisify(execFile);

/** GitLab's name for whoever acts, who is a maintainer of everything here. */
export const gitlabUser = 'maintainer';
/** The local change that no fault may take away. */
const unsaved = { path: 'not-committed.txt', text: 'somebody is still writing this\n' };

/** What one row of the matrix stands on: a repository of its own on GitLab, and its checkout in a project of its own. */
export interface Ground {
  world: World;
  person: Client;
  /** Of the repository on GitLab. */
  path: string;
  gitlabId: number;
  repository: Repository;
  integration: Integration;
  project: Project;
  checkout: Checkout;
}

export const inWorkspace = ({ world }: Pick<Ground, 'world'>) => ({
  params: { workspaceId: world.workspaceId },
});
export const inProject = ({ project }: Ground) => ({ params: { projectId: project.id } });
export const inCheckout = ({ checkout }: Ground) => ({ params: { checkoutId: checkout.id } });

export async function layGround(world: World, person: Client, name: string): Promise<Ground> {
  const path = `acme/${name}`;
  const { id: gitlabId } = await world.sandbox.addProject({
    path,
    visibility: 'private',
    members: { [gitlabUser]: 40 },
    fromBareRepository: world.sandbox.repositoryDir('acme/handbook'),
  });
  const params = { workspaceId: world.workspaceId };
  const listed = await person.call(changeRepositories, {
    params,
    body: { instanceId: world.instanceId, connect: [gitlabId], remove: [] },
  });
  const repository = listed.find((candidate) => candidate.gitlabId === gitlabId)!;
  const integration = await person.call(createIntegration, {
    params,
    body: { repositoryId: repository.id, defaultBranch: 'main', folderName: 'clone' },
  });
  const project = await person.call(createProject, { params, body: { name } });
  const body = { integrationId: integration.id };
  const connected = await person.call(connectIntegration, { params: { projectId: project.id }, body });
  const problem = await problemOf(person, connected.operation);
  if (problem) throw new Error(`The ground of ${name} could not be cloned: ${problem.detail}`);
  const ground = {
    world,
    person,
    path,
    gitlabId,
    repository,
    integration,
    project,
    checkout: connected.checkout,
  };
  await writeUnsavedWork(ground);
  return ground;
}

/** How a person's action ended: null, or what they read. */
export type Ending = Problem | null;

export async function problemOf(
  person: Client,
  begun: Parameters<typeof waitForOperation>[1] | Promise<Parameters<typeof waitForOperation>[1]>,
): Promise<Ending> {
  return refusalOf(begun, async (operation) => (await waitForOperation(person, operation)).problem);
}

/** The problem that a request is refused with, or what comes of its reply. */
export async function refusalOf<T>(
  request: T | Promise<T>,
  then: (reply: T) => Promise<Ending> | Ending = () => null,
): Promise<Ending> {
  try {
    return await then(await request);
  } catch (error) {
    if (error instanceof ProblemReplyError) return error.reply;
    throw error;
  }
}

export async function writeInto(ground: Ground, path: string, text: string): Promise<void> {
  const body = { path: `clone/${path}`, text, etag: null };
  await ground.person.call(writeProjectFile, { ...inProject(ground), body });
}

/** The text of a file of the clone, or null. */
export async function readFrom(ground: Ground, path: string, folder = 'clone'): Promise<string | null> {
  const query = { path: `${folder}/${path}` };
  return await ground.person.call(readProjectFile, { ...inProject(ground), query }).then(
    (file) => (file.kind === 'text' ? file.text : null),
    () => null,
  );
}

export const writeUnsavedWork = (ground: Ground): Promise<void> =>
  writeInto(ground, unsaved.path, unsaved.text);

/** Throws unless the local change is as it was. */
export async function checkUnsavedWork(ground: Ground): Promise<void> {
  const text = await readFrom(ground, unsaved.path);
  if (text !== unsaved.text) throw new Error(`local work is lost: ${JSON.stringify(text)}`);
}

/** What git says of the repository on GitLab. */
export async function askGitLab({ world, path }: Ground, ...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: world.sandbox.repositoryDir(path) })).stdout.trim();
}

/** A colleague without Notelab pushes one more commit. */
export async function pushFromElsewhere(ground: Ground, file: string, branch = 'main'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'notelab-elsewhere-'));
  const git = (...args: string[]) => run('git', args, { cwd: folder });
  const who = ['-c', 'user.name=Mara', '-c', 'user.email=mara@acme.example'];
  try {
    await git('clone', '-q', ground.world.sandbox.repositoryDir(ground.path), '.');
    await git('checkout', '-q', '-B', branch, branch === 'main' ? 'origin/main' : 'HEAD');
    await writeFile(join(folder, file), `${file}\n`);
    await git('add', '--all');
    await git(...who, 'commit', '-qm', `Add ${file}`);
    await git('push', '-q', 'origin', `HEAD:refs/heads/${branch}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Links the account, or says with which code the browser was sent back. */
export async function linkOr(ground: Ground): Promise<Ending> {
  try {
    await link(ground);
    return null;
  } catch (error) {
    if (error instanceof ProblemReplyError) return error.reply;
    const code = /gitlab=([\w-]+)/.exec((error as Error).message)?.[1];
    return { code: (code ?? 'internal') as ErrorCode, detail: (error as Error).message };
  }
}

export const link = ({ world, person }: Ground): Promise<void> =>
  linkGitLabAccount(person, world.sandbox, { instanceId: world.instanceId, username: gitlabUser });
