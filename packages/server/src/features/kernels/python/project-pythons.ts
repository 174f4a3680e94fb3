import type { ProjectId, ProjectPython, PythonSettings } from '@notelab/contract';
import { fail } from '../../../problem.ts';
import type { Audit } from '../../audit/audit.ts';
import type { Events } from '../../events/events.ts';
import type { AuthorizedProject } from '../../projects/policy.ts';
import type { Projects } from '../../projects/projects.ts';
import type { PythonRow, PythonStore } from '../store.ts';
import type { Environments } from './environments.ts';
import { type PythonFinder, pythonMissing } from './find-python.ts';
import type { Installations } from './install-packages.ts';
import { listPackages } from './list-packages.ts';
import type { RemoteJupyters } from './remote-jupyter.ts';

export type ProjectPythons = ReturnType<typeof createProjectPythons>;

type Changes = Partial<Pick<PythonSettings, 'source' | 'autoreload' | 'idleMinutes'>>;

/** What projects' notebooks run with: chosen by people, kept in the database. */
export function createProjectPythons({
  store,
  findPython,
  environments,
  installations,
  remotes,
  projects,
  audit,
  events,
}: {
  store: PythonStore;
  findPython: PythonFinder;
  environments: Environments;
  installations: Installations;
  remotes: RemoteJupyters;
  projects: Projects;
  audit: Audit;
  events: Events;
}) {
  async function present({ id }: { id: ProjectId }): Promise<ProjectPython> {
    const [row, python] = await Promise.all([store.get(id), findPython()]);
    const { source, autoreload, idleMinutes, remoteUrl, sealedRemoteToken } = row;
    const environment = environments.find(id);
    return {
      projectId: id,
      source,
      remote: remoteUrl === null ? null : { url: remoteUrl, hasToken: sealedRemoteToken !== null },
      autoreload,
      idleMinutes,
      version: python ? `Python ${python.version}` : null,
      problem: python || source === 'remote' ? null : pythonMissing().problem,
      packages: environment ? await listPackages(environment) : [],
      installation: installations.find(id),
    };
  }

  async function put(project: AuthorizedProject, changes: Partial<PythonRow>): Promise<ProjectPython> {
    await store.change(project.id, changes);
    const { workspaceId, user, name, id } = project;
    const details: Record<string, string> = {};
    for (const [key, value] of Object.entries(changes))
      if (key !== 'sealedRemoteToken') details[key] = String(value);
    await audit.record({ workspaceId, actor: user, action: 'python-changed', subject: name, details });
    events.publish(workspaceId, { type: 'python-changed', projectId: id });
    return present(project);
  }

  return {
    settingsOf: store.get,
    present,

    async change(project: AuthorizedProject, changes: Changes): Promise<ProjectPython> {
      if (changes.source === 'remote' && (await store.get(project.id)).remoteUrl === null)
        fail('invalid-input', 'An admin has to name a Jupyter server first.');
      return put(project, changes);
    },

    async setRemote(
      project: AuthorizedProject,
      remote: { url: string; token: string | null },
    ): Promise<ProjectPython> {
      const checked = await remotes.check(project.id, remote, await store.get(project.id));
      return put(project, { ...checked, source: 'remote' });
    },

    async install(project: AuthorizedProject, packages: string[]): Promise<ProjectPython> {
      const environment = (await environments.ensure(project.id)) ?? failMissing();
      const { root } = projects.filesOf(project.id);
      installations.start({ id: project.id, root, environment }, packages, project.user);
      const { workspaceId, user, name } = project;
      const details = { packages: packages.join(' ') };
      await audit.record({ workspaceId, actor: user, action: 'packages-installed', subject: name, details });
      return present(project);
    },

    async cancelInstallation(project: AuthorizedProject): Promise<ProjectPython> {
      await installations.cancel(project.id);
      return present(project);
    },

    async forgetProject(id: ProjectId): Promise<void> {
      await installations.cancel(id);
      await environments.forgetProject(id);
      await store.forgetProject(id);
    },
  };
}

function failMissing(): never {
  throw pythonMissing();
}
