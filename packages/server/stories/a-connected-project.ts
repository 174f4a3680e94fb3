import {
  type Checkout,
  changeRepositories,
  connectIntegration,
  createIntegration,
  createProject,
  type Integration,
  listGitLabProjects,
  type Operation,
  type Project,
  type Repository,
} from '@notelab/contract';
import { type Client, type World, waitForOperation } from '@notelab/dev-env';

/** What a git story begins with: a repository of the sandbox, connected, as an integration, in a project. */
export interface ConnectedProject {
  repository: Repository;
  integration: Integration;
  project: Project;
  checkout: Checkout;
}

/** Connects repositories of the sandbox to the workspace, as the admin. */
export async function connectRepositories(
  world: Pick<World, 'workspaceId' | 'instanceId'>,
  admin: Client,
  paths: string[],
): Promise<Repository[]> {
  const { workspaceId, instanceId } = world;
  const ids: number[] = [];
  for (const path of paths) {
    const search = path.split('/').at(-1)!;
    const { projects } = await admin.call(listGitLabProjects, {
      params: { workspaceId },
      query: { instanceId, search },
    });
    ids.push(projects.find((project) => project.path === path)!.gitlabId);
  }
  const all = await admin.call(changeRepositories, {
    params: { workspaceId },
    body: { instanceId, connect: ids, remove: [] },
  });
  return paths.map((path) => all.find((repository) => repository.path === path)!);
}

/** From the admin's first click to the files of the clone. */
export async function connectProject(
  world: Pick<World, 'workspaceId' | 'instanceId'>,
  admin: Client,
  path: string,
  { by = admin, branch }: { by?: Client; branch?: string | null } = {},
): Promise<ConnectedProject> {
  const { workspaceId } = world;
  const [repository] = await connectRepositories(world, admin, [path]);
  const folderName = path.split('/').at(-1)!;
  const integration = await admin.call(createIntegration, {
    params: { workspaceId },
    body: {
      repositoryId: repository!.id,
      defaultBranch: branch === undefined ? repository!.defaultBranch : branch,
      folderName,
    },
  });
  const project = await by.call(createProject, {
    params: { workspaceId },
    body: { name: `About ${folderName}` },
  });
  const { checkout, operation } = await by.call(connectIntegration, {
    params: { projectId: project.id },
    body: { integrationId: integration.id },
  });
  const ended = await waitForOperation(by, operation);
  if (ended.status !== 'done') throw new Error(`Cloning ${path} ended as ${JSON.stringify(ended)}`);
  return { repository: repository!, integration, project, checkout };
}

/** How an operation ended, in one word: its outcome, or the code of its problem. */
export async function endOf(client: Client, operation: Operation): Promise<string> {
  const { outcome, problem } = await waitForOperation(client, operation);
  return outcome?.kind ?? problem?.code ?? 'nothing';
}
