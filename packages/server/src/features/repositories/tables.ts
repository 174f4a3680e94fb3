import type { InstanceId, Repository, RepositoryId, WorkspaceId } from '@notelab/contract';
import { boolean, integer, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { instances } from '../gitlab/instances/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

export const repositories = pgTable(
  'repositories',
  {
    id: text().$type<RepositoryId>().primaryKey(),
    workspaceId: text()
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id, { onDelete: 'cascade' }),
    instanceId: text()
      .$type<InstanceId>()
      .notNull()
      .references(() => instances.id),
    /** GitLab's number of the project: it survives renames and moves, the other columns follow GitLab. */
    gitlabId: integer().notNull(),
    path: text().notNull(),
    visibility: text().$type<Repository['visibility']>().notNull(),
    archived: boolean().notNull(),
    defaultBranch: text(),
    webUrl: text().notNull(),
    /** False once an admin removed it: integrations and checkouts keep pointing here, and revive with it. */
    connected: boolean().notNull(),
    /** A name, not an id: it stays true when the person has left. */
    connectedBy: text().notNull(),
    connectedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique().on(table.workspaceId, table.instanceId, table.gitlabId)],
);
