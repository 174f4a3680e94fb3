import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KernelState, NotebookId, ProjectId, Role, User, UserId, WorkspaceId } from '@notelab/contract';
import type { Json, JsonRecord } from '@notelab/notebook';
import { liveBlocks } from '@notelab/notebook/live';
import type * as Y from 'yjs';
import type { Log } from '../../log.ts';
import { ProblemError } from '../../problem.ts';
import type { Events } from '../events/events.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { watchResources } from '../terminals/watch-resources.ts';
import { isAtLeast } from '../workspaces/policy.ts';
import { type Completions, completeCode, inspectCode } from './execution/ask-kernel.ts';
import { createNotebookKernel, type NotebookKernel } from './execution/notebook-kernel.ts';
import { clearBlock, findCode } from './execution/run-block.ts';
import { tellChanges } from './execution/tell-changes.ts';
import { type KernelListener, startKernel } from './jupyter/kernel.ts';
import { kernelName } from './jupyter/server-settings.ts';
import { createProjectServers, type ProjectServers } from './project-servers.ts';
import { type PythonFinder, pythonMissing } from './python/find-python.ts';
import { prepareRequest } from './python/prepare-kernel.ts';
import type { ProjectPythons } from './python/project-pythons.ts';
import type { RemoteJupyters } from './python/remote-jupyter.ts';

export interface KernelSettings {
  /** Where Python is looked for. */
  pythons: string[];
  /** Of all kernels of a project together, and of each process. */
  memoryBytes: number;
  processes: number;
  diskReserveBytes: number;
  checkEveryMs: number;
}

/** What kernels need of notebooks. */
export interface RunnableNotebooks {
  authorize(
    user: User,
    id: NotebookId,
    atLeast: Role,
  ): Promise<{ id: NotebookId; projectId: ProjectId; project: AuthorizedProject }>;
  hold(id: NotebookId): Promise<{ doc: Y.Doc; release(): void }>;
  storeOutput(id: NotebookId, output: Json): Promise<Json>;
}

type ServerDependencies = Omit<Parameters<typeof createProjectServers>[0], 'limits' | 'onEnded'>;

export interface KernelDependencies extends ServerDependencies {
  notebooks: RunnableNotebooks;
  pythons: ProjectPythons;
  remotes: RemoteJupyters;
  findPython: PythonFinder;
  projects: Projects;
  /** Names of the folders of a project's checkouts. */
  listCheckoutFolders(id: ProjectId): Promise<string[]>;
  events: Events;
  settings: KernelSettings;
  dataDir: string;
  log: Log;
}

export type Kernels = ReturnType<typeof createKernels>;

interface Entry {
  projectId: ProjectId;
  workspaceId: WorkspaceId;
  source: 'own' | 'server' | 'remote' | null;
  kernel: NotebookKernel;
}

const checkIdleEveryMs = 30_000;
/** So long a sentence of the watch explains the end of a kernel. */
const explainsForMs = 10_000;

/** The kernels of this process's notebooks: they end with it. */
export function createKernels(dependencies: KernelDependencies) {
  const { notebooks, pythons, remotes, findPython, projects, events, settings, log } = dependencies;
  const entries = new Map<NotebookId, Entry>();
  /** Why the watch ended a process of a project just now. */
  const sentences = new Map<ProjectId, { sentence: string; at: number }>();
  const servers: ProjectServers = createProjectServers({
    ...dependencies,
    limits: settings,
    onEnded({ projectId, source }) {
      const detail = explain(projectId) ?? 'The Jupyter server of this project ended.';
      for (const entry of entries.values())
        if (entry.projectId === projectId && entry.source === source)
          entry.kernel.noteServerGone(new ProblemError('kernel-died', detail));
    },
  });

  const resources = watchResources({
    list: () =>
      servers.list().map(({ projectId, server }) => ({
        pid: server.pid,
        say: (sentence: string) => sentences.set(projectId, { sentence, at: Date.now() }),
        end(reason: string) {
          sentences.set(projectId, { sentence: reason, at: Date.now() });
          void server.end();
        },
      })),
    names: { the: 'the kernels', this: 'the kernels of this project' },
    limits: settings,
    dataDir: dependencies.dataDir,
    shellDepth: dependencies.jail.kind === 'bubblewrap' ? 2 : 0,
    intervalMs: settings.checkEveryMs,
    log,
  });
  const idleCheck = setInterval(() => {
    stopUnused().catch((error) => log.warn({ err: error }, 'unused kernels could not be stopped'));
  }, checkIdleEveryMs);
  idleCheck.unref();

  function explain(projectId: ProjectId): string | null {
    const known = sentences.get(projectId);
    return known && Date.now() < known.at + explainsForMs ? known.sentence : null;
  }

  async function start(
    entry: Entry,
    listener: KernelListener,
    folder: string | null,
  ): ReturnType<typeof startKernel> {
    const { projectId } = entry;
    const row = await pythons.settingsOf(projectId);
    entry.source = row.source;
    if (row.source === 'remote')
      return startKernel(remotes.open(projectId, row), { name: null, folder: null }, listener);
    const { server } = await servers.ensure(projectId, row.source);
    return startKernel(
      server.client,
      { name: kernelName, folder: folder ?? '' },
      {
        ...listener,
        onLost(problem) {
          const detail = explain(projectId);
          listener.onLost(detail === null ? problem : new ProblemError('kernel-died', detail));
        },
      },
    );
  }

  /** Modules of checkouts can be imported: those of the folder itself, and those in `src`. */
  async function prepare({ projectId, source }: Entry): Promise<Record<string, unknown> | null> {
    if (source === 'remote') return null;
    const { root } = projects.filesOf(projectId);
    const { autoreload } = await pythons.settingsOf(projectId);
    const paths: string[] = [];
    for (const name of await dependencies.listCheckoutFolders(projectId)) {
      const src = join(root, name, 'src');
      const hasSrc = await lstat(src).then(
        (found) => found.isDirectory(),
        () => false,
      );
      paths.push(...(hasSrc ? [src] : []), join(root, name));
    }
    return prepareRequest({ paths, autoreload });
  }

  function ensureEntry(notebook: { id: NotebookId; projectId: ProjectId; workspaceId: WorkspaceId }): Entry {
    const known = entries.get(notebook.id);
    if (known) return known;
    const { id, projectId, workspaceId } = notebook;
    const kernel: NotebookKernel = createNotebookKernel(
      { notebookId: id, projectId },
      {
        start: (listener, folder) => start(entry, listener, folder),
        prepare: () => prepare(entry),
        hold: () => notebooks.hold(id),
        store: async (output) => (await notebooks.storeOutput(id, output)) as JsonRecord,
        onChange: tellChanges((kernel) => events.publish(workspaceId, { type: 'kernel', kernel })),
        log,
      },
    );
    const entry: Entry = { projectId, workspaceId, source: null, kernel };
    entries.set(id, entry);
    return entry;
  }

  async function open(user: User, id: NotebookId): Promise<NotebookKernel> {
    const { projectId, project } = await notebooks.authorize(user, id, 'editor');
    return ensureEntry({ id, projectId, workspaceId: project.workspaceId }).kernel;
  }

  async function findRunning(user: User, id: NotebookId): Promise<NotebookKernel | null> {
    await notebooks.authorize(user, id, 'editor');
    return entries.get(id)?.kernel ?? null;
  }

  async function stopUnused(): Promise<void> {
    for (const { projectId, kernel } of entries.values()) {
      const since = kernel.idleSince();
      if (since === null) continue;
      const { idleMinutes } = await pythons.settingsOf(projectId);
      if (Date.now() > since + idleMinutes * 60_000) await kernel.stop();
    }
    await servers.endAll(
      ({ projectId, source }) =>
        ![...entries.values()].some(
          (entry) => entry.projectId === projectId && entry.source === source && entry.kernel.isAlive(),
        ),
    );
  }

  return {
    list: ({ id }: AuthorizedProject): KernelState[] =>
      [...entries.values()].filter(({ projectId }) => projectId === id).map(({ kernel }) => kernel.state()),

    count: () => [...entries.values()].filter(({ kernel }) => kernel.isAlive()).length,

    async run(user: User, id: NotebookId, blockIds: string[]): Promise<KernelState> {
      const kernel = await open(user, id);
      const { projectId } = kernel.state();
      const { source } = await pythons.settingsOf(projectId);
      if (source !== 'remote' && !(await findPython())) throw pythonMissing();
      return kernel.run(blockIds, user);
    },

    interrupt: async (user: User, id: NotebookId): Promise<KernelState> => (await open(user, id)).interrupt(),
    restart: async (user: User, id: NotebookId): Promise<KernelState> => (await open(user, id)).restart(),
    stop: async (user: User, id: NotebookId): Promise<KernelState> => (await open(user, id)).stop(),

    async answer(user: User, id: NotebookId, blockId: string, text: string): Promise<KernelState> {
      return (await open(user, id)).answer(blockId, text);
    },

    complete: async (
      user: User,
      id: NotebookId,
      place: { code: string; cursor: number },
    ): Promise<Completions> => completeCode(await findRunning(user, id), place),

    inspect: async (
      user: User,
      id: NotebookId,
      place: { code: string; cursor: number },
    ): Promise<string | null> => inspectCode(await findRunning(user, id), place),

    /** @param blockIds null: of all blocks */
    async clearOutputs(user: User, id: NotebookId, blockIds: string[] | null): Promise<void> {
      const kernel = await findRunning(user, id);
      const runs = kernel?.state().running?.blockId;
      const { doc, release } = await notebooks.hold(id);
      try {
        doc.transact(() => {
          for (const blockId of blockIds ?? [...liveBlocks(doc).keys()]) {
            const block = blockId === runs ? null : findCode(doc, blockId);
            if (block) clearBlock(doc, block);
          }
        });
      } finally {
        release();
      }
    },

    /** Only editors run something: what somebody else has begun ends. Others' runs go on. */
    async noteMemberChanged(change: {
      userId: UserId;
      workspaceId: WorkspaceId;
      role: Role | null;
    }): Promise<void> {
      const { userId, workspaceId, role } = change;
      if (role !== null && isAtLeast(role, 'editor')) return;
      const ofWorkspace = [...entries.values()].filter((entry) => entry.workspaceId === workspaceId);
      await Promise.all(ofWorkspace.map(({ kernel }) => kernel.forgetAsker(userId)));
    },

    /** A notebook is gone, and with it what runs on it. */
    endNotebook: endNow,

    async endProject(id: ProjectId): Promise<void> {
      const ofProject = [...entries].filter(([, { projectId }]) => projectId === id);
      await Promise.all(ofProject.map(([notebookId]) => endNow(notebookId)));
      await servers.endAll(({ projectId }) => projectId === id);
    },

    async closeAll(): Promise<void> {
      clearInterval(idleCheck);
      await resources.close();
      await Promise.all([...entries.keys()].map(endNow));
      await servers.endAll(() => true);
    },
  };

  async function endNow(id: NotebookId): Promise<void> {
    await entries.get(id)?.kernel.stop();
    entries.delete(id);
  }
}
