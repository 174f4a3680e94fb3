import type { Config } from './config.ts';
import { dataFolders } from './config.ts';
import { type Database, openDatabase } from './database/database.ts';
import { type Audit, createAudit } from './features/audit/audit.ts';
import { createEvents, type Events } from './features/events/events.ts';
import { createOperations, type Operations } from './features/operations/operations.ts';
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
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
