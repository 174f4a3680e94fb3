import type { NotebookId, ProjectId } from '@notelab/contract';
import { sql } from 'drizzle-orm';
import {
  bigserial,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  // The embedded database makes hexadecimal digits of bytes one by one: megabytes would take a tenth of a second.
  toDriver: (value) =>
    sql`decode(${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')}, 'base64')`,
});
const at = () => timestamp({ withTimezone: true });

export const notebooks = pgTable(
  'notebooks',
  {
    id: text().$type<NotebookId>().primaryKey(),
    projectId: text().$type<ProjectId>().notNull(),
    name: text().notNull(),
    /** Rises from notebook to notebook of a project, deleted ones among them. */
    place: integer().notNull(),
    createdBy: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    /** Of the last change of what stands in it. */
    updatedAt: at().notNull().defaultNow(),
    deletedAt: at(),
  },
  (table) => [index().on(table.projectId)],
);

const notebookId = () =>
  text()
    .$type<NotebookId>()
    .notNull()
    .references(() => notebooks.id, { onDelete: 'cascade' });

/** The document of a notebook: all of its updates together. They are merged into one now and then. */
export const notebookUpdates = pgTable(
  'notebook_updates',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    notebookId: notebookId(),
    bytes: bytes().notNull(),
  },
  (table) => [index().on(table.notebookId)],
);

/** Large outputs, which documents name by their hash. */
export const notebookOutputs = pgTable(
  'notebook_outputs',
  {
    notebookId: notebookId(),
    hash: text().notNull(),
    /** JSON. */
    bytes: bytes().notNull(),
    /** When it was first seen that nothing names it any more. */
    unusedSince: at(),
  },
  (table) => [primaryKey({ columns: [table.notebookId, table.hash] })],
);
