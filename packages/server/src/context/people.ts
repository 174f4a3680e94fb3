import { openDatabase } from '../database/database.ts';
import { createAudit } from '../features/audit/audit.ts';
import { createEvents } from '../features/events/events.ts';
import { createOperations } from '../features/operations/operations.ts';
import { createUsers } from '../features/users/users.ts';
import { createInvitations } from '../features/workspaces/invitations.ts';
import { createSetUp } from '../features/workspaces/set-up.ts';
import { createWorkspaces } from '../features/workspaces/workspaces.ts';
import { deriveKey } from '../installation-key.ts';
import type { Start } from './start.ts';

export type People = Awaited<ReturnType<typeof buildPeople>>;

/** Tiers 1 and 2: what everything stands on, and who is there. */
export async function buildPeople({ config, log, key, publicUrl, databaseLocation, onClose }: Start) {
  const database = await openDatabase(databaseLocation);
  onClose(database.close);
  const audit = createAudit(database);
  const events = createEvents();
  const operations = await createOperations({ database, events, log });

  const users = createUsers({
    database,
    log,
    secret: deriveKey(key, 'sessions'),
    publicUrl: config.publicUrl,
  });
  const workspaces = createWorkspaces({ database, audit, events });
  const invitations = createInvitations({ database, audit, events, publicUrl });
  const setUp = createSetUp({ database, users, workspaces, audit });

  return { database, audit, events, operations, users, workspaces, invitations, setUp };
}
