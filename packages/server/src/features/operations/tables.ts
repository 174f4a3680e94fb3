import type { Operation } from '@notelab/contract';
import { index, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const operations = pgTable(
  'operations',
  {
    id: text().primaryKey(),
    kind: text().$type<Operation['kind']>().notNull(),
    workspaceId: text().notNull(),
    projectId: text().notNull(),
    checkoutId: text(),
    folderName: text().notNull(),
    actorId: text().notNull(),
    actorName: text().notNull(),
    status: text().$type<Operation['status']>().notNull(),
    outcome: jsonb().$type<Operation['outcome']>(),
    problem: jsonb().$type<Operation['problem']>(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (table) => [index().on(table.projectId, table.createdAt), index().on(table.status)],
);
