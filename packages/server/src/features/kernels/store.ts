import type { ProjectId } from '@notelab/contract';
import { eq } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { projectPythons } from './tables.ts';

export type PythonRow = Omit<typeof projectPythons.$inferSelect, 'projectId'>;
export type PythonStore = ReturnType<typeof pythonStore>;

const usual: PythonRow = {
  source: 'own',
  remoteUrl: null,
  sealedRemoteToken: null,
  autoreload: true,
  idleMinutes: 60,
};

export function pythonStore({ sql }: Database) {
  return {
    async get(projectId: ProjectId): Promise<PythonRow> {
      const [row] = await sql.select().from(projectPythons).where(eq(projectPythons.projectId, projectId));
      return row ?? usual;
    },

    async change(projectId: ProjectId, changes: Partial<PythonRow>): Promise<void> {
      if (Object.keys(changes).length === 0) return;
      await sql
        .insert(projectPythons)
        .values({ ...usual, ...changes, projectId })
        .onConflictDoUpdate({ target: projectPythons.projectId, set: changes });
    },

    async forgetProject(projectId: ProjectId): Promise<void> {
      await sql.delete(projectPythons).where(eq(projectPythons.projectId, projectId));
    },
  };
}
