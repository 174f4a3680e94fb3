import type { NotebookId, ProjectId } from '@notelab/contract';
import {
  and,
  asc,
  desc,
  eq,
  gt,
  isNotNull,
  isNull,
  lt,
  notInArray,
  type SQL,
  sql as text,
} from 'drizzle-orm';
import type { Database, Sql } from '../../database/database.ts';
import { notebookOutputs, notebooks, notebookUpdates } from './tables.ts';

export type NotebookRow = typeof notebooks.$inferSelect;
export type NotebookStore = ReturnType<typeof notebookStore>;

/** A notebook that is about to be, with what stands in it. */
export interface NewNotebook {
  id: NotebookId;
  projectId: ProjectId;
  name: string;
  createdBy: string;
  document: Uint8Array;
  outputs: Map<string, Uint8Array>;
}

export function notebookStore({ sql }: Database) {
  const select = (where: SQL | undefined) => sql.select().from(notebooks).where(where);

  async function update(id: NotebookId, values: Partial<NotebookRow>): Promise<NotebookRow> {
    const [row] = await sql.update(notebooks).set(values).where(eq(notebooks.id, id)).returning();
    return row!;
  }

  return {
    async list(projectId: ProjectId): Promise<NotebookRow[]> {
      const present = and(eq(notebooks.projectId, projectId), isNull(notebooks.deletedAt));
      return await select(present).orderBy(asc(notebooks.place), asc(notebooks.createdAt));
    },

    async listDeleted(projectId: ProjectId, since: Date): Promise<NotebookRow[]> {
      const deleted = and(eq(notebooks.projectId, projectId), gt(notebooks.deletedAt, since));
      return await select(deleted).orderBy(desc(notebooks.deletedAt));
    },

    /** Also a deleted one. */
    async find(id: NotebookId): Promise<NotebookRow | null> {
      const [row] = await select(eq(notebooks.id, id));
      return row ?? null;
    },

    /**
     * Puts it behind all others of the project.
     * @param alongside what is written with it, or not at all
     */
    async insert(
      { document, outputs, ...values }: NewNotebook,
      alongside?: (within: Sql) => Promise<void>,
    ): Promise<NotebookRow> {
      return await sql.transaction(async (within) => {
        const [last] = await within
          .select({ place: text<number>`coalesce(max(${notebooks.place}), 0)`.mapWith(Number) })
          .from(notebooks)
          .where(eq(notebooks.projectId, values.projectId));
        const [row] = await within
          .insert(notebooks)
          .values({ ...values, place: last!.place + 1 })
          .returning();
        await within.insert(notebookUpdates).values({ notebookId: values.id, bytes: document });
        for (const [hash, bytes] of outputs)
          await within.insert(notebookOutputs).values({ notebookId: values.id, hash, bytes });
        await alongside?.(within);
        return row!;
      });
    },

    rename: (id: NotebookId, name: string) => update(id, { name, updatedAt: new Date() }),
    setDeleted: (id: NotebookId, at: Date) => update(id, { deletedAt: at }),
    setRestored: (id: NotebookId, at: Date) => update(id, { deletedAt: null, updatedAt: at }),

    async touch(id: NotebookId): Promise<void> {
      await update(id, { updatedAt: new Date() });
    },

    /** All notebooks of the project in their order, deleted ones among them. */
    async listOrder(projectId: ProjectId): Promise<NotebookId[]> {
      const rows = await sql
        .select({ id: notebooks.id })
        .from(notebooks)
        .where(eq(notebooks.projectId, projectId))
        .orderBy(asc(notebooks.place), asc(notebooks.createdAt));
      return rows.map(({ id }) => id);
    },

    async setOrder(projectId: ProjectId, ids: NotebookId[]): Promise<void> {
      const list = text.join(
        ids.map((id) => text`${id}`),
        text`, `,
      );
      await sql
        .update(notebooks)
        .set({ place: text`array_position(array[${list}]::text[], ${notebooks.id})` })
        .where(and(eq(notebooks.projectId, projectId), text`${notebooks.id} in (${list})`));
    },

    /** @returns which there were */
    async deleteOfProject(projectId: ProjectId): Promise<NotebookId[]> {
      const rows = await sql
        .delete(notebooks)
        .where(eq(notebooks.projectId, projectId))
        .returning({ id: notebooks.id });
      return rows.map(({ id }) => id);
    },

    /** Removes for good what was deleted before. */
    async deleteDeletedBefore(time: Date, except: NotebookId[]): Promise<void> {
      const isOld = and(isNotNull(notebooks.deletedAt), lt(notebooks.deletedAt, time));
      await sql.delete(notebooks).where(and(isOld, notInArray(notebooks.id, except)));
    },
  };
}
