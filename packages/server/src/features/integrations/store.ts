import type { IntegrationId, RepositoryId, WorkspaceId } from '@notelab/contract';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { integrations } from './tables.ts';

export type IntegrationRow = typeof integrations.$inferSelect;

export function integrationStore({ sql }: Database) {
  const list = (condition: ReturnType<typeof eq>): Promise<IntegrationRow[]> =>
    sql.select().from(integrations).where(condition).orderBy(asc(integrations.createdAt));

  return {
    async find(id: IntegrationId): Promise<IntegrationRow | null> {
      return (await list(eq(integrations.id, id)))[0] ?? null;
    },
    listOfWorkspace: (id: WorkspaceId) => list(eq(integrations.workspaceId, id)),
    listOfRepository: (id: RepositoryId) => list(eq(integrations.repositoryId, id)),
    async insert(row: IntegrationRow): Promise<void> {
      await sql.insert(integrations).values(row);
    },
    async update(id: IntegrationId, changes: Partial<IntegrationRow>): Promise<void> {
      if (Object.keys(changes).length === 0) return;
      await sql.update(integrations).set(changes).where(eq(integrations.id, id));
    },
    async delete(id: IntegrationId): Promise<void> {
      await sql.delete(integrations).where(eq(integrations.id, id));
    },
  };
}
