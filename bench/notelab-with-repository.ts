import { setTimeout as sleep } from 'node:timers/promises';
import {
  addInstance,
  type Checkout,
  changeRepositories,
  completeSetUp,
  connectIntegration,
  createIntegration,
  createProject,
  listOperations,
  type Operation,
  type Project,
} from '@notelab/contract';
import { Client, linkGitLabAccount, samplePassword } from '@notelab/dev-env';
import type { Sandbox } from '@notelab/gitlab-sandbox';
import { type RunningNotelab, startNotelab } from './running-notelab.ts';

export type NotelabWithRepository = Awaited<ReturnType<typeof connectRepository>>;

const application = { clientId: 'notelab-bench', clientSecret: 'notelab-bench-secret' };
const entry = 'bench/notelab-with-passes.ts';
/** Each look costs the server time, so it is seldom; when the operation ended is the server's own word. */
const lookEveryMs = 1000;

/**
 * Notelab in a process of its own, from set-up to an integration of the sandbox's project, over HTTP.
 * @param options.start wraps the command that starts it
 */
export async function connectRepository(
  sandbox: Sandbox,
  { id: gitlabId }: { id: number },
  options: { dataDir: string; folderName: string; start?: (command: string[]) => string[] },
) {
  const { dataDir, folderName, start = (command) => command } = options;
  const env = { NOTELAB_ALLOW_PRIVATE_GITLAB: 'true' };
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', entry];
  const notelab: RunningNotelab = await startNotelab(start(command), { dataDir, env, withChannel: true });
  const redirectUris = [`${notelab.url}/api/gitlab/callback`];
  sandbox.addOAuthApplication({ ...application, name: 'Notelab', redirectUris, scopes: ['api'] });

  const admin = new Client(notelab.url);
  const { user, workspaces } = await admin.call(completeSetUp, {
    body: { name: 'Admin', email: 'admin@example.com', password: samplePassword, workspaceName: 'Bench' },
  });
  const workspaceId = workspaces[0]!.id;
  const params = { workspaceId };
  const { id: instanceId } = await admin.call(addInstance, {
    body: { name: 'GitLab', url: sandbox.url, ...application },
  });
  await linkGitLabAccount(admin, sandbox, { instanceId, username: 'maintainer' });
  const [repository] = await admin.call(changeRepositories, {
    params,
    body: { instanceId, connect: [gitlabId], remove: [] },
  });
  const repositoryId = repository!.id;
  const { id: integrationId } = await admin.call(createIntegration, {
    params,
    body: { repositoryId, defaultBranch: 'main', folderName },
  });

  return {
    notelab,
    admin,
    userId: user.id,
    workspaceId,
    instanceId,
    repositoryId,

    /** Connects the repository to a new project, as a person does, and waits for the clone. */
    async cloneIntoProject(
      name: string,
    ): Promise<{ project: Project; checkout: Checkout; operation: Operation }> {
      const project = await admin.call(createProject, { params, body: { name } });
      const connected = await admin.call(connectIntegration, {
        params: { projectId: project.id },
        body: { integrationId },
      });
      const operation = await waitForEnd(admin, connected.operation);
      if (operation.status !== 'done') throw new Error(`The clone ended as ${JSON.stringify(operation)}`);
      return { project, checkout: connected.checkout, operation };
    },
  };
}

async function waitForEnd(client: Client, { id, projectId }: Operation): Promise<Operation> {
  for (;;) {
    const operations = await client.call(listOperations, { params: { projectId } });
    const operation = operations.find((candidate) => candidate.id === id)!;
    if (operation.finishedAt !== null) return operation;
    await sleep(lookEveryMs);
  }
}
