import type { IntegrationId, RepositoryId, WorkspaceId } from '@notelab/contract';
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { repositories } from '../repositories/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

export const integrations = pgTable(
  'integrations',
  {
    id: text().$type<IntegrationId>().primaryKey(),
    workspaceId: text()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    repositoryId: text()
      .$type<RepositoryId>()
      .notNull()
      .references(() => repositories.id),
    name: text().notNull(),
    /** Null: whatever GitLab calls the default when the clone is made. */
    defaultBranch: text(),
    folderName: text().notNull(),
    /** A name, not an id: it stays true when the person has left. */
    createdBy: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index().on(table.workspaceId), index().on(table.repositoryId)],
);
