import type { NotebookId } from '@notelab/contract';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../../database/database.ts';
import { notebookUpdates } from '../tables.ts';

export type DocumentStore = ReturnType<typeof documentStore>;

export function documentStore({ sql }: Database) {
  const ofNotebook = (id: NotebookId) => eq(notebookUpdates.notebookId, id);

  return {
    async list(id: NotebookId): Promise<Uint8Array[]> {
      const rows = await sql
        .select({ bytes: notebookUpdates.bytes })
        .from(notebookUpdates)
        .where(ofNotebook(id))
        .orderBy(asc(notebookUpdates.id));
      return rows.map(({ bytes }) => bytes);
    },

    async append(id: NotebookId, bytes: Uint8Array): Promise<void> {
      await sql.insert(notebookUpdates).values({ notebookId: id, bytes });
    },

    /** All updates so far become one. */
    async replace(id: NotebookId, bytes: Uint8Array): Promise<void> {
      await sql.transaction(async (within) => {
        await within.delete(notebookUpdates).where(ofNotebook(id));
        await within.insert(notebookUpdates).values({ notebookId: id, bytes });
      });
    },
  };
}
