import type { ProjectId, UserId, WorkspaceId } from '@notelab/contract';
import { index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

export const projects = pgTable(
  'projects',
  {
    id: text().$type<ProjectId>().primaryKey(),
    workspaceId: text().$type<WorkspaceId>().notNull(),
    name: text().notNull(),
    createdBy: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index().on(table.workspaceId)],
);

export const fileEdits = pgTable(
  'file_edits',
  {
    projectId: text().$type<ProjectId>().notNull(),
    userId: text().$type<UserId>().notNull(),
    path: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId, table.path] })],
);
