import { createAutomaticExports } from '../features/export/automatic-exports.ts';
import { createExportCaches } from '../features/export/export-target.ts';
import { createExports } from '../features/export/exports.ts';
import { exportStore } from '../features/export/store.ts';
import { createHealth } from '../features/health/health.ts';
import { createKernelServices } from '../features/kernels/kernel-services.ts';
import { createMergeRequests } from '../features/merge-requests/merge-requests.ts';
import { keepVersions } from '../features/versions/keep-versions.ts';
import type { GitLabServices } from './gitlab.ts';
import type { People } from './people.ts';
import type { ProjectServices } from './projects.ts';
import type { Start } from './start.ts';
import type { WorkServices } from './work.ts';

export type ResultServices = Awaited<ReturnType<typeof buildResults>>;

/** Tiers 6 to 8: what comes of the work: outputs, versions, merge requests, exports, and how all that is connected. */
export async function buildResults(
  { config, log, folders, onClose }: Start,
  { database, audit, events, operations, users, workspaces }: People,
  { vault, traffic, instances, accounts, sightings, repositories, integrations }: GitLabServices,
  { jail, projects }: ProjectServices,
  { sessions, checkouts, findPython, environments, liveNotebooks, notebooks, notebookFiles }: WorkServices,
) {
  const versions = await keepVersions({
    database,
    live: liveNotebooks,
    notebooks,
    notebookFiles,
    projects,
    events,
    log,
  });
  onClose(versions.close);
  const kernelServices = createKernelServices({
    database,
    vault,
    audit,
    events,
    projects,
    notebooks: liveNotebooks,
    listCheckoutFolders: checkouts.listFolders,
    jail,
    findPython,
    environments,
    homes: folders.kernels,
    settings: config.kernels,
    allowPrivateHosts: config.allowPrivateGitLab,
    dataDir: config.dataDir,
    log,
  });
  onClose(kernelServices.close);
  const mergeRequests = createMergeRequests({
    checkouts,
    repositories,
    accounts,
    sessions,
    operations,
    audit,
  });

  const exportRows = exportStore(database);
  const exports = createExports({
    store: exportRows,
    caches: createExportCaches({ folder: folders.exports, sessions, database }),
    sessions,
    accounts,
    repositories,
    sightings,
    operations,
    projects,
    notebooks,
    live: liveNotebooks,
    users,
    versions,
    audit,
    events,
    log,
  });
  const automaticExports = createAutomaticExports({
    store: exportRows,
    database,
    exports,
    projects,
    repositories,
    users,
    versions,
    audit,
    events,
    log,
  });
  onClose(automaticExports.close);

  const health = await createHealth({
    database,
    workspaces,
    traffic,
    instances,
    accounts,
    repositories,
    sightings,
    integrations,
    exports,
    events,
    log,
  });
  onClose(health.close);

  return { versions, kernelServices, mergeRequests, exports, automaticExports, health };
}
