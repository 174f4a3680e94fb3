import type { HealthCheck, InstanceId, RepositoryId, Unjudged, UserId, WorkspaceId } from '@notelab/contract';
import { integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { workspaces } from '../workspaces/tables.ts';

/** What a check could not say anything about. */
export interface UnjudgedRow {
  repositoryId: RepositoryId;
  reason: Unjudged['reason'];
  branch: string | null;
}

/** The last check of each workspace. What it found is remembered where it belongs, with repositories. */
export const healthChecks = pgTable('health_checks', {
  workspaceId: text()
    .$type<WorkspaceId>()
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  status: text().$type<HealthCheck['status']>().notNull(),
  userId: text().$type<UserId>().notNull(),
  /** A name, not an id: it stays true when the person has left. */
  byName: text().notNull(),
  startedAt: timestamp({ withTimezone: true }).notNull(),
  endedAt: timestamp({ withTimezone: true }),
  total: integer().notNull(),
  done: integer().notNull(),
  unjudged: jsonb().$type<UnjudgedRow[]>().notNull(),
  versions: jsonb().$type<Partial<Record<InstanceId, string>>>().notNull(),
});
