import type { NotebookId, ProjectId } from '@notelab/contract';
import { and, eq, isNull, sql as text } from 'drizzle-orm';
import type { Database, Sql } from '../../../database/database.ts';
import { notebooks } from '../tables.ts';
import { notebookSources } from './tables.ts';

export type SourceRow = typeof notebookSources.$inferSelect;
export type SourceStore = ReturnType<typeof sourceStore>;

export function sourceStore({ sql }: Database) {
  const of = (id: NotebookId) => eq(notebookSources.notebookId, id);

  return {
    async find(id: NotebookId): Promise<SourceRow | null> {
      const [row] = await sql.select().from(notebookSources).where(of(id));
      return row ?? null;
    },

    /** Those of notebooks that are not deleted, each with the time of its notebook's last change. */
    async list(projectId: ProjectId): Promise<{ source: SourceRow; changedAt: Date }[]> {
      return await sql
        .select({ source: notebookSources, changedAt: notebooks.updatedAt })
        .from(notebookSources)
        .innerJoin(notebooks, eq(notebooks.id, notebookSources.notebookId))
        .where(and(eq(notebookSources.projectId, projectId), isNull(notebooks.deletedAt)));
    },

    /** Which notebooks, deleted ones not among them, have which file, and under which id. */
    async listFiles(
      projectId: ProjectId,
    ): Promise<{ notebookId: NotebookId; path: string; fileNotebookId: string | null }[]> {
      const { notebookId, path, fileNotebookId } = notebookSources;
      return await sql
        .select({ notebookId, path, fileNotebookId })
        .from(notebookSources)
        .innerJoin(notebooks, eq(notebooks.id, notebookId))
        .where(and(eq(notebookSources.projectId, projectId), isNull(notebooks.deletedAt)));
    },

    async put(row: SourceRow, within: Sql = sql): Promise<void> {
      await within
        .insert(notebookSources)
        .values(row)
        .onConflictDoUpdate({ target: notebookSources.notebookId, set: row });
    },

    async change(id: NotebookId, values: Partial<SourceRow>): Promise<void> {
      await sql.update(notebookSources).set(values).where(of(id));
    },

    async remove(id: NotebookId): Promise<void> {
      await sql.delete(notebookSources).where(of(id));
    },

    /** A file, or a folder with all that is in it, has another path. */
    async move(projectId: ProjectId, from: string, to: string): Promise<void> {
      const inProject = eq(notebookSources.projectId, projectId);
      const { path } = notebookSources;
      await sql
        .update(notebookSources)
        .set({ path: text`${to} || substr(${path}, length(${from}) + 1)` })
        .where(and(inProject, text`(${path} = ${from} or starts_with(${path}, ${`${from}/`}))`));
    },
  };
}
