import type {
  ExportRun,
  NotebookFormat,
  NotebookId,
  Problem,
  ProjectId,
  RepositoryId,
  UserId,
  WorkspaceId,
} from '@notelab/contract';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { WrittenFile } from './written-file.ts';

const at = () => timestamp({ withTimezone: true });

/** Where a project's notebooks are exported to, and what automatic exporting is about to do: one row is one queue. */
export const exports = pgTable(
  'exports',
  {
    projectId: text().$type<ProjectId>().primaryKey(),
    workspaceId: text().$type<WorkspaceId>().notNull(),
    repositoryId: text().$type<RepositoryId>().notNull(),
    branch: text().notNull(),
    path: text().notNull(),
    formats: jsonb().$type<NotebookFormat[]>().notNull(),
    outputs: boolean().notNull(),
    /** Who switched automatic exporting on; null while it is off. */
    automaticBy: text().$type<UserId>(),
    /** When it is to be exported next; null: not before something changes. */
    dueAt: at(),
    /** Until when a server is at it. What a killed one left is taken up afterwards. */
    leaseUntil: at(),
    /** Failures since the last success. */
    attempts: integer().notNull().default(0),
    /** Why the last attempt failed; without a time to try again, why exporting has stopped. */
    problem: jsonb().$type<Problem>(),
    /** Files that somebody changed or deleted on GitLab, as of the last look there. */
    leftAlone: integer().notNull().default(0),
    /** What is being pushed: a server that is killed meanwhile does not know whether it got there. */
    pending: jsonb().$type<{ branch: string; files: WrittenFile[] }>(),
  },
  (table) => [index().on(table.dueAt)],
);

/** Files that Notelab has written: what is not listed here belongs to somebody else. */
export const exportedFiles = pgTable(
  'exported_files',
  {
    projectId: text().$type<ProjectId>().notNull(),
    repositoryId: text().$type<RepositoryId>().notNull(),
    branch: text().notNull(),
    path: text().notNull(),
    format: text().$type<NotebookFormat>().notNull(),
    notebookId: text().$type<NotebookId>().notNull(),
    /** What the notebook was called then. */
    notebookName: text().notNull(),
    fileName: text().notNull(),
    /** The object id of what was written. */
    oid: text().notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.projectId,
        table.repositoryId,
        table.branch,
        table.path,
        table.format,
        table.notebookId,
      ],
    }),
  ],
);

export const exportRuns = pgTable(
  'export_runs',
  {
    id: text().primaryKey(),
    projectId: text().$type<ProjectId>().notNull(),
    at: at().notNull().defaultNow(),
    byName: text().notNull(),
    automatic: boolean().notNull(),
    message: text().notNull(),
    repositoryPath: text().notNull(),
    branch: text().notNull(),
    status: text().$type<ExportRun['status']>().notNull(),
    commit: text(),
    commitUrl: text(),
    counts: jsonb().$type<ExportRun['counts']>().notNull(),
    mergeRequest: jsonb().$type<ExportRun['mergeRequest']>(),
    problem: jsonb().$type<Problem>(),
  },
  (table) => [index().on(table.projectId, table.at)],
);
