import type { NotebookId, ProjectId, VersionId } from '@notelab/contract';
import {
  bigint,
  bigserial,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { projects } from '../projects/tables.ts';

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const projectId = () =>
  text()
    .$type<ProjectId>()
    .notNull()
    .references(() => projects.id, { onDelete: 'cascade' });

export const versions = pgTable(
  'versions',
  {
    id: text().$type<VersionId>().primaryKey(),
    /** Rises from version to version. */
    number: bigserial({ mode: 'number' }).notNull().unique(),
    projectId: projectId(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    kind: text().$type<'automatic' | 'named' | 'import' | 'export' | 'before-restore'>().notNull(),
    name: text(),
    /** Name of whose action it was made at. */
    by: text(),
    editors: jsonb().$type<string[]>().notNull(),
    changed: integer().notNull(),
    commit: jsonb().$type<{ sha: string; url: string }>(),
  },
  (table) => [index().on(table.projectId, table.number)],
);

/**
 * What a version changed: the notebooks that differ from the version before. The state of a project at a version is
 * the last row of each notebook up to it, so that what nobody touches costs nothing.
 */
export const versionNotebooks = pgTable(
  'version_notebooks',
  {
    projectId: projectId(),
    notebookId: text().$type<NotebookId>().notNull(),
    versionNumber: bigint({ mode: 'number' }).notNull(),
    name: text().notNull(),
    /** Of what stands in it; null: it is no notebook of the project any more. */
    hash: text(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.notebookId, table.versionNumber] })],
);

/** What stands in notebooks, each state once. */
export const versionContents = pgTable(
  'version_contents',
  {
    projectId: projectId(),
    hash: text().notNull(),
    bytes: bytes().notNull(),
    /** Hashes of the large outputs that it refers to. */
    outputs: jsonb().$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hash] })],
);
