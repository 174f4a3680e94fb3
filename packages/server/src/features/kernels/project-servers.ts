import { join } from 'node:path';
import type { ProjectId } from '@notelab/contract';
import type { Jail } from '../jails/jail.ts';
import type { Projects } from '../projects/projects.ts';
import { type LocalServer, startLocalServer, sweepRunFolders } from './jupyter/start-local-server.ts';
import type { Environments } from './python/environments.ts';
import { type PythonFinder, pythonMissing } from './python/find-python.ts';

export interface ServerLimits {
  /** Of all kernels of a project together, and of each process. */
  memoryBytes: number;
  /** Processes and threads of a project's kernels. */
  processes: number;
}

/** The Jupyter Server of a project whose kernels run in its own environment, or in the server's Python. */
export interface ProjectServer {
  projectId: ProjectId;
  source: 'own' | 'server';
  server: LocalServer;
}

export type ProjectServers = ReturnType<typeof createProjectServers>;

/** Starts each Jupyter Server when it is needed first. */
export function createProjectServers({
  jail,
  projects,
  environments,
  findPython,
  limits,
  homes,
  onEnded,
}: {
  jail: Jail;
  projects: Projects;
  environments: Environments;
  findPython: PythonFinder;
  limits: ServerLimits;
  /** Where the homes of kernels are made. */
  homes: string;
  /** A server has ended, whoever ended it. */
  onEnded(ended: Pick<ProjectServer, 'projectId' | 'source'>): void;
}) {
  const starting = new Map<string, Promise<ProjectServer>>();
  const running = new Map<string, ProjectServer>();
  // What cannot be removed is in nobody's way.
  const swept = sweepRunFolders(homes).catch(() => {});

  async function start(key: string, projectId: ProjectId, source: 'own' | 'server'): Promise<ProjectServer> {
    const python = await findPython();
    if (!python) throw pythonMissing();
    await swept;
    const server = await startLocalServer(jail, {
      python: python.path,
      environment: source === 'own' ? await environments.ensure(projectId) : null,
      root: projects.filesOf(projectId).root,
      home: join(homes, `${projectId}-${source}`),
      limits,
    });
    const entry = { projectId, source, server };
    running.set(key, entry);
    void server.ended.then(() => {
      running.delete(key);
      starting.delete(key);
      onEnded(entry);
    });
    return entry;
  }

  async function endAll(
    matches: (entry: Pick<ProjectServer, 'projectId' | 'source'>) => boolean,
  ): Promise<void> {
    await Promise.allSettled(starting.values());
    await Promise.all([...running.values()].filter(matches).map(({ server }) => server.end()));
  }

  return {
    list: (): ProjectServer[] => [...running.values()],

    ensure(projectId: ProjectId, source: 'own' | 'server'): Promise<ProjectServer> {
      const key = `${projectId}-${source}`;
      const known = starting.get(key);
      if (known) return known;
      const started = start(key, projectId, source);
      starting.set(key, started);
      started.catch(() => starting.delete(key));
      return started;
    },

    endAll,
  };
}
