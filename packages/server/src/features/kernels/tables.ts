import type { ProjectId, PythonSource } from '@notelab/contract';
import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What was chosen for a project; without a row it is the usual. */
export const projectPythons = pgTable('project_pythons', {
  projectId: text().$type<ProjectId>().primaryKey(),
  source: text().$type<PythonSource>().notNull(),
  /** Without a slash at the end. */
  remoteUrl: text(),
  sealedRemoteToken: text(),
  autoreload: boolean().notNull(),
  idleMinutes: integer().notNull(),
});
