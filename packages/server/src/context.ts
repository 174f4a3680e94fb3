import { mkdir } from 'node:fs/promises';
import type { Config } from './config.ts';
import { dataFolders } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { type Audit, createAudit } from './features/audit/audit.ts';
import { createAttic } from './features/checkouts/attic.ts';
import { type Checkouts, createCheckouts } from './features/checkouts/checkouts.ts';
import { type CoAuthors, createCoAuthors } from './features/checkouts/co-authors.ts';
import { createGitSessions, type GitSessions } from './features/checkouts/git-sessions.ts';
import { recoverCheckouts } from './features/checkouts/recover-checkouts.ts';
import { checkoutStore } from './features/checkouts/store.ts';
import { createEvents, type Events } from './features/events/events.ts';
import { type AutomaticExports, createAutomaticExports } from './features/export/automatic-exports.ts';
import { createExportCaches } from './features/export/export-target.ts';
import { createExports, type Exports } from './features/export/exports.ts';
import { exportStore } from './features/export/store.ts';
import { authoriseByMembership } from './features/gateway/authorise-by-membership.ts';
import { type Gateway, startGateway } from './features/gateway/start-gateway.ts';
import { type Accounts, createAccounts } from './features/gitlab/accounts/accounts.ts';
import { createInstances, type Instances } from './features/gitlab/instances/instances.ts';
import { createVault } from './features/gitlab/vault/vault.ts';
import { createIntegrations, type Integrations } from './features/integrations/integrations.ts';
import { detectJail } from './features/jails/detect-jail.ts';
import type { Jail } from './features/jails/jail.ts';
import { createKernelServices, type KernelServices } from './features/kernels/kernel-services.ts';
import { createEnvironments } from './features/kernels/python/environments.ts';
import { createPythonFinder } from './features/kernels/python/find-python.ts';
import { createMergeRequests, type MergeRequests } from './features/merge-requests/merge-requests.ts';
import { createNotebookFiles, type NotebookFiles } from './features/notebooks/files/notebook-files.ts';
import { createLiveNotebooks, type LiveNotebooksInside } from './features/notebooks/live-notebooks.ts';
import { createNotebooks, type Notebooks } from './features/notebooks/notebooks.ts';
import { createOperations, type Operations } from './features/operations/operations.ts';
import { createPasses, type Passes } from './features/passes/passes.ts';
import { createFileEdits, type FileEdits } from './features/projects/file-edits.ts';
import { removeTree } from './features/projects/files.ts';
import { createProjects, type Projects } from './features/projects/projects.ts';
import { createRepositories, type Repositories } from './features/repositories/repositories.ts';
import { createGitAccess } from './features/terminals/git-access.ts';
import { createGitUseRecorder } from './features/terminals/record-git-use.ts';
import { createTerminalHost } from './features/terminals/start-host.ts';
import { createTerminals, type Terminals } from './features/terminals/terminals.ts';
import { createUsers, type Users } from './features/users/users.ts';
import { keepVersions } from './features/versions/keep-versions.ts';
import type { Versions } from './features/versions/versions.ts';
import { createInvitations, type Invitations } from './features/workspaces/invitations.ts';
import { isAtLeast } from './features/workspaces/policy.ts';
import { createSetUp, type SetUp } from './features/workspaces/set-up.ts';
import { createWorkspaces, type Workspaces } from './features/workspaces/workspaces.ts';
import { deriveKey, loadInstallationKey } from './installation-key.ts';
import type { Log } from './log.ts';
import { ProblemError } from './problem.ts';

/** Every service of one running Notelab, each built once. */
export interface Context {
  config: Config;
  log: Log;
  /** Where browsers reach this server. Known for sure only once it listens. */
  publicUrl(): string;
  database: Database;
  audit: Audit;
  events: Events;
  operations: Operations;
  users: Users;
  workspaces: Workspaces;
  invitations: Invitations;
  setUp: SetUp;
  instances: Instances;
  accounts: Accounts;
  repositories: Repositories;
  integrations: Integrations;
  projects: Projects;
  edits: FileEdits;
  passes: Passes;
  gateway: Gateway;
  jail: Jail;
  sessions: GitSessions;
  checkouts: Checkouts;
  coAuthors: CoAuthors;
  terminals: Terminals;
  notebooks: Notebooks;
  liveNotebooks: LiveNotebooksInside;
  notebookFiles: NotebookFiles;
  kernelServices: KernelServices;
  mergeRequests: MergeRequests;
  versions: Versions;
  exports: Exports;
  automaticExports: AutomaticExports;
  /** Closes the services in the reverse order of their making. */
  close(): Promise<void>;
}

export type DatabaseLocation = Parameters<typeof openDatabase>[0];

export async function createContext({
  config,
  log,
  publicUrl,
  databaseLocation,
}: {
  config: Config;
  log: Log;
  publicUrl(): string;
  databaseLocation: DatabaseLocation;
}): Promise<Context> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folders = dataFolders(config.dataDir);
    const key = loadInstallationKey({ secretKey: config.secretKey, keyFile: folders.keyFile });

    // Tier 1
    const database = await openDatabase(databaseLocation);
    closers.push(database.close);
    const audit = createAudit(database);
    const events = createEvents();
    const operations = await createOperations({ database, events, log });

    // Tier 2
    const users = createUsers({
      database,
      log,
      secret: deriveKey(key, 'sessions'),
      publicUrl: config.publicUrl,
    });
    const workspaces = createWorkspaces({ database, audit, events });
    const invitations = createInvitations({ database, audit, events, publicUrl });
    const setUp = createSetUp({ database, users, workspaces, audit });

    // Tier 3
    const vault = createVault(deriveKey(key, 'vault'));
    const { allowPrivateGitLab, gitlabLimits } = config;
    const instances = createInstances({
      database,
      vault,
      audit,
      workspaces,
      publicUrl,
      allowPrivateGitLab,
      answerWithinMs: gitlabLimits?.apiMs,
    });
    closers.push(instances.close);
    const accounts = await createAccounts({
      database,
      vault,
      instances,
      users,
      workspaces,
      audit,
      events,
      log,
    });
    closers.push(accounts.close);
    const repositories = createRepositories({ database, accounts, instances, audit, events });
    const integrations = createIntegrations({ database, repositories, instances, audit, events });

    // Tier 4
    const jail = await detectJail();
    if (jail.warning) log.warn(jail.warning);
    await prepareFolders(folders);
    const { authorizeWorkspace } = workspaces;
    const owner = jail.owner;
    const projects = createProjects({ database, events, audit, folders, owner, log, authorizeWorkspace });
    closers.push(projects.close);
    const edits = createFileEdits(database);
    const passes = createPasses();
    const authorise = authoriseByMembership({ projects, workspaces, repositories, instances, accounts });
    const gateway = await startGateway({
      host: '127.0.0.1',
      passes,
      authorise,
      log,
      limits: gitlabLimits?.git,
      audit: createGitUseRecorder({ audit, users, projects }),
    });
    closers.push(gateway.close);

    // Tier 5
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
      integrations,
      operations,
      events,
      audit,
      sessions,
      attic,
      coAuthors,
    });
    closers.push(operations.close);
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
    closers.push(terminals.closeAll);
    const liveNotebooks = createLiveNotebooks({ database, projects, events, log });
    const notebooks = createNotebooks({ live: liveNotebooks, database, audit });
    closers.push(notebooks.close);
    await notebooks.sweep();
    const notebookFiles = createNotebookFiles({ database, audit, projects, edits, live: liveNotebooks, log });
    closers.push(notebookFiles.close);

    // Tier 6
    const versions = await keepVersions({
      database,
      live: liveNotebooks,
      notebooks,
      notebookFiles,
      projects,
      events,
      log,
    });
    closers.push(async () => versions.close());
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
      allowPrivateHosts: allowPrivateGitLab,
      dataDir: config.dataDir,
      log,
    });
    closers.push(kernelServices.close);
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
      exports,
      projects,
      repositories,
      users,
      versions,
      audit,
      events,
      log,
    });
    closers.push(automaticExports.close);

    tie({
      operations,
      users,
      workspaces,
      accounts,
      repositories,
      integrations,
      projects,
      edits,
      checkouts,
      terminals,
      notebooks,
      liveNotebooks,
      kernelServices,
      exports,
      automaticExports,
      passes,
    });
    automaticExports.wake();

    return {
      config,
      log,
      publicUrl,
      database,
      audit,
      events,
      operations,
      users,
      workspaces,
      invitations,
      setUp,
      instances,
      accounts,
      repositories,
      integrations,
      projects,
      edits,
      passes,
      gateway,
      jail,
      sessions,
      checkouts,
      coAuthors,
      terminals,
      notebooks,
      liveNotebooks,
      notebookFiles,
      kernelServices,
      mergeRequests,
      versions,
      exports,
      automaticExports,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Homes of terminals and kernels end with the process. What is in the staging folder is looked at before it is emptied. */
async function prepareFolders({
  projects,
  staging,
  terminals,
  kernels,
  environments,
}: Record<'projects' | 'staging' | 'terminals' | 'kernels' | 'environments', string>): Promise<void> {
  await emptyFolder(terminals);
  await emptyFolder(kernels);
  await mkdir(environments, { recursive: true, mode: 0o711 });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  await mkdir(projects, { recursive: true, mode: 0o711 });
}

async function emptyFolder(folder: string): Promise<void> {
  await removeTree(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Where a lower tier must tell a higher one: whatever takes away access ends what runs on it, at once. */
function tie({
  operations,
  users,
  workspaces,
  accounts,
  repositories,
  integrations,
  projects,
  edits,
  checkouts,
  terminals,
  notebooks,
  liveNotebooks,
  kernelServices,
  exports,
  automaticExports,
  passes,
}: Pick<
  Context,
  | 'operations'
  | 'users'
  | 'workspaces'
  | 'accounts'
  | 'repositories'
  | 'integrations'
  | 'projects'
  | 'edits'
  | 'checkouts'
  | 'terminals'
  | 'notebooks'
  | 'liveNotebooks'
  | 'kernelServices'
  | 'exports'
  | 'automaticExports'
  | 'passes'
>): void {
  integrations.useCheckouts(checkouts.listUse);
  projects.guardFolders(checkouts.listFolders);
  projects.onDelete(terminals.endProject);
  projects.onDelete(kernelServices.forgetProject);
  liveNotebooks.onDelete(kernelServices.kernels.endNotebook);
  projects.onDelete(notebooks.forgetProject);
  projects.onDelete(checkouts.forgetProject);
  projects.onDelete(exports.forgetProject);
  projects.onDelete(edits.forgetProject);
  users.onSignedOut(terminals.noteSignedOut);
  const { seats } = liveNotebooks;
  users.onSignedOut(seats.noteSignedOut);
  workspaces.onMemberChanged(seats.noteMemberChanged);
  workspaces.onMemberChanged(terminals.noteMemberChanged);
  accounts.onUnlinked(({ userId, instanceId }) => {
    const reason = 'Your GitLab account was disconnected.';
    operations.cancelWhere(
      (reach) => reach.userId === userId && reach.instanceId === instanceId,
      new ProblemError('account-missing', reason, { instanceId }),
    );
    passes.voidOf({ userId, instanceId }, reason);
    terminals.noteDisconnected({ userId, instanceId }, reason);
  });
  workspaces.onMemberChanged(({ userId, workspaceId, role }) => {
    if (role !== null && isAtLeast(role, 'editor')) return;
    operations.cancelWhere(
      (reach) => reach.userId === userId && reach.workspaceId === workspaceId,
      new ProblemError('forbidden', 'You are no editor of this workspace any more.'),
    );
  });
  repositories.onMoved(checkouts.followMove);
  repositories.onConnected(automaticExports.noteConnected);
  repositories.onRemoved(({ repositoryId }) => {
    const reason = 'An admin removed the repository from the workspace.';
    operations.cancelWhere(
      (reach) => reach.repositoryId === repositoryId,
      new ProblemError('repository-not-connected', reason),
    );
    passes.voidOf({ repositoryId }, reason);
  });
}
