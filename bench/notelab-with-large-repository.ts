import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  addInstance,
  changeRepositories,
  completeSetUp,
  connectIntegration,
  createIntegration,
  createProject,
  deleteProject,
  listOperations,
  type Operation,
  type ProjectId,
} from '@notelab/contract';
import { Client, linkGitLabAccount, samplePassword, type TerminalPage } from '@notelab/dev-env';
import type { Sandbox } from '@notelab/gitlab-sandbox';
import { openBenchTerminal } from './notelab-with-terminal.ts';
import { startNotelab } from './running-notelab.ts';

export interface NotelabWithLargeRepository {
  pid: number;
  /** An address of the gateway that opens the repository, with a new pass in it. */
  gatewayAddress(): Promise<string>;
  /** Connects the repository to a new project, as a person does, and removes the project. @returns milliseconds */
  cloneIntoProject(): Promise<number>;
  /** Connects the repository to a new project and opens a terminal there. */
  openTerminal(onOutput: (data: Uint8Array) => void): Promise<{ page: TerminalPage; projectId: ProjectId }>;
  /** Lets terminals reach one more project of the sandbox. */
  connect(gitlabId: number): Promise<void>;
  stop(): Promise<void>;
}

const application = { clientId: 'notelab-bench', clientSecret: 'notelab-bench-secret' };
const entry = 'bench/notelab-with-passes.ts';
/** Each look costs the server time, so it is seldom; when the operation ended is the server's own word. */
const lookEveryMs = 1000;

/** Notelab in a process of its own, from set-up to an integration of the sandbox's project, over HTTP. */
export async function connectLargeRepository(
  sandbox: Sandbox,
  { id: gitlabId, path }: { id: number; path: string },
  dataDir: string,
): Promise<NotelabWithLargeRepository> {
  const env = { NOTELAB_ALLOW_PRIVATE_GITLAB: 'true' };
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', entry];
  const notelab = await startNotelab(command, { dataDir, env, withChannel: true });
  const redirectUris = [`${notelab.url}/api/gitlab/callback`];
  sandbox.addOAuthApplication({ ...application, name: 'Notelab', redirectUris, scopes: ['api'] });

  const admin = new Client(notelab.url);
  const { user, workspaces } = await admin.call(completeSetUp, {
    body: { name: 'Admin', email: 'admin@example.com', password: samplePassword, workspaceName: 'Bench' },
  });
  const params = { workspaceId: workspaces[0]!.id };
  const { id: instanceId } = await admin.call(addInstance, {
    body: { name: 'GitLab', url: sandbox.url, ...application },
  });
  await linkGitLabAccount(admin, sandbox, { instanceId, username: 'maintainer' });
  const [repository] = await admin.call(changeRepositories, {
    params,
    body: { instanceId, connect: [gitlabId], remove: [] },
  });
  const repositoryId = repository!.id;
  const integration = await admin.call(createIntegration, {
    params,
    body: { repositoryId, defaultBranch: 'main', folderName: 'large' },
  });
  const home = await admin.call(createProject, { params, body: { name: 'Passes' } });

  async function clone(): Promise<{ projectId: ProjectId; ms: number }> {
    const { id: projectId } = await admin.call(createProject, { params, body: { name: 'Clone' } });
    const { operation } = await admin.call(connectIntegration, {
      params: { projectId },
      body: { integrationId: integration.id },
    });
    const ended = await waitForEnd(admin, operation);
    if (ended.status !== 'done') throw new Error(`The clone ended as ${JSON.stringify(ended)}`);
    return { projectId, ms: Date.parse(ended.finishedAt!) - Date.parse(ended.createdAt) };
  }

  return {
    pid: notelab.process.pid!,
    stop: notelab.stop,

    async gatewayAddress() {
      notelab.process.send({
        userId: user.id,
        projectId: home.id,
        instanceId,
        repositories: [{ path, repositoryId }],
        access: 'read',
        label: 'bench',
        lifetimeMs: 600_000,
      });
      const [{ secret, gatewayUrl }] = await once(notelab.process, 'message');
      return `${gatewayUrl.replace('://', `://notelab:${secret}@`)}${path}.git`;
    },

    async cloneIntoProject() {
      const { projectId, ms } = await clone();
      await admin.call(deleteProject, { params: { projectId } });
      return ms;
    },

    async openTerminal(onOutput) {
      const { projectId } = await clone();
      return { projectId, page: await openBenchTerminal(admin, projectId, onOutput) };
    },

    async connect(id) {
      await admin.call(changeRepositories, { params, body: { instanceId, connect: [id], remove: [] } });
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
