import type { NotebookId } from '@notelab/contract';
import { and, eq, inArray, isNull, lt, notInArray } from 'drizzle-orm';
import type { Database } from '../../../database/database.ts';
import { notebookOutputs } from '../tables.ts';

export type OutputStore = ReturnType<typeof outputStore>;

export function outputStore({ sql }: Database) {
  const ofNotebook = (id: NotebookId) => eq(notebookOutputs.notebookId, id);

  return {
    async find(id: NotebookId, hash: string): Promise<Uint8Array | null> {
      const [row] = await sql
        .select({ bytes: notebookOutputs.bytes })
        .from(notebookOutputs)
        .where(and(ofNotebook(id), eq(notebookOutputs.hash, hash)));
      return row?.bytes ?? null;
    },

    async list(id: NotebookId, hashes: string[]): Promise<Map<string, Uint8Array>> {
      if (hashes.length === 0) return new Map();
      const rows = await sql
        .select({ hash: notebookOutputs.hash, bytes: notebookOutputs.bytes })
        .from(notebookOutputs)
        .where(and(ofNotebook(id), inArray(notebookOutputs.hash, hashes)));
      return new Map(rows.map(({ hash, bytes }) => [hash, bytes]));
    },

    async put(id: NotebookId, hash: string, bytes: Uint8Array): Promise<void> {
      await sql
        .insert(notebookOutputs)
        .values({ notebookId: id, hash, bytes })
        .onConflictDoUpdate({
          target: [notebookOutputs.notebookId, notebookOutputs.hash],
          set: { unusedSince: null },
        });
    },

    /** Takes down which outputs are used, and removes those that have not been for long. */
    async keepUsed(id: NotebookId, used: string[], unusedBefore: Date): Promise<void> {
      const isUnused = used.length === 0 ? undefined : notInArray(notebookOutputs.hash, used);
      await sql.transaction(async (within) => {
        if (used.length > 0)
          await within
            .update(notebookOutputs)
            .set({ unusedSince: null })
            .where(and(ofNotebook(id), inArray(notebookOutputs.hash, used)));
        await within
          .update(notebookOutputs)
          .set({ unusedSince: new Date() })
          .where(and(ofNotebook(id), isUnused, isNull(notebookOutputs.unusedSince)));
        await within
          .delete(notebookOutputs)
          .where(and(ofNotebook(id), lt(notebookOutputs.unusedSince, unusedBefore)));
      });
    },
  };
}
