import type { ProjectId } from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import type { Audit } from '../audit/audit.ts';
import type { Vault } from '../gitlab/vault/vault.ts';
import { createKernels, type KernelDependencies, type Kernels } from './kernels.ts';
import { createInstallations } from './python/install-packages.ts';
import { createProjectPythons, type ProjectPythons } from './python/project-pythons.ts';
import { createRemoteJupyters } from './python/remote-jupyter.ts';
import { pythonStore } from './store.ts';

/** Kernels, and what they run with. */
export interface KernelServices {
  kernels: Kernels;
  pythons: ProjectPythons;
  /** Ends what runs in a project that is being deleted, and forgets it. */
  forgetProject(id: ProjectId): Promise<void>;
  close(): Promise<void>;
}

export function createKernelServices(
  dependencies: Omit<KernelDependencies, 'pythons' | 'remotes'> & {
    database: Database;
    vault: Vault;
    audit: Audit;
    /** Whether a Jupyter server may live at a private address. */
    allowPrivateHosts: boolean;
  },
): KernelServices {
  const { database, vault, allowPrivateHosts, events, projects, jail, settings, homes } = dependencies;
  const remotes = createRemoteJupyters({ vault, allowPrivateHosts });
  const installations = createInstallations({
    jail,
    limits: settings,
    homeOf: (id) => `${homes}/${id}-pip`,
    onChange(projectId) {
      projects.get(projectId).then(
        ({ workspaceId }) => events.publish(workspaceId, { type: 'python-changed', projectId }),
        () => {},
      );
    },
  });
  const pythons = createProjectPythons({
    ...dependencies,
    store: pythonStore(database),
    installations,
    remotes,
  });
  const kernels = createKernels({ ...dependencies, pythons, remotes });

  return {
    kernels,
    pythons,
    async forgetProject(id) {
      await kernels.endProject(id);
      await pythons.forgetProject(id);
    },
    async close() {
      await kernels.closeAll();
      await installations.closeAll();
      await remotes.close();
    },
  };
}
