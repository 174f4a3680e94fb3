import type { Config } from './config.ts';
import { dataFolders } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { type Audit, createAudit } from './features/audit/audit.ts';
import { createEvents, type Events } from './features/events/events.ts';
import { type Accounts, createAccounts } from './features/gitlab/accounts/accounts.ts';
import { createInstances, type Instances } from './features/gitlab/instances/instances.ts';
import { createVault } from './features/gitlab/vault/vault.ts';
import { createIntegrations, type Integrations } from './features/integrations/integrations.ts';
import { createOperations, type Operations } from './features/operations/operations.ts';
import { createRepositories, type Repositories } from './features/repositories/repositories.ts';
import { createUsers, type Users } from './features/users/users.ts';
import { createInvitations, type Invitations } from './features/workspaces/invitations.ts';
import { createSetUp, type SetUp } from './features/workspaces/set-up.ts';
import { createWorkspaces, type Workspaces } from './features/workspaces/workspaces.ts';
import { deriveKey, loadInstallationKey } from './installation-key.ts';
import type { Log } from './log.ts';

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
    closers.push(operations.close);

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
    const { allowPrivateGitLab } = config;
    const instances = createInstances({ database, vault, audit, workspaces, publicUrl, allowPrivateGitLab });
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
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
