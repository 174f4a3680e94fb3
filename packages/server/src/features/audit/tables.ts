import { bigserial, index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** No foreign keys: the log outlives the users, workspaces and projects it speaks of. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    workspaceId: text(),
    actorId: text(),
    actorName: text(),
    action: text().notNull(),
    subject: text().notNull(),
    details: jsonb().$type<Record<string, string>>().notNull(),
  },
  (table) => [index().on(table.workspaceId, table.id), index().on(table.actorId, table.id)],
);
