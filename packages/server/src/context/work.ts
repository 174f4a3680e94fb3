import { createAttic } from '../features/checkouts/attic.ts';
import { createCheckouts } from '../features/checkouts/checkouts.ts';
import { createCoAuthors } from '../features/checkouts/co-authors.ts';
import { createGitSessions } from '../features/checkouts/git-sessions.ts';
import { recoverCheckouts } from '../features/checkouts/recover-checkouts.ts';
import { checkoutStore } from '../features/checkouts/store.ts';
import { createEnvironments } from '../features/kernels/python/environments.ts';
import { createPythonFinder } from '../features/kernels/python/find-python.ts';
import { createNotebookFiles } from '../features/notebooks/files/notebook-files.ts';
import { createLiveNotebooks } from '../features/notebooks/live-notebooks.ts';
import { createNotebooks } from '../features/notebooks/notebooks.ts';
import { createGitAccess } from '../features/terminals/git-access.ts';
import { createTerminalHost } from '../features/terminals/start-host.ts';
import { createTerminals } from '../features/terminals/terminals.ts';
import { emptyFolder } from './empty-folder.ts';
import type { GitLabServices } from './gitlab.ts';
import type { People } from './people.ts';
import type { ProjectServices } from './projects.ts';
import type { Start } from './start.ts';

export type WorkServices = Awaited<ReturnType<typeof buildWork>>;

/** Tier 5: what people do in a project: with checkouts, in terminals, in notebooks. */
export async function buildWork(
  { config, log, folders, onClose }: Start,
  { database, audit, events, operations, workspaces }: People,
  { accounts, instances, sightings, repositories, integrations }: GitLabServices,
  { jail, projects, edits, passes, gateway }: ProjectServices,
) {
  const checkoutRows = checkoutStore(database);
  const attic = createAttic(folders.attic);
  await recoverCheckouts({ store: checkoutRows, projects, staging: folders.staging, attic });
  await emptyFolder(folders.staging);
  await attic.sweep();
  const sessions = createGitSessions({
    jail,
    passes,
    gateway,
    accounts,
    instances,
    repositories,
    projects,
  });
  const coAuthors = createCoAuthors({ edits, workspaces, accounts });
  const checkouts = createCheckouts({
    store: checkoutRows,
    projects,
    repositories,
    sightings,
    integrations,
    operations,
    events,
    audit,
    sessions,
    attic,
    coAuthors,
  });
  onClose(operations.close);

  const findPython = createPythonFinder(config.kernels.pythons);
  const environments = createEnvironments({ folder: folders.environments, jail, findPython });
  const terminals = createTerminals({
    projects,
    edits,
    workspaces,
    events,
    audit,
    passes,
    jail,
    gitAccess: createGitAccess({ jail, passes, gateway, accounts, instances, repositories, workspaces }),
    host: createTerminalHost(log),
    settings: config.terminals,
    homes: folders.terminals,
    findEnvironment: (id) => environments.ensure(id).catch(() => null),
    dataDir: config.dataDir,
    log,
  });
  onClose(terminals.closeAll);

  const liveNotebooks = createLiveNotebooks({ database, projects, events, log });
  const notebooks = createNotebooks({ live: liveNotebooks, database, audit });
  onClose(notebooks.close);
  await notebooks.sweep();
  const notebookFiles = createNotebookFiles({ database, audit, projects, edits, live: liveNotebooks, log });
  onClose(notebookFiles.close);

  return {
    sessions,
    coAuthors,
    checkouts,
    findPython,
    environments,
    terminals,
    liveNotebooks,
    notebooks,
    notebookFiles,
  };
}
