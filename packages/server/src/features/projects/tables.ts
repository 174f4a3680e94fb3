import type { ProjectId, WorkspaceId } from '@notelab/contract';
import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

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
