import { newId, type ProjectId, type WorkspaceId } from '@notelab/contract';
import { desc, eq } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { projects } from './tables.ts';

export type ProjectRow = typeof projects.$inferSelect;

export function projectStore({ sql }: Database) {
  return {
    async list(workspaceId: WorkspaceId): Promise<ProjectRow[]> {
      return await sql
        .select()
        .from(projects)
        .where(eq(projects.workspaceId, workspaceId))
        .orderBy(desc(projects.updatedAt));
    },

    async find(id: ProjectId): Promise<ProjectRow | null> {
      const [row] = await sql.select().from(projects).where(eq(projects.id, id));
      return row ?? null;
    },

    async insert(workspaceId: WorkspaceId, name: string, createdBy: string): Promise<ProjectRow> {
      const [row] = await sql
        .insert(projects)
        .values({ id: newId(), workspaceId, name, createdBy })
        .returning();
      return row!;
    },

    async rename(id: ProjectId, name: string): Promise<ProjectRow> {
      const [row] = await sql
        .update(projects)
        .set({ name, updatedAt: new Date() })
        .where(eq(projects.id, id))
        .returning();
      return row!;
    },

    async touch(id: ProjectId): Promise<void> {
      await sql.update(projects).set({ updatedAt: new Date() }).where(eq(projects.id, id));
    },

    async delete(id: ProjectId): Promise<void> {
      await sql.delete(projects).where(eq(projects.id, id));
    },
  };
}
