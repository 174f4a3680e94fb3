import type { WorkspaceId } from '@notelab/contract';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { healthChecks } from './tables.ts';

export type HealthCheckRow = typeof healthChecks.$inferSelect;

export function healthStore({ sql }: Database) {
  return {
    async find(id: WorkspaceId): Promise<HealthCheckRow | null> {
      const [row] = await sql.select().from(healthChecks).where(eq(healthChecks.workspaceId, id));
      return row ?? null;
    },

    async put(row: HealthCheckRow): Promise<void> {
      const { workspaceId: _, ...set } = row;
      await sql
        .insert(healthChecks)
        .values(row)
        .onConflictDoUpdate({ target: healthChecks.workspaceId, set });
    },

    async noteDone(id: WorkspaceId, done: number): Promise<void> {
      await sql
        .update(healthChecks)
        .set({ done })
        .where(and(eq(healthChecks.workspaceId, id), eq(healthChecks.status, 'running')));
    },

    /** Marks what a killed server left behind. */
    async markRunningAsInterrupted(): Promise<void> {
      await sql
        .update(healthChecks)
        .set({ status: 'interrupted', endedAt: new Date() })
        .where(eq(healthChecks.status, 'running'));
    },
  };
}
