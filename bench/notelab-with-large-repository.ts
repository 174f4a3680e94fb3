import { once } from 'node:events';
import { changeRepositories, createProject, deleteProject, type ProjectId } from '@notelab/contract';
import type { TerminalPage } from '@notelab/dev-env';
import type { Sandbox } from '@notelab/gitlab-sandbox';
import { connectRepository } from './notelab-with-repository.ts';
import { openBenchTerminal } from './notelab-with-terminal.ts';

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

/** Notelab in a process of its own whose clones of a repository can be timed. */
export async function connectLargeRepository(
  sandbox: Sandbox,
  project: { id: number; path: string },
  dataDir: string,
): Promise<NotelabWithLargeRepository> {
  const connected = await connectRepository(sandbox, project, { dataDir, folderName: 'large' });
  const { notelab, admin, userId, workspaceId, instanceId, repositoryId } = connected;
  const home = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Passes' } });

  return {
    pid: notelab.process.pid!,
    stop: notelab.stop,

    async gatewayAddress() {
      const { path } = project;
      notelab.process.send({
        userId,
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
      const { project, operation } = await connected.cloneIntoProject('Clone');
      await admin.call(deleteProject, { params: { projectId: project.id } });
      return Date.parse(operation.finishedAt!) - Date.parse(operation.createdAt);
    },

    async openTerminal(onOutput) {
      const { project } = await connected.cloneIntoProject('Clone');
      return { projectId: project.id, page: await openBenchTerminal(admin, project.id, onOutput) };
    },

    async connect(id) {
      const params = { workspaceId };
      await admin.call(changeRepositories, { params, body: { instanceId, connect: [id], remove: [] } });
    },
  };
}
