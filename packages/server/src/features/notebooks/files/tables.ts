import type { NotebookFormat, NotebookId, ProjectId } from '@notelab/contract';
import { boolean, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { bytes, notebooks } from '../tables.ts';

const at = () => timestamp({ withTimezone: true });

/** The file that a notebook came from, or was exported to first. */
export const notebookSources = pgTable(
  'notebook_sources',
  {
    notebookId: text()
      .$type<NotebookId>()
      .primaryKey()
      .references(() => notebooks.id, { onDelete: 'cascade' }),
    projectId: text().$type<ProjectId>().notNull(),
    path: text().notNull(),
    format: text().$type<NotebookFormat>().notNull(),
    /** Whether the notebook is written back with its outputs. */
    outputs: boolean().notNull(),
    /** The notebook's id as the file says it; null where it says none. */
    fileNotebookId: text(),
    /** Of the file's content when both were last in step, and of the file itself. */
    fileEtag: text().notNull(),
    fileStamp: text().notNull(),
    /** What both said then: a `KnownStep`. */
    inStep: bytes().notNull(),
    inStepAt: at().notNull(),
    /** What the last merge changed: a `KeptMerge`. */
    keptMerge: bytes(),
    mergedAt: at(),
  },
  (table) => [index().on(table.projectId, table.path)],
);
